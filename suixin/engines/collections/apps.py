from django.apps import AppConfig


class CollectionsConfig(AppConfig):
    name = "suixin.engines.collections"
    label = "collections"
