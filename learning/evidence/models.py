"""The chain of a cohort, its entries, and the facts of half-days that they name by hash."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.enums import Role
from accounts.users.models import User
from learning.cohorts.models import Cohort
from learning.evidence.digests import VERSION, canonical, digest_of, instant
from learning.evidence.enums import EntryKind

DIGEST = 64


class EvidenceChain(models.Model):
    """How far the evidence of a cohort goes. Locked, it makes its writers follow each other.

    `anchored_length` entries are covered by a copy of the head outside the database.
    """

    cohort = models.OneToOneField(Cohort, models.PROTECT, primary_key=True, related_name="evidence")
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=DIGEST)
    # The facts named last: they are known to be kept.
    facts = models.CharField(max_length=DIGEST, blank=True)
    anchored_length = models.PositiveIntegerField(default=0)
    anchored_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.length}"


class HalfDayFacts(models.Model):
    """What a half-day was when a mark was made: title, times, place, trainers; kept once."""

    digest = models.CharField(max_length=DIGEST, primary_key=True)
    text = models.TextField()

    def __str__(self) -> str:
        return self.digest


class EvidenceEntryQuerySet(models.QuerySet["EvidenceEntry"]):
    """Reads of the evidence."""

    def visible_to(self, user: User) -> "EvidenceEntryQuerySet":
        """The evidence of the cohorts the person trains; all of it for administrators."""
        if user.has_role(Role.ADMINISTRATOR):
            return self
        return self.filter(cohort__in=Cohort.objects.run_by(user))


class EvidenceEntry(models.Model):
    """One fact of attendance. Never changed, never removed.

    It holds opaque identifiers, not keys to other tables: erasing a person breaks nothing. `at`
    is when it happened, `recorded_at` when the platform wrote it. Words that may name people are
    outside the hash: `reason` is held by its salted hash, a signature and the facts by theirs.
    """

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="evidence_entries")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=15, choices=EntryKind)
    half_day_id = models.BigIntegerField()
    enrolment_id = models.UUIDField(null=True, blank=True)
    person_id = models.UUIDField(null=True, blank=True)
    status = models.CharField(max_length=12, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    method = models.CharField(max_length=20, blank=True)
    device = models.CharField(max_length=36, blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    author_id = models.UUIDField(null=True, blank=True)
    facts = models.CharField(max_length=DIGEST)
    signature = models.CharField(max_length=DIGEST, blank=True)
    reason_digest = models.CharField(max_length=DIGEST, blank=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=DIGEST)
    digest = models.CharField(max_length=DIGEST)
    # Outside the hash: erased, they leave `reason_digest`, which then tells nothing.
    reason = models.TextField(_("raison"), blank=True)
    reason_salt = models.CharField(max_length=32, blank=True)

    objects = EvidenceEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "position"], name="evidence_entry_once")
        ]
        indexes = [models.Index(fields=["enrolment_id", "half_day_id"], name="evidence_of_a_mark")]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.position} {self.kind}"

    def words(self) -> dict[str, Any]:
        """Return what the entry hashes: what it says, and the hash of the one it follows."""
        return {
            "version": VERSION,
            "cohort": str(self.cohort_id),
            "position": self.position,
            "kind": str(self.kind),
            "half_day": self.half_day_id,
            "enrolment": str(self.enrolment_id or ""),
            "person": str(self.person_id or ""),
            "status": str(self.status),
            "arrived_at": instant(self.arrived_at),
            "left_at": instant(self.left_at),
            "method": str(self.method),
            "device": self.device,
            "at": instant(self.at),
            "recorded_at": instant(self.recorded_at),
            "author": str(self.author_id or ""),
            "facts": self.facts,
            "signature": self.signature,
            "reason": self.reason_digest,
            "detail": self.detail,
            "previous": self.previous,
        }

    def hashed(self) -> str:
        """Return the hash of its words."""
        return digest_of(canonical(self.words()))


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain, as papers print it."""

    position: int
    digest: str
    anchored_position: int
    anchored_at: datetime | None

    @property
    def is_anchored(self) -> bool:
        """Return whether a copy outside the database covers all of it."""
        return self.position == self.anchored_position
