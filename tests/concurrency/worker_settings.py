"""The tests' settings for a real worker and scheduler, with a sweeper that does not sleep long."""

import os

from config.settings.test import *  # noqa: F403

CELERY_BEAT_SCHEDULE["sweep"]["schedule"] = 1.0  # noqa: F405
# A relay that a test has started; without one, mails stay where they were written.
if port := os.environ.get("SMTP_PORT"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(port)
