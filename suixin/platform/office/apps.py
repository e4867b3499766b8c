from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "suixin.platform.office"
    label = "office"

    def ready(self) -> None:
        """A desk that leads nowhere stops the start, not the first sign-in."""
        from suixin.platform.office import desks

        desks.open_desks()
