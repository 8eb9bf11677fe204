"""In production: everything comes from the environment (docs/deploy.md)."""

import os
from urllib.parse import urlsplit

from botocore.config import Config
from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403


def _required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        message = f"{name} is not set: docs/deploy.md says what it holds."
        raise ImproperlyConfigured(message)
    return value


SECRET_KEY = _required("SECRET_KEY")
PUBLIC_BASE_URL = _required("PUBLIC_BASE_URL")
CELERY_BROKER_URL = _required("REDIS_URL")
_required("DATABASE_URL")
ALLOWED_HOSTS = [
    str(urlsplit(address).hostname)
    for address in (PUBLIC_BASE_URL, H5P_CONTENT_ORIGIN)  # noqa: F405
    if address
]
if H5P_CONTENT_ORIGIN and urlsplit(H5P_CONTENT_ORIGIN).netloc == urlsplit(PUBLIC_BASE_URL).netloc:  # noqa: F405
    raise ImproperlyConfigured(
        "H5P_CONTENT_ORIGIN is the site itself: docs/deploy.md says why not."
    )
SEAL_DEMO_KEY = False
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE_URL.rstrip("/")]
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CELERY_BROKER_URL,
    }
}
# The proxy in front says whether the visitor came by HTTPS.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if bucket := os.environ.get("AWS_STORAGE_BUCKET_NAME"):
    _bucket = {
        "bucket_name": bucket,
        "default_acl": "private",
        "file_overwrite": False,
        # A request must not wait for minutes for a storage that is away.
        "client_config": Config(connect_timeout=3, read_timeout=20, retries={"max_attempts": 2}),
    }
    _anchors = {"bucket_name": os.environ.get("ANCHORS_BUCKET") or bucket, "location": "anchors"}
    _S3 = "storages.backends.s3.S3Storage"
    STORAGES["default"] = {"BACKEND": _S3, "OPTIONS": _bucket}  # noqa: F405
    STORAGES["anchors"] = {"BACKEND": _S3, "OPTIONS": _bucket | _anchors}  # noqa: F405
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "") == "1"
