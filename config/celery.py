"""Background work: the worker and the scheduler start from this app."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("reenchantez")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["common.jobs"], related_name="tasks")
app.autodiscover_tasks(["learning", "modules"], related_name="schedule")
