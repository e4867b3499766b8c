from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "suixin.platform.accounts"
    label = "accounts"

    def ready(self) -> None:
        from suixin.platform.accounts import lockout, sign_in  # noqa: F401 - connect their receivers
