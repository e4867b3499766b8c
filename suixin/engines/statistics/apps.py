from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "suixin.engines.statistics"
    label = "statistics"
