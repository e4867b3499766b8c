from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "suixin.engines.programmes"
    label = "programmes"
