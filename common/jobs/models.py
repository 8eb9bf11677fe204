"""Durable jobs: the row is the truth, Celery only carries its number."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from common.jobs.enums import JobState


class JobQuerySet(models.QuerySet["Job"]):
    """Which jobs are due."""

    def claimable(self, at: datetime) -> "JobQuerySet":
        """Jobs that may be run at `at`: queued and due, or left by a worker that died."""
        queued = Q(state=JobState.QUEUED, next_attempt_at__lte=at)
        abandoned = Q(state=JobState.RUNNING, lease_until__lt=at)
        return self.filter(queued | abandoned)

    def unsent_since(self, at: datetime) -> "JobQuerySet":
        """Jobs whose last message left before `at`: it may be lost."""
        return self.filter(sent_at__lt=at)


class Job(models.Model):
    """One thing to do outside the request, written with the fact that causes it.

    `kind` names its handler and `key` what it is about: the pair is unique, so the same thing
    asked twice is done once. `attempts` also fences: only the holder of the latest attempt may
    write the outcome.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(default=timezone.now)
    error = models.TextField(blank=True)
    result = models.JSONField(default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="job_once_per_key")]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="job_open",
                condition=Q(state__in=[JobState.QUEUED, JobState.RUNNING]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class WorkerHeartbeat(models.Model):
    """When a background worker last answered; /readyz reads it."""

    name = models.CharField(max_length=60, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
