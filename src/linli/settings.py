"""Settings: every value from outside comes through ``env``; the rest is the same everywhere."""

import json
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from psycopg.conninfo import conninfo_to_dict

from linli.cli import paths, secrets

SOURCE = Path(__file__).parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(f"LINLI_{name}", default)


DATA_DIR = paths.data_folder()
_secrets = secrets.read_or_make(DATA_DIR)
SECRET_KEY = _secrets.web
LINLI_DATA_KEYS = _secrets.data
LINLI_INDEX_KEY = _secrets.index

DEBUG = False
ALLOWED_HOSTS = env("HOSTS", "127.0.0.1,localhost").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in env("ORIGINS").split(",") if origin]
ROOT_URLCONF = "linli.web.urls"
WSGI_APPLICATION = "linli.web.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "linli.cli",
    "linli.demo",
    "linli.web",
    "linli.audit",
    "linli.openapi",
    "linli.insight",
    "linli.flows",
    "linli.cases",
    "linli.notices",
    "linli.capacity",
    "linli.counter",
    "linli.posters",
    "linli.rights",
    "linli.people",
    "linli.places",
    "linli.rulebook",
    "linli.files",
    "linli.kernel.streets",
    "linli.kernel",
    "django.forms",  # last, so that our form templates come first
]
MIDDLEWARE = [
    "linli.web.traffic.traced",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "linli.web.middleware.who_and_where",
    "linli.web.traffic.Limited",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["linli.web.templatetags.linli"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

_database = conninfo_to_dict(env("DATABASE_URL"))
DATABASES = {
    "default": {
        "ENGINE": "linli.kernel.streets.backend",
        "NAME": _database.get("dbname", "linli"),
        "USER": _database.get("user", ""),
        "PASSWORD": _database.get("password", ""),
        "HOST": _database.get("host", ""),
        "PORT": str(_database.get("port", "")),
        "ROLE": env("DB_ROLE"),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": int(env("DB_POOL", "8"))}},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
PASSWORD_HASHERS = [  # a hash of an older kind becomes one of the first kind at the next sign-in
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# How often something may be tried. In a busy hall everybody comes from one address, so what counts
# by address (ip) is wide; what counts by person and address (…_here) is narrow; what counts by
# person alone (…_anywhere) is asked only of browsers that have never been signed in as them, so
# that nobody can lock somebody else out.
ACCOUNT_RATE_LIMITS = {
    "ask": "120/m/ip,1000/h/ip",
    "ask_here": "3/10m/key",
    "ask_anywhere": "10/h/key",
    "guess": "120/m/ip",
    "guess_here": "10/15m/key",
    "guess_anywhere": "100/h/key",
    "login_failed": "10/15m/key",  # of the second factor, asked after the first was right
}
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "linli.people.factors.Sealed"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # a phone's clock is half a minute off, and old fingers are slow
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "linli_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
IS_HTTPS = env("HTTPS") == "1"
# How many proxies of ours stand in front: only what they have seen of an address counts.
LINLI_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = int(env("PROXIES", "1" if IS_HTTPS else "0"))
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # a load balancer asks inside
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# The pages ask where one is to find the grid, and copy a link; nothing else of the device.
LINLI_PERMISSIONS_POLICY = (
    "geolocation=(self), clipboard-write=(self), camera=(), microphone=(), display-capture=(), "
    "payment=(), usb=(), serial=(), hid=(), midi=(), idle-detection=(), "
    "accelerometer=(), gyroscope=(), magnetometer=(), browsing-topics=()"
)
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "linli.web.views.csrf_failed"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
# What a form may carry besides its files, how many fields and files, and all of it together: nine
# photos as they come from a phone.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS, DATA_UPLOAD_MAX_NUMBER_FILES = 1000, 20
LINLI_MOST_BODY = 240_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

LANGUAGE_CODE = "zh-hans"
VIEW_COOKIE_NAME, THEME_COOKIE_NAME = "linli_view", "linli_theme"
PLACE_COOKIE_NAME = "linli_place"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [SOURCE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Telling people outside of the pages: nothing leaves the machine unless it is named here.
LINLI_ADDRESS = env("ADDRESS").rstrip("/")
LINLI_SMS, LINLI_MAIL = env("SMS"), env("MAIL")
LINLI_SMS_HEADERS = json.loads(env("SMS_HEADERS", '{"Content-Type": "application/json"}'))
LINLI_SMS_BODY = env("SMS_BODY", '{"phone": "{address}", "text": "{text}", "id": "{key}"}')
LINLI_SMS_EXPECT = env("SMS_EXPECT")
LINLI_SMS_SIGN = env("SMS_SIGN")
LINLI_SHOWS_CODES = env("SHOWS_CODES") == "1"  # the demo: codes of the sandbox stand on the page
LINLI_SEND_SECONDS = EMAIL_TIMEOUT = 10
_mail = urlsplit(LINLI_MAIL)
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 25
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp+tls"
DEFAULT_FROM_EMAIL = env("MAIL_FROM", EMAIL_HOST_USER or "linli@localhost")

# The record is sealed with SHA-256 or SM3; its head goes where nobody of the database has a hand.
LINLI_SEAL = env("SEAL", "sha256")
LINLI_HEAD_FILE, LINLI_HEAD_MAIL = env("HEAD_FILE"), env("HEAD_MAIL")

PROCRASTINATE_ON_APP_READY = None
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "linli.kernel.logs.LineFormatter"},
        "json": {"()": "linli.kernel.logs.JsonFormatter"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": env("LOG", "line")},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "linli.access": {"level": "INFO" if env("ACCESS_LOG") == "1" else "WARNING"},
    },
}
# Whether hosts below ours have TLS, and whether browsers are to know by heart, is for the owner of
# the name to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
