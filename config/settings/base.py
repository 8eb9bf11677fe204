"""What is the same wherever the platform runs."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
PUBLIC_BASE_URL = os.environ.get("PUBLIC_BASE_URL", "http://localhost:8000")
# Where interactive contents (H5P) run, "https://contenus.example": a domain that is not the site's
# and holds no cookie. Empty: under /h5p/ of the site, in the same opaque frame.
H5P_CONTENT_ORIGIN = os.environ.get("H5P_CONTENT_ORIGIN", "").rstrip("/")
# A learning record store that gets a copy of what contents say (xAPI); empty: none does.
LRS_URL = os.environ.get("LRS_URL", "").rstrip("/")
LRS_KEY = os.environ.get("LRS_KEY", "")
LRS_SECRET = os.environ.get("LRS_SECRET", "")
# The key papers are sealed with (PKCS#12, RSA or EC P-256), and the address of a timestamp
# authority (RFC 3161) if one is used. Only workers need the key.
SEAL_KEY_FILE = os.environ.get("SEAL_KEY_FILE", "")
SEAL_KEY_PASSWORD = os.environ.get("SEAL_KEY_PASSWORD", "")
SEAL_TSA_URL = os.environ.get("SEAL_TSA_URL", "")
# Where no key is set, a self-signed one may be made on the spot: it proves nothing of who seals.
SEAL_DEMO_KEY = True
DEMO = False
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    # First: its templates replace those of the apps below.
    "frontend",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "common",
    "accounts",
    "modules",
    "certificates",
    "learning",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "modules.web.player.middleware.ContentHostMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "common.http.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "common.http.AuditAddressMiddleware",
    "config.spaces.SpaceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "frontend.context.shell",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# SQLite on a laptop; IMMEDIATE makes writers wait for their turn instead of failing.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
DATABASES: dict[str, Any] = {
    "default": dj_database_url.config(
        default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}", conn_max_age=600, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("first_name", "last_name", "email")}},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]  # fmt: skip
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {"reset_password_from_key": "accounts.web.entrance.forms.ChoosePasswordForm"}
ACCOUNT_SESSION_REMEMBER = False
# Failed sign-ins are counted in the database, so that every process sees the same count.
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_FAILURE_LIMIT = 20
AXES_COOLOFF_TIME = timedelta(hours=1)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "accounts.http.typed_address"
AXES_LOCKOUT_TEMPLATE = "403.html"
AXES_VERBOSE = False

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("Français")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "frontend" / "static"]
MEDIA_ROOT = DATA_DIR / "media"
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    # Where the heads of the evidence of attendance are copied: learning/evidence/anchors.py.
    "anchors": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": os.environ.get("ANCHORS_DIR") or DATA_DIR / "anchors"},
    },
}

# Where the private keys that sign badges are: a folder that every process shares, outside of the
# database and of its copies (certificates/badges/keys.py). The password encrypts them there.
BADGE_KEYS_DIR = Path(os.environ.get("BADGE_KEYS_DIR") or DATA_DIR / "keys")
BADGE_KEYS_PASSWORD = os.environ.get("BADGE_KEYS_PASSWORD", "")

# Where people of the site find its code (AGPL, section 13); the footer shows it.
SOURCE_URL = os.environ.get("SOURCE_URL", "")
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "programme@localhost")

# Style attributes carry numbers only, as CSS variables (frontend/README.md).
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "style-src-attr": [UNSAFE_INLINE],
        "img-src": [SELF],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        # The room's roll-call works without network, and is installed (learning/web/trainer).
        "worker-src": [SELF],
        "manifest-src": [SELF],
        # Frames hold interactive contents only: no page of the site lets itself be framed.
        "frame-src": [H5P_CONTENT_ORIGIN or SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = "Lax"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "common.api.answer_refusals",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Réenchantez l’action publique",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # Two descriptions share these choices: they are named once.
    "ENUM_NAME_OVERRIDES": {
        "EnrolmentStateEnum": "learning.enrolment.enums.EnrolmentState",
        "RevocationReasonEnum": "certificates.awards.enums.RevocationReason",
    },
}

# Whatever a page or a job did not expect is written where the process's output goes.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"output": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["output"], "level": "WARNING"},
    "loggers": {"django": {"level": "INFO"}},
}

CELERY_BROKER_URL = os.environ.get("REDIS_URL", "redis://localhost:6379/0")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A request must not wait for a broker that is away: the sweeper sends again.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1, "interval_max": 0.1}
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 5}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "common.jobs.tasks.sweep", "schedule": 10.0},
    "heartbeat": {"task": "common.jobs.tasks.heartbeat", "schedule": 10.0},
    "tidy_contents": {"task": "modules.schedule.tidy_contents", "schedule": 3600.0},
    # Every hour rather than every day: a scheduler restarted each night still comes to it.
    "anchor_evidence": {"task": "learning.schedule.anchor_evidence", "schedule": 3600.0},
    "follow_the_calendar": {"task": "learning.schedule.follow_the_calendar", "schedule": 60.0},
    "follow_the_decisions": {"task": "learning.schedule.follow_the_decisions", "schedule": 600.0},
    "follow_the_places": {"task": "learning.schedule.follow_the_places", "schedule": 60.0},
    "write_to_people": {"task": "learning.schedule.write_to_people", "schedule": 600.0},
    "forget_needs": {"task": "learning.schedule.forget_what_was_needed", "schedule": 3600.0},
    "forget_zips": {"task": "learning.schedule.forget_zips", "schedule": 3600.0},
    "forget_proof_packs": {"task": "learning.schedule.forget_proof_packs", "schedule": 3600.0},
    "forget_rosters": {"task": "learning.schedule.forget_rosters", "schedule": 3600.0},
}
# Where the functions that do durable jobs are (common/jobs/registry.py).
JOB_HANDLERS = [
    "certificates.awards.tasks",
    "certificates.badges.tasks",
    "learning.activity.sending",
    "learning.attendance.sheets.reading",
    "learning.counting.tasks",
    "learning.decisions.tasks",
    "learning.enrolment.changes",
    "learning.enrolment.tasks",
    "learning.evidence.tasks",
    "learning.issuing.tasks",
    "learning.figures.tasks",
    "learning.progress.tasks",
    "learning.proofs.tasks",
    "learning.reactions",
    "learning.reports.digests",
    "learning.rosters.applying",
    "modules.authoring.tasks",
    "modules.contents.exporting",
    "modules.contents.importing",
    "modules.exchange.exporting",
    "modules.exchange.importing",
]
# Where the kinds of messages are declared (accounts/notifications).
MESSAGE_KINDS = [
    "learning.activity.kinds",
    "learning.attendance.kinds",
    "learning.decisions.kinds",
    "learning.enrolment.desk_mails",
    "learning.enrolment.kinds",
    "learning.issuing.kinds",
    "learning.makeups.kinds",
    "learning.reports.kinds",
    "modules.authoring.emails",
]
# What a package may weigh and hold: fields of modules.h5p.limits.Limits to change.
H5P_LIMITS: dict[str, Any] = {}
# A job whose worker says nothing for this long is given to another…
JOBS_LEASE = timedelta(seconds=int(os.environ.get("JOBS_LEASE_SECONDS", "60")))
# …and a message that nobody took for this long is sent again.
JOBS_RESEND_AFTER = timedelta(seconds=int(os.environ.get("JOBS_RESEND_SECONDS", "30")))
