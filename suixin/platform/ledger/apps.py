from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "suixin.platform.ledger"
    label = "ledger"

    def ready(self) -> None:
        """A malformed declaration stops the start, not the first report."""
        from suixin.platform.ledger import declarations

        declarations.open_house()
