from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "suixin.platform.post"
    label = "post"
