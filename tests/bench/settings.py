"""The measured server: the product as in production, and a bare page beside it."""

from config.settings.base import *  # noqa: F403
from config.settings.base import MIDDLEWARE

SECRET_KEY = "measures only"
ROOT_URLCONF = "tests.bench.urls"
# First, so that it counts all that a request costs in Python.
MIDDLEWARE = ["tests.bench.floor.CpuTimeMiddleware", *MIDDLEWARE]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
