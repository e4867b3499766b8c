from django.apps import AppConfig


class LogConfig(AppConfig):
    name = "suixin.platform.log"
    label = "log"
