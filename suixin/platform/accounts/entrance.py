"""Addresses of signing in and of looking after one's own account, under /accounts/: those pages of allauth that
make sense in a closed register. There is no signing up, and no mail opens an account, so those pages are not there."""

from allauth.account import views as account
from allauth.socialaccount import views as identity
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import include, path

from suixin.platform.accounts.pages import own_keys, own_mail
from suixin.platform.accounts.pages.identity_service import configured, go

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("2fa/", own_keys.OwnAccount.as_view(), name="mfa_index"),  # in the place of allauth's
    path("2fa/", include("allauth.mfa.urls")),
    path("mail/", own_mail.choice, name="account_mail"),
    path("mail/stop/<str:token>/", own_mail.stop, name="account_mail_stop"),
    path("keys/new/", own_keys.new_key, name="access_key_new"),
    path("keys/<slug:pk>/revoke/", own_keys.revoke_own_key, name="access_key_revoke"),
    path("identity/", configured(identity.connections), name="socialaccount_connections"),
    path("identity/go/", configured(go), name="identity_service"),
    path("identity/cancelled/", configured(identity.login_cancelled), name="socialaccount_login_cancelled"),
    # The address to give to the identity service: SUIXIN_URL/accounts/identity/city/back/
    path(
        "identity/<slug:provider_id>/back/",
        configured(openid_connect.callback),
        name="openid_connect_callback",
    ),
]
