"""The packs that were made: who asked, when, what they held."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.enums import Role
from accounts.users.models import User
from learning.cohorts.models import Cohort


class ProofPackQuerySet(models.QuerySet["ProofPack"]):
    """Reads of packs."""

    def visible_to(self, user: User) -> "ProofPackQuerySet":
        """All for administrators, none for others."""
        return self if user.has_role(Role.ADMINISTRATOR) else self.none()

    def made(self) -> "ProofPackQuerySet":
        """Those that were made, kept or not."""
        return self.filter(made_at__isnull=False)


def pack_path(pack: "ProofPack", _filename: str) -> str:
    """Return where a pack is kept, under a name of ours."""
    return f"proofs/{pack.pk}.zip"


class ProofPack(models.Model):
    """One pack of a cohort. The row stays when its file is deleted: it says who had what.

    `facts_digest` is that of the facts it was made of, `sha256` that of the zip: the same facts
    give the same zip. `gaps` is what it lacks, as its cover says it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="proof_packs")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("demandé le"), default=timezone.now)
    made_at = models.DateTimeField(_("préparé le"), null=True, blank=True)
    file = models.FileField(upload_to=pack_path, blank=True)
    size = models.PositiveBigIntegerField(_("taille"), default=0)
    pieces = models.PositiveIntegerField(_("pièces"), default=0)
    gaps = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64, blank=True)
    facts_digest = models.CharField(max_length=64, blank=True)

    objects = ProofPackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=True) | ~Q(sha256=""), name="proof_pack_made_has_hash"
            )
        ]
        indexes = [models.Index(fields=["cohort", "-asked_at"], name="proof_pack_cohort")]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.asked_at:%Y-%m-%d}"

    @property
    def is_kept(self) -> bool:
        """Return whether its file is still there."""
        return bool(self.file)

    @property
    def filename(self) -> str:
        """Return what its file is called once downloaded."""
        day = timezone.localdate(self.made_at or self.asked_at).isoformat()
        return f"dossier-de-preuves-{self.cohort.code}-{day}.zip"
