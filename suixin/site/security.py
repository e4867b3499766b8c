"""Sign-in, headers and cookies: the settings that keep the house safe. `settings.py` takes them all in.

Over plain http (a demo on one's own machine) browsers would drop Secure cookies, so those and HSTS follow the
scheme of SUIXIN_URL; everything else is the same everywhere.
"""

from datetime import timedelta
from typing import Any

from csp.constants import NONE, SELF

from suixin.site.options import IdentityService, Options

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: a locked-out name is not even compared
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "suixin.platform.accounts.password_rules.UnlikeTheName"},
    {"NAME": "suixin.platform.accounts.password_rules.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "suixin.platform.accounts.password_rules.NotCommon"},
    {"NAME": "suixin.platform.accounts.password_rules.NotOnlyDigits"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/office/"

ACCOUNT_ADAPTER = "suixin.platform.accounts.adapter.ClosedRegister"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "suixin.platform.accounts.sign_in_forms.SignIn",
    "reauthenticate": "suixin.platform.accounts.sign_in_forms.PasswordAgain",
    "change_password": "suixin.platform.accounts.sign_in_forms.ChangePassword",
    "set_password": "suixin.platform.accounts.sign_in_forms.FirstPassword",
}
# Wrong passwords are axes' to count, at 5; this one bounds the guesses at a second factor.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/15m/ip,40/15m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = (
    1  # the code before and the one after count too: people type slowly, clocks drift (RFC 6238)
)
MFA_TOTP_ISSUER = "穗信 Suixin"
MFA_ADAPTER = "suixin.platform.accounts.adapter.SecondFactors"
MFA_FORMS = {
    "authenticate": "suixin.platform.accounts.sign_in_forms.Code",
    "reauthenticate": "suixin.platform.accounts.sign_in_forms.CodeAgain",
    "activate_totp": "suixin.platform.accounts.sign_in_forms.FirstCode",
    "add_webauthn": "suixin.platform.accounts.sign_in_forms.NewKey",
    "authenticate_webauthn": "suixin.platform.accounts.sign_in_forms.UseKey",
    "reauthenticate_webauthn": "suixin.platform.accounts.sign_in_forms.UseKeyAgain",
    "edit_webauthn": "suixin.platform.accounts.sign_in_forms.KeyName",
}

# Sign-in through a city's own identity service: only who connected it themselves comes in, and of what the
# service says about them a digest is kept.
SOCIALACCOUNT_ADAPTER = "suixin.platform.accounts.adapter.IdentityServices"
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "suixin.platform.accounts.lockout.disguised_name"
AXES_LOCKOUT_CALLABLE = "suixin.platform.accounts.lockout.refuse"
AXES_DISABLE_ACCESS_LOG = True  # sign-ins are records; a second list would be one to protect
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
# Never kept in clear with a failed attempt: people type passwords into the wrong field.
AXES_SENSITIVE_PARAMETERS = ["login", "username", "ip_address", "csrfmiddlewaretoken", "next"]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # so that the time we name is true

PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # of a link to set a password
SESSION_IDLE = timedelta(
    minutes=30
)  # without a request; GB/T 22239-2019 level 3 asks for an end, not a length
SESSION_LONGEST = timedelta(hours=12)  # however busy; both lengths as in NIST SP 800-63B, level 2
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else's page needs our style sheets
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000


def for_options(options: Options) -> dict[str, Any]:
    """What depends on the options: the shared cache, and whether people reach the site over https."""
    encrypted = options.base_url.startswith("https://")
    return {
        "CACHES": {
            "default": {  # shared by all processes: lock-outs and codes already used live here
                "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
                "LOCATION": options.home / "cache",
                "OPTIONS": {"MAX_ENTRIES": 20_000},
            },
            "counts": {  # of requests: each process its own, because every request looks here
                "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
                "LOCATION": "counts",
                "OPTIONS": {"MAX_ENTRIES": 100_000},
            },
        },
        "SESSION_COOKIE_SECURE": encrypted,
        "CSRF_COOKIE_SECURE": encrypted,
        "LANGUAGE_COOKIE_SECURE": encrypted,
        "SECURE_SSL_REDIRECT": encrypted,
        "SECURE_PROXY_SSL_HEADER": (
            ("HTTP_X_FORWARDED_PROTO", "https") if encrypted and options.proxies else None
        ),
        "SECURE_HSTS_SECONDS": 2 * 365 * 24 * 3600 if encrypted else 0,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": encrypted,
        "SECURE_HSTS_PRELOAD": encrypted,
        "CSRF_TRUSTED_ORIGINS": [options.base_url] if encrypted else [],
        "PROXIES": options.proxies,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not encrypted,
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": openid_connect(options.identity_service)},
    }


def openid_connect(service: IdentityService | None) -> dict[str, Any]:
    if service is None:
        return {"APPS": []}
    app = {
        "provider_id": "city",
        "name": service.name,
        "client_id": service.client,
        "secret": service.secret,
        # The identity token names the person; more about them is neither asked for nor fetched.
        "settings": {"server_url": service.url, "fetch_userinfo": False, "scope": ["openid"]},
    }
    return {"APPS": [app], "OAUTH_PKCE_ENABLED": True}
