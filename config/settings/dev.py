"""On the machine of someone who writes the code."""

from config.settings.base import *  # noqa: F403

DEBUG = True
SECRET_KEY = "development only: never serve anyone with this key"  # noqa: S105
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
