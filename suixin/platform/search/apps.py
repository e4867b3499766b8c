from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "suixin.platform.search"
    label = "search"
