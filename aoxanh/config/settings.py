"""Settings. Everything that differs between places comes from the environment, with defaults that are safe in production.

`docs/how-to/run.md` lists the variables. `config.database` decides which PostgreSQL is used.
"""

import os
from pathlib import Path
from typing import Any

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from aoxanh.config import database, home, providers


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
STORAGES = {
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

# Parameters of the field, with the defaults that the design names.
PLACE_TOLERANCE_M = 2000
RECORD_ON_TIME_DAYS = 15
RECORD_REMIND_DAYS = (3, 7)
RECORD_LATE_WEEKS = 4
RECORD_REOPEN_DAYS = 30
DECLARED_TO_RECORD_DAYS = 90
PROGRAMME_MONTHS = 24
CONTRACT_SOON_DAYS = 60
NEED_STALE_DAYS = 30
NEED_CHASE_AGAIN_DAYS = 7
NEED_ESCALATE_DAYS = 14
NEED_REPORT_DAYS = 3
NEED_REPORTER_KEPT_DAYS = 90
# Hours that are corrected or reported by a volunteer need a second verifier above so many minutes.
HOURS_FOUR_EYES_CORRECTION = int(os.environ.get("HOURS_FOUR_EYES_CORRECTION", "120"))
HOURS_FOUR_EYES_REPORTED = int(os.environ.get("HOURS_FOUR_EYES_REPORTED", "480"))
HOURS_REPORTED_WITHIN_DAYS = 90
SIGNUP_CANCEL_HOURS = 12
ABSENCE_WORD_DAYS = 7  # So long who did not come may say why.
THANKS_WITHIN_DAYS = 14  # What is longer over is not thanked for by itself; it is once all is settled, or after so many hours.
THANKS_AFTER_HOURS = 20
FEEDBACK_DAYS = 30
FEEDBACK_LEAST = 5  # With fewer answers neither shares nor words are shown: in so small a group both have names.
FEEDBACK_SAFE_PERCENT = 80  # Fewer who felt safe, and Today says so.
# Signing up. Hours that anybody gives in a day and in a week from Monday, 0 without a ceiling; how fast people get about.
HOURS_A_DAY = int(os.environ.get("HOURS_A_DAY", "12"))
HOURS_A_WEEK = int(os.environ.get("HOURS_A_WEEK", "40"))
TRAVEL_KMH = {"": 30, "walk": 12, "bicycle": 12, "motorbike": 35, "car": 45}
TRAVEL_DETOUR = 1.3
# A free place waits for who is next as long as the activity says; this long when the last hour to give places back is near; and nobody
# waits for anybody in the last hours before the shift.
OFFER_SHORT_MINUTES = 60
FIRST_COME_HOURS = 3
GUEST_PASS_DAYS = 30
SCANS_MOST = 10_000  # In one request of a phone that was without signal.
SEEN_TWICE_MINUTES = 15  # One pass on two phones further apart may be a shared screenshot.
GUARDIAN_UNDER_AGE = 16
GUARDIAN_INVITATION_DAYS = 14
ADULT_AGE = 18
# What minors may do, by age, up to and without `until`. The ages follow Bộ luật Lao động 2019, điều 143; the hours its điều 146, as an
# orientation: volunteering is no employment. The latest ends and who needs an adult beside them are ours.
AGE_BANDS = (
    {"since": 7, "until": 13, "hours_a_day": 4, "hours_a_week": 20, "latest_end": "18:00", "never_alone": True},
    {"since": 13, "until": 15, "hours_a_day": 4, "hours_a_week": 20, "latest_end": "20:00", "never_alone": True},
    {"since": 15, "until": 16, "hours_a_day": 8, "hours_a_week": 40, "latest_end": "20:00", "never_alone": True},
    {"since": 16, "until": 18, "hours_a_day": 8, "hours_a_week": 40, "latest_end": "22:00", "never_alone": False},
)
NIGHT = ("22:00", "06:00")  # Bộ luật Lao động 2019, điều 106.
SELF_APPROVING_UNIT_KINDS: tuple[str, ...] = ()
APPROVAL_LEVELS = 1  # Where no rule of the units above says otherwise.
OVERBOOKING_MOST = 20  # Per cent of the places; from so many turns of the last year on a unit has a rate of its own.
OVERBOOKING_TURNS = 30
MATCHING_SECONDS = int(os.environ.get("MATCHING_SECONDS", "300"))
MATCHING_MEMORY = int(os.environ.get("MATCHING_MEMORY_MB", "6000")) * 2**20  # Addresses of each process of a run; 0 is no limit.
ANSWER_HOURS = 48  # For "do you still come", where the organiser names no other time.
UNANSWERED_KEEP_PLACE = True  # Who does not say whether they still come keeps the place; the organiser sees it.
SERIES_MOST = 60
DATA_ANSWER_WORKING_DAYS = 2
DATA_CARRY_DAYS = 15
PUBLIC_HOLIDAYS = tuple(os.environ.get("PUBLIC_HOLIDAYS", "01-01,04-30,05-01,09-02").replace(",", " ").split())
GUARDIAN_INVITATION_KEPT_DAYS = int(os.environ.get("GUARDIAN_INVITATION_KEPT_DAYS", "30"))
PEOPLE_UNSEEN_YEARS = int(os.environ.get("PEOPLE_UNSEEN_YEARS", "3"))
PEOPLE_NOTICE_DAYS = int(os.environ.get("PEOPLE_NOTICE_DAYS", "30"))
DATA_REQUEST_TEXT_KEPT_YEARS = int(os.environ.get("DATA_REQUEST_TEXT_KEPT_YEARS", "2"))

# Safety. Kinds of work whose risks are looked at before they are submitted (`activities/risks.py`).
RISKY_KINDS = tuple(
    os.environ.get("RISKY_KINDS", "disaster,repair,road,coast,blood_donation,exam_support,traffic").replace(",", " ").split()
)
PROTECTED_KINDS = ("disaster", "repair", "road", "coast", "environment", "traffic")  # Protective gear is expected.
INCIDENT_REMINDER_HOURS = 24
INCIDENT_REPORTS_AN_HOUR = 20  # Of one person; a queue that comes back after a day in the mountains fits in.
ANNOUNCEMENTS_AN_HOUR = 6  # To the people of one activity.
QUIET_HOURS = ("22:00", "07:00")
EMERGENCY_NUMBERS = {"ambulance": "115", "police": "113", "fire": "114"}
