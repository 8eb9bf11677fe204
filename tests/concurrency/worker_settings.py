"""The tests' settings for a real worker and scheduler, with a sweeper that does not sleep long."""

from config.settings.test import *  # noqa: F403

CELERY_BEAT_SCHEDULE["sweep"]["schedule"] = 1.0  # noqa: F405
