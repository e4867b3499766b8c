from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "suixin.engines.statistics"
    label = "statistics"

    def ready(self) -> None:
        from suixin.engines.statistics.pages import FOUND
        from suixin.platform.search.kinds import declare

        declare(*FOUND)
