from django.apps import AppConfig


class UIConfig(AppConfig):
    name = "suixin.platform.ui"
    label = "ui"
