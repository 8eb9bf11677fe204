"""Open Badges: what was signed, with which key, and where its status is read."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from certificates.awards.codes import normalised
from certificates.awards.models import Award
from certificates.badges.enums import KeyAlgorithm

if TYPE_CHECKING:
    from django.db.models.query import QuerySet


class BadgeKeyQuerySet(models.QuerySet["BadgeKey"]):
    """Reads of keys."""

    def current(self) -> "BadgeKeyQuerySet":
        """Those that sign today: one per algorithm."""
        return self.filter(retired_at__isnull=True)


class BadgeKey(models.Model):
    """The public half of a signing key. The private half is a file (certificates/badges/keys.py).

    A key is never deleted: what it signed is verified with it for ever.
    """

    id = models.CharField(primary_key=True, max_length=40)
    algorithm = models.CharField(max_length=10, choices=KeyAlgorithm)
    public_key = models.TextField()  # PEM, SubjectPublicKeyInfo
    made_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = BadgeKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["algorithm"], condition=Q(retired_at__isnull=True), name="badge_key_current"
            )
        ]

    def __str__(self) -> str:
        return self.id


class Achievement(models.Model):
    """What a badge says one has achieved: a module as it was followed.

    Its identifier is the hash of what it says, so that its address always answers the same thing.
    """

    digest = models.CharField(primary_key=True, max_length=32)
    document = models.JSONField()
    # What its picture is drawn from.
    ribbon = models.JSONField(default=list)
    is_participation = models.BooleanField()
    is_demo = models.BooleanField()

    def __str__(self) -> str:
        return str(self.document.get("name", self.digest))


class BadgeQuerySet(models.QuerySet["Badge"]):
    """Reads of badges."""

    def for_code(self, code: str) -> "BadgeQuerySet":
        """The badge of the award that carries this code."""
        return self.filter(award__code=normalised(code))

    def revoked_in(self, status_list: int) -> "QuerySet[Badge, int]":
        """The places, in a status list, of the badges whose award no longer holds."""
        revoked = self.filter(status_list=status_list, award__revoked_at__isnull=False)
        return revoked.order_by("status_index").values_list("status_index", flat=True)


class Badge(models.Model):
    """The Open Badge of an award: signed once, from its frozen facts, and never changed."""

    award = models.OneToOneField(Award, models.PROTECT, related_name="badge")
    achievement = models.ForeignKey(Achievement, models.PROTECT, related_name="badges")
    # The credential with its Data Integrity proof, and the same credential as a signed token.
    credential = models.JSONField()
    jwt = models.TextField()
    document_key = models.ForeignKey(BadgeKey, models.PROTECT, related_name="+")
    token_key = models.ForeignKey(BadgeKey, models.PROTECT, related_name="+")
    status_list = models.PositiveIntegerField()
    status_index = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    objects = BadgeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["status_list", "status_index"], name="badge_own_place_in_status_list"
            )
        ]

    def __str__(self) -> str:
        return self.award.serial
