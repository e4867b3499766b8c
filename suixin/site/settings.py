"""Django settings, assembled from `options.py`. No value an operator may change is written here."""

from suixin.site import mail, security
from suixin.site.log import LOGGING  # noqa: F401 - read by Django
from suixin.site.navigation import FOOTER_PLACES, OFFICE_PLACES, PORTAL_PLACES  # noqa: F401 - read by platform/ui
from suixin.site.options import read_options

OPTIONS = read_options()

BASE_URL = OPTIONS.base_url
DEBUG = False
DEMO = OPTIONS.demo
SECRET_KEY = OPTIONS.secret_key
ALLOWED_HOSTS = OPTIONS.allowed_hosts
SUIXIN_HOME = OPTIONS.home
PROGRAMMES_FOLDER = OPTIONS.programmes
WITNESSES_REQUIRED = OPTIONS.witnesses_required
ANCHORS = OPTIONS.anchors

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "suixin.platform.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "suixin.platform.log",
    "suixin.platform.ledger",
    "suixin.platform.search",
    "suixin.platform.ui",
    "suixin.platform.office",
    "suixin.platform.post",
    "suixin.engines.programmes",
    "suixin.engines.collections",
    "suixin.engines.statistics",
]

MIDDLEWARE = [
    "suixin.platform.accounts.addresses.ClientAddress",
    "suixin.platform.accounts.addresses.SchemeTold",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "suixin.platform.accounts.headers.HouseHeaders",
    "suixin.platform.log.serving.LogFiles",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "suixin.platform.accounts.bearer.KeyBeforeCookie",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "suixin.platform.accounts.sessions.SessionEnds",
    "suixin.platform.accounts.second_factor.SecondFactorRequired",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "suixin.site.urls"
WSGI_APPLICATION = "suixin.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "suixin.platform.ui.context.page",
            ],
        },
    },
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": OPTIONS.home / "truth.sqlite3",
        "OPTIONS": {
            # IMMEDIATE: a writer waits at the start instead of failing half-way (SQLITE_BUSY on upgrade).
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # 16 MiB of pages in memory and of write-ahead log: three times as fast in bulk as SQLite's own 2 and 4.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA cache_size=-16384; PRAGMA wal_autocheckpoint=4000;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Person"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

CSRF_FAILURE_VIEW = "suixin.platform.ui.errors.refused_token"

globals().update(mail.for_options(OPTIONS))
globals().update({name: value for name, value in vars(security).items() if name.isupper()})
globals().update(security.for_options(OPTIONS))

STATIC_URL = "static/"
STATIC_ROOT = OPTIONS.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "suixin.platform.ui.storage.StaticStorage"},
}
WHITENOISE_USE_FINDERS = True  # so that tests and a first look need no collection
