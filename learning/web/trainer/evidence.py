"""The evidence of a cohort: its chain, read again at each visit, and its lines in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.http import person_of
from accounts.users.models import User
from frontend.tables import Column, as_csv, page_of
from learning.attendance.enums import AttendanceStatus, MarkMethod
from learning.attendance.verification import verify
from learning.cohorts.models import Cohort, HalfDay
from learning.enrolment.models import Enrolment
from learning.evidence.enums import EntryKind
from learning.evidence.exporting import line_of
from learning.evidence.models import EvidenceEntry, EvidenceEntryQuerySet
from learning.web.trainer.cohorts import cohort_of, crumbs_of, halves_of


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with the names that its identifiers stand for, "" where they are erased."""

    entry: EvidenceEntry
    half_day: HalfDay | None
    who: str
    author: str

    @property
    def status(self) -> str:
        """Return the presence it says, in words."""
        return str(AttendanceStatus(self.entry.status).label) if self.entry.status else ""

    @property
    def method(self) -> str:
        """Return how it was noted, in words."""
        return str(MarkMethod(self.entry.method).label) if self.entry.method else ""

    @property
    def icon(self) -> str:
        """Return the drawing of its kind."""
        return ICONS[EntryKind(self.entry.kind)]


ICONS = {
    EntryKind.MARKED: "pen-line",
    EntryKind.SEALED: "stamp",
    EntryKind.RECEIVED_LATE: "history",
    EntryKind.CORRECTED: "pencil-ruler",
}


@require_safe
def evidence(request: HttpRequest, code: str) -> HttpResponse:
    """Show whether the evidence is whole, and its lines, the last first; or give them as a file."""
    cohort = cohort_of(request, code)
    halves = halves_of(cohort)
    entries = EvidenceEntry.objects.visible_to(person_of(request)).filter(cohort=cohort)
    if request.GET.get("format") == "jsonl":
        return _as_jsonl(cohort, entries.order_by("position"))
    shown, asked = _asked(request, cohort, entries)
    if request.GET.get("format") == "csv":
        lines = _lines(cohort, halves, shown.order_by("position"))
        return as_csv(f"{cohort.code}-preuves", COLUMNS, lines)
    page = page_of(request, shown.order_by("-position"))
    verified = verify(cohort)
    context = {
        "cohort": cohort,
        "reading": verified.reading,
        "is_whole": verified.is_whole,
        "waiting": verified.reading.length - verified.reading.anchored_length,
        "page": page,
        "lines": _lines(cohort, halves, page.object_list),
        "kinds": EntryKind.choices,
        "halves": halves,
        **asked,
        "crumbs": crumbs_of(cohort),
    }
    with timezone.override(cohort.venue.zone):
        return render(request, "learning/trainer/evidence.html", context)


def _asked(
    request: HttpRequest, cohort: Cohort, entries: EvidenceEntryQuerySet
) -> tuple[EvidenceEntryQuerySet, dict[str, object]]:
    """Return the entries that the search asks for, and what it asks."""
    typed = request.GET.get("q", "").strip()
    kind, half_day = request.GET.get("genre", ""), request.GET.get("demi", "")
    for word in typed.split():
        named = Enrolment.objects.filter(cohort=cohort, person__last_name__icontains=word)
        named |= Enrolment.objects.filter(cohort=cohort, person__first_name__icontains=word)
        entries = entries.filter(enrolment_id__in=named.values("pk"))
    if kind in EntryKind.values:
        entries = entries.filter(kind=kind)
    if half_day.isdigit():
        entries = entries.filter(half_day_id=int(half_day))
    return entries, {"typed": typed, "kind": kind, "half_day": half_day}


def _lines(
    cohort: Cohort, halves: Iterable[HalfDay], entries: Iterable[EvidenceEntry]
) -> list[Line]:
    """Put names on entries, in two queries whatever their number."""
    entries = list(entries)
    by_id = {half.pk: half for half in halves}
    enrolled = Enrolment.objects.filter(cohort=cohort).select_related("person")
    people: dict[UUID, str] = {one.pk: _name(one.person) for one in enrolled}
    authors = User.objects.in_bulk({one.author_id for one in entries if one.author_id})
    return [
        Line(
            entry,
            by_id.get(entry.half_day_id),
            people.get(entry.enrolment_id, "") if entry.enrolment_id else "",
            _name(authors[entry.author_id]) if entry.author_id in authors else "",
        )
        for entry in entries
    ]


def _name(person: User) -> str:
    return f"{person.last_name} {person.first_name}"


def _as_jsonl(cohort: Cohort, entries: Iterable[EvidenceEntry]) -> HttpResponse:
    """Return the chain as anyone can compute it again: a line of words, then its hash."""
    lines = [line_of(entry) for entry in entries]
    response = HttpResponse("\n".join([*lines, ""]), content_type="application/jsonl")
    response["Content-Disposition"] = f'attachment; filename="{cohort.code}-preuves.jsonl"'
    return response


COLUMNS: list[Column] = [
    (_("Ligne"), lambda line: line.entry.position),
    (_("Genre"), lambda line: line.entry.get_kind_display()),
    (_("Demi-journée"), lambda line: str(line.half_day or line.entry.half_day_id)),
    (_("Personne"), lambda line: line.who or line.entry.enrolment_id or ""),
    (_("Présence"), lambda line: line.status),
    (_("Méthode"), lambda line: line.method),
    (_("Appareil"), lambda line: line.entry.device),
    (_("À (UTC)"), lambda line: line.entry.at.isoformat()),
    (_("Écrit à (UTC)"), lambda line: line.entry.recorded_at.isoformat()),
    (_("Par"), lambda line: line.author or line.entry.author_id or ""),
    (_("Raison"), lambda line: line.entry.reason),
    (_("Empreinte"), lambda line: line.entry.digest),
]
