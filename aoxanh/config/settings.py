"""Settings. Everything that differs between places comes from the environment, with defaults that are safe in production.

`docs/how-to/run.md` lists the variables. `config.database` decides which PostgreSQL is used.
"""

import os
from pathlib import Path
from typing import Any

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from aoxanh.config import database, home, providers
from aoxanh.config.parameters import *  # noqa: F403 # They are settings too.


def flag(name: str) -> bool:
    """Whether an environment variable says yes."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


PACKAGE = Path(__file__).resolve().parent.parent
HOME = home.folder()

DEBUG = flag("DEBUG")
DEMO = flag("AOXANH_DEMO")
SECRET_KEY = home.secret_key()
SECRET_KEY_FALLBACKS = os.environ.get("SECRET_KEY_FALLBACKS", "").split()
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost").split(",")
BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
LIVE_URL = os.environ.get("LIVE_URL", "").rstrip("/")  # Where pages listen to arrivals; without it they ask every ten seconds.
LIVE_CONNECTIONS = int(os.environ.get("LIVE_CONNECTIONS", "500"))
SECURE = BASE_URL.startswith("https://")
SENSITIVE_PERMISSIONS = ("activities.approve", "units.reorganise", "people.sensitive", "people.data_requests")
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))  # How many proxies of ours add to X-Forwarded-For.

INSTALLED_APPS = [
    "aoxanh.kit",
    "aoxanh.accounts",
    "aoxanh.audit",
    "aoxanh.places",
    "aoxanh.media",
    "aoxanh.notices",
    "aoxanh.imports",
    "aoxanh.org",
    "aoxanh.access",
    "aoxanh.documents",
    "aoxanh.people",
    "aoxanh.needs",
    "aoxanh.training",
    "aoxanh.activities",
    "aoxanh.attendance",
    "aoxanh.records",
    "aoxanh.recognition",
    "aoxanh.matching",
    "aoxanh.planning",
    "aoxanh.indicators",
    "aoxanh.desk",
    "aoxanh.portal",
    "aoxanh.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django_vite",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "aoxanh.kit.public.PublicPages",
    "aoxanh.audit.origin.Origin",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "aoxanh.accounts.devices.Devices",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "aoxanh.config.second_factor.SecondFactor",
]

ROOT_URLCONF = "aoxanh.config.urls"
WSGI_APPLICATION = "aoxanh.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "aoxanh.config.navigation.context",
            ],
        },
    },
]

DATABASES = {"default": database.connection(HOME)}

AUTH_USER_MODEL = "accounts.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # One account an e-mail address, save that it may be empty: who signs in by phone needs none.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "accounts:enter"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "portal:home"
AFTER_SIGN_IN = "aoxanh.people.arrival.where_to"
SESSION_ENGINE = "aoxanh.accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 180
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True

ACCOUNT_ADAPTER = "aoxanh.notices.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"length": 6, "numeric": True, "dashed": False}
ACCOUNT_LOGIN_TIMEOUT = 24 * 60 * 60  # The page of an expired code can still say so, and send another.
ACCOUNT_EMAIL_VERIFICATION = "none"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "phone")}),
    ]
]

MFA_ADAPTER = "aoxanh.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Áo Xanh"
MFA_TOTP_TOLERANCE = 1
MFA_REAUTHENTICATION_REQUIRED = False  # `accounts.recent` asks again, of accounts without a password too.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
SECOND_FACTOR_PERMISSIONS = tuple(
    os.environ.get("SECOND_FACTOR_PERMISSIONS", "" if DEMO else ",".join(SENSITIVE_PERMISSIONS)).replace(",", " ").split()
)

SOCIALACCOUNT_ADAPTER = "aoxanh.accounts.adapters.ProviderAdapter"
OIDC_PROVIDERS = providers.from_json(os.environ.get("OIDC_PROVIDERS", ""))
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = "aoxanh.config.formats"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/assets/.+$"
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "static_url_prefix": "dist",
        "manifest_path": PACKAGE / "static" / "dist" / ".vite" / "manifest.json",
    }
}

MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
PAPERS_ROOT = HOME / "papers"  # Signed certificates: no address leads there but views that ask who it is.
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "papers": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": PAPERS_ROOT}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024  # A text that is far too long still gets its sentence, and is kept.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

MAILERS = {
    "default": {"BACKEND": "aoxanh.notices.mailbox.EmailBackend"}
    if DEMO
    else {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": os.environ.get("EMAIL_HOST", "localhost"),
            "port": int(os.environ.get("EMAIL_PORT", "25")),
            "username": os.environ.get("EMAIL_HOST_USER", ""),
            "password": os.environ.get("EMAIL_HOST_PASSWORD", ""),
            "use_tls": flag("EMAIL_USE_TLS"),
        },
    }
}
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Áo Xanh <khong-tra-loi@aoxanh.example>")

SMS_PREFIXES = tuple(os.environ.get("SMS_PREFIXES", "+84").replace(",", " ").split())
SMS_GATEWAY: dict[str, Any] = {}
if DEMO:
    SMS_GATEWAY = {"BACKEND": "aoxanh.notices.mailbox.TextMessages"}
elif "SMS_URL" in os.environ:
    SMS_GATEWAY = {
        "BACKEND": os.environ.get("SMS_BACKEND", "aoxanh.notices.texts.HttpGateway"),
        "OPTIONS": {"url": os.environ["SMS_URL"], "key": os.environ.get("SMS_KEY", ""), "sender": os.environ.get("SMS_SENDER", "")},
    }

# Signing: a server of time stamps (RFC 3161), and the PKCS#11 modules that keys may lie behind. Loading one runs its code, so no page
# names any.
SIGNING_TSA_URL = os.environ.get("SIGNING_TSA_URL", "")
PKCS11_MODULES = tuple(os.environ.get("PKCS11_MODULES", "").split())
KEY_SOON_DAYS = 30

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kit_cache"},
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 500}},
}

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, "'wasm-unsafe-eval'"],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "connect-src": [CSP.SELF, *([LIVE_URL] if LIVE_URL else [])],
    "worker-src": [CSP.SELF, "blob:"],
    "font-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
    "loggers": {"django.request": {"level": "ERROR"}},  # A refusal is an answer: a rush would write a line for each.
}
