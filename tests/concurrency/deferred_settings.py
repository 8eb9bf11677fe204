"""SQLite as Django opens it by itself, without IMMEDIATE: for the negative control only."""

from config.settings.test import *  # noqa: F403

DATABASES["default"]["OPTIONS"] = {  # noqa: F405
    **SQLITE_OPTIONS,  # noqa: F405
    "transaction_mode": "DEFERRED",
}
