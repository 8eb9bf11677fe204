"""Awards: sealed statements, issued once and never rewritten."""

import uuid
from urllib.parse import urljoin

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.users.enums import Role
from accounts.users.models import User
from certificates.awards.codes import normalised
from certificates.awards.enums import AwardKind, RevocationReason


class AwardQuerySet(models.QuerySet["Award"]):
    """Reads of awards."""

    def for_code(self, typed: str) -> "AwardQuerySet":
        """The award whose code was typed, however it was written."""
        return self.filter(code=normalised(typed))

    def valid(self) -> "AwardQuerySet":
        """Awards that hold."""
        return self.filter(revoked_at__isnull=True)

    def visible_to(self, user: User) -> "AwardQuerySet":
        """One's own; all for administrators."""
        if user.has_role(Role.ADMINISTRATOR):
            return self
        return self.filter(recipient=user)


class Award(models.Model):
    """A statement about a person, frozen at issue.

    `facts` holds everything its paper says (see issue_award); `key` is what it is about, so that
    issuing twice gives the same award; `serial` and `code` exist before any rendering.
    `paper_sha256` is of the paper before its seal, the same whenever it is drawn; `pdf_sha256` of
    the sealed file, made once; `seal` of the certificate that sealed it (DER).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=120, unique=True)
    serial = models.CharField(max_length=40, unique=True)
    code = models.CharField(max_length=26, unique=True)
    kind = models.CharField(max_length=30, choices=AwardKind)
    recipient = models.ForeignKey(User, models.PROTECT, related_name="awards")
    facts = models.JSONField()
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revocation_reason = models.CharField(max_length=20, choices=RevocationReason, blank=True)
    # Told to whoever checks the award.
    revocation_note = models.CharField(max_length=300, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    pdf = models.FileField(upload_to="awards/", blank=True)
    paper_sha256 = models.CharField(max_length=64, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)
    rendered_at = models.DateTimeField(null=True, blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revocation_reason="")
                | (Q(revoked_at__isnull=False) & ~Q(revocation_reason="")),
                name="award_revoked_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(rendered_at__isnull=True) | ~Q(pdf_sha256=""),
                name="award_rendered_has_hash",
            ),
        ]
        indexes = [
            models.Index(fields=["-issued_at"], name="award_issued_at"),
            # Few at any time, among all those ever issued: the board counts them.
            models.Index(
                fields=["issued_at"], name="award_not_drawn",
                condition=Q(revoked_at=None, rendered_at=None),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.serial

    @property
    def verify_url(self) -> str:
        """Return the absolute address of the check page, as printed for ever."""
        return urljoin(settings.PUBLIC_BASE_URL, reverse("verify:award", args=[self.code]))

    @property
    def is_ready(self) -> bool:
        """Return whether the paper is drawn and sealed."""
        return self.rendered_at is not None


class SerialCounter(models.Model):
    """The last serial number given in a series; its row is locked to give the next."""

    series = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series} {self.last}"
