from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "suixin.engines.programmes"
    label = "programmes"

    def ready(self) -> None:
        from suixin.engines.programmes.pages import FOUND
        from suixin.platform.search.kinds import declare

        declare(*FOUND)
