"""In tests: strict templates, a real database given by DATABASE_URL, nothing shared with a demo."""

import os

from config.settings.base import *  # noqa: F403


class _Undefined(str):
    """An undefined template variable is a mistake, not an empty string."""

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, variable: object) -> str:
        message = f"The template uses {variable}, which nobody gave."
        raise AssertionError(message)


SECRET_KEY = "tests only"  # noqa: S105
if DATABASES["default"]["ENGINE"].endswith("postgresql"):  # noqa: F405
    # A query that a bad plan makes endless fails by its name instead of holding all the tests.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c statement_timeout=60s"  # noqa: F405
# One fast hasher: what is tested is not Argon2. Its choice is checked in tests/config.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = _Undefined("%s")  # noqa: F405
# Messages to workers go nowhere, except to the broker a test has started.
CELERY_BROKER_URL = os.environ.get("REDIS_URL", "memory://localhost/")
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 - or the static server warns that it is missing
