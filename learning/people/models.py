"""What is kept of a merge, so that it can be undone; and the pairs known to be two people."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.enums import Role
from accounts.users.models import User


class PersonMergeQuerySet(models.QuerySet["PersonMerge"]):
    """Reads of merges."""

    def visible_to(self, user: User) -> "PersonMergeQuerySet":
        """All for administrators, none for others."""
        return self if user.has_role(Role.ADMINISTRATOR) else self.none()

    def standing(self) -> "PersonMergeQuerySet":
        """Those not undone."""
        return self.filter(undone_at=None)


class PersonMerge(models.Model):
    """Two records found to be one person's: what the `merged` one held is the `surviving` one's.

    `moved` says exactly what changed, as `learning.people.services` wrote it: undoing reads it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    surviving = models.ForeignKey(User, models.PROTECT, related_name="merges")
    merged = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField(_("motif"))
    moved = models.JSONField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = PersonMergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at=None), name="person_merged_once"
            ),
            models.CheckConstraint(
                condition=~Q(surviving=F("merged")), name="person_merge_is_of_two"
            ),
        ]
        indexes = [models.Index(fields=["-made_at"], name="person_merge_made_at")]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.surviving_id}"

    @property
    def counts(self) -> dict[str, int]:
        """Return how many rows of each relation moved."""
        moved: dict[str, list[Any]] = self.moved["moved"]
        return {relation: len(rows) for relation, rows in moved.items()}


class TwoPeople(models.Model):
    """A pair that looked like one person and is not: it is not asked about again."""

    first = models.ForeignKey(User, models.CASCADE, related_name="+")
    second = models.ForeignKey(User, models.CASCADE, related_name="+")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "two people"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="two_people_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="two_people_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
