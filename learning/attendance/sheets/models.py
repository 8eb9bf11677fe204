"""Sheets that were printed, what came back, and what was read there."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from learning.attendance.sheets.enums import Decision, PageState, Proposal, ScanState, SheetKind
from learning.cohorts.models import Cohort, HalfDay
from learning.enrolment.models import Enrolment


class Sheet(models.Model):
    """A sheet as it was printed: the same contents are the same sheet.

    `pages` says what each page holds, so that it can be read back: {"day", "half_days": [ids],
    "rows": [enrolment ids, None for an empty line]}. Opaque ids only: no name is kept here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="sheets")
    kind = models.CharField(max_length=10, choices=SheetKind)
    digest = models.CharField(max_length=64)
    pages = models.JSONField(default=list)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "kind", "digest"], name="sheet_once")
        ]

    def __str__(self) -> str:
        return f"{self.cohort} {self.kind} {self.reference}"

    @property
    def reference(self) -> str:
        """Return the short name people call it by."""
        return self.id.hex[:6].upper()

    def page(self, number: int) -> dict[str, Any] | None:
        """Return what a page holds, from 1; None where there is no such page."""
        found: dict[str, Any] | None = (
            self.pages[number - 1] if 0 < number <= len(self.pages) else None
        )
        return found


def scan_path(scan: "Scan", _filename: str) -> str:
    """Return where a file is kept, under a name of ours."""
    return f"sheets/scans/{scan.pk}"


def page_path(page: "ScanPage", _filename: str) -> str:
    """Return where the picture of a page is kept."""
    return f"sheets/pages/{page.pk}.jpg"


class Scan(models.Model):
    """A file that someone sent: a PDF or a photograph. It is evidence: it never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="scans")
    file = models.FileField(upload_to=scan_path)
    name = models.CharField(_("fichier"), max_length=200)
    mime = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("taille"))
    sha256 = models.CharField(max_length=64)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=ScanState, default=ScanState.WAITING)
    refusal = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "sha256"], name="scan_once")]

    def __str__(self) -> str:
        return self.name


class ScanPageQuerySet(models.QuerySet["ScanPage"]):
    """Reads of pages."""

    def of(self, cohort: Cohort) -> "ScanPageQuerySet":
        """Pages filed under the cohort; where they are filed nowhere, those sent for it."""
        filed = models.Q(sheet__cohort=cohort) & ~models.Q(state=PageState.ELSEWHERE)
        return self.filter(filed | models.Q(sheet=None, scan__cohort=cohort))


class ScanPage(models.Model):
    """A page of what was sent, straightened when it could be, and filed by its QR or by hand.

    One that belongs to a cohort its sender does not run is `elsewhere`: kept, and shown to nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scan = models.ForeignKey(Scan, models.PROTECT, related_name="pages")
    number = models.PositiveSmallIntegerField()
    image = models.FileField(upload_to=page_path)
    is_straight = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=PageState, default=PageState.UNKNOWN)
    sheet = models.ForeignKey(
        Sheet, models.PROTECT, null=True, blank=True, related_name="scanned_pages"
    )
    sheet_page = models.PositiveSmallIntegerField(null=True, blank=True)
    # Whoever said which page it is, when its QR did not.
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ScanPageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scan", "number"], name="scan_page_once"),
            models.CheckConstraint(
                condition=models.Q(sheet=None, sheet_page=None)
                | models.Q(sheet__isnull=False, sheet_page__isnull=False),
                name="scan_page_filed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scan} p. {self.number}"

    @property
    def layout(self) -> dict[str, Any]:
        """Return what the printed page holds; for filed pages only."""
        found = self.sheet.page(self.sheet_page or 0) if self.sheet else None
        if found is None:
            message = f"{self} is not filed."
            raise LookupError(message)
        return found


class CellReading(models.Model):
    """A cell of a page that came back: its ink, what that suggests, what a person decided.

    Without an enrolment it is a line left empty at printing, where someone may have been added.
    `ink` is the share of the cell that is dark, in ten-thousandths.
    """

    page = models.ForeignKey(ScanPage, models.CASCADE, related_name="cells")
    row = models.PositiveSmallIntegerField()
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    half_day = models.ForeignKey(HalfDay, models.CASCADE, related_name="+")
    ink = models.PositiveSmallIntegerField()
    proposal = models.CharField(max_length=10, choices=Proposal)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "row", "half_day"], name="cell_read_once"),
            models.CheckConstraint(
                condition=models.Q(decision="") | models.Q(decided_by__isnull=False),
                name="cell_decided_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.row} {self.proposal}"
