"""One's own attendance, over all one's modules: each half-day, how it was signed, its hours."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.http import person_of
from frontend.formats import hour
from frontend.tables import Column, as_file, page_of
from learning.attendance.enums import method_of_absence
from learning.attendance.models import AttendanceMark, is_sealed
from learning.cohorts.models import HalfDay
from learning.enrolment.models import Enrolment


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A half-day of mine that has begun; `is_made_up` when it is another cohort's."""

    enrolment: Enrolment
    half_day: HalfDay
    mark: AttendanceMark | None
    minutes: int
    is_made_up: bool

    @property
    def status(self) -> str | Promise:
        """Return what the sheet says, in words."""
        if self.mark is not None:
            return self.mark.get_status_display()
        return _("Absent·e") if is_sealed(self.half_day) else _("Ni émargé ni noté")

    @property
    def look(self) -> str:
        """Return the status as styles name it, "unsigned" without one."""
        return (
            self.mark.status if self.mark else "absent" if is_sealed(self.half_day) else "unsigned"
        )

    @property
    def method(self) -> str | Promise:
        """Return how it was noted, "" where nothing was."""
        if self.mark is None:
            return ""
        if not self.mark.was_there:
            return method_of_absence(self.mark.method).label
        return self.mark.get_method_display()

    @property
    def seal(self) -> tuple[str, datetime] | None:
        """Return who countersigned, and when."""
        if not is_sealed(self.half_day):
            return None
        seal = self.half_day.countersignature
        return seal.trainer.display_name, seal.signed_at.astimezone(self.zone)

    @property
    def zone(self):  # type: ignore[no-untyped-def]
        """Return the zone the half-day is read in."""
        return self.half_day.cohort.venue.zone

    @property
    def starts_at(self) -> datetime:
        """Return when it began, where it took place."""
        return self.half_day.starts_at.astimezone(self.zone)

    @property
    def ends_at(self) -> datetime:
        """Return when it ended, where it took place."""
        return self.half_day.ends_at.astimezone(self.zone)

    @property
    def signed_at(self) -> datetime | None:
        """Return when it was signed, where it took place."""
        signed = self.mark.signed_at if self.mark and self.mark.was_there else None
        return signed.astimezone(self.zone) if signed else None


@dataclass(frozen=True, slots=True)
class Followed:
    """A module of mine: its half-days and the minutes followed."""

    enrolment: Enrolment
    rows: list[HistoryRow]

    @property
    def minutes(self) -> int:
        """Return the minutes followed."""
        return sum(row.minutes for row in self.rows)


COLUMNS: tuple[Column, ...] = (
    (gettext_lazy("Module"), lambda row: row.enrolment.cohort.public_title),
    (gettext_lazy("Groupe"), lambda row: row.half_day.cohort.title),
    (gettext_lazy("Jour"), lambda row: row.starts_at.date()),
    (gettext_lazy("Demi-journée"), lambda row: row.half_day.get_period_display()),
    (gettext_lazy("Début"), lambda row: hour(row.starts_at)),
    (gettext_lazy("Fin"), lambda row: hour(row.ends_at)),
    (gettext_lazy("Présence"), lambda row: row.status),
    (gettext_lazy("Rattrapage"), lambda row: _("oui") if row.is_made_up else ""),
    (gettext_lazy("Minutes suivies"), lambda row: row.minutes),
    (gettext_lazy("Méthode"), lambda row: row.method),
    (gettext_lazy("Signé à"), lambda row: hour(row.signed_at) if row.signed_at else ""),
    (gettext_lazy("Contresigné par"), lambda row: row.seal[0] if row.seal else ""),
    (gettext_lazy("Contresigné le"), lambda row: row.seal[1].date() if row.seal else ""),
)


def history_of(enrolments: Sequence[Enrolment], at: datetime) -> list[Followed]:
    """Return the half-days of these modules that have begun, in two queries."""
    halves: dict[object, list[HalfDay]] = defaultdict(list)
    facts = ("cohort__venue", "countersignature__trainer")
    begun = HalfDay.objects.filter(cohort__in={one.cohort_id for one in enrolments})
    for half in begun.filter(starts_at__lte=at).select_related(*facts).order_by("starts_at"):
        halves[half.cohort_id].append(half)
    marks: dict[object, dict[int, AttendanceMark]] = defaultdict(dict)
    with_facts = [f"half_day__{name}" for name in facts]
    for mark in AttendanceMark.objects.filter(enrolment__in=enrolments).select_related(*with_facts):
        marks[mark.enrolment_id][mark.half_day_id] = mark
    found = []
    for one in enrolments:
        mine = marks[one.pk]
        elsewhere = [
            mark.half_day for mark in mine.values() if mark.half_day.cohort_id != one.cohort_id
        ]
        days = sorted([*halves[one.cohort_id], *elsewhere], key=lambda half: half.starts_at)
        rows = [_row(one, half, mine.get(half.pk)) for half in days]
        if rows:
            found.append(Followed(one, rows))
    return found


def _row(enrolment: Enrolment, half_day: HalfDay, mark: AttendanceMark | None) -> HistoryRow:
    minutes = mark.minutes_attended(half_day) if mark else 0
    return HistoryRow(
        enrolment, half_day, mark, minutes, is_made_up=half_day.cohort_id != enrolment.cohort_id
    )


@require_safe
def attendance(request: HttpRequest) -> HttpResponse:
    """Show one's half-days, module by module, the last first; or give them as a file."""
    person, now = person_of(request), timezone.now()
    mine = (
        Enrolment.objects.visible_to(person)
        .filter(person=person)
        .confirmed()
        .filter(cohort__starts_on__lte=timezone.localdate())
        .select_related("cohort__venue", "cohort__revision__edition__module")
        .order_by("-cohort__starts_on", "pk")
    )

    def every_row() -> list[HistoryRow]:
        return [row for one in history_of(list(mine), now) for row in one.rows]

    if file := as_file(request, "mes-presences", COLUMNS, every_row):
        return file
    page = page_of(request, mine)
    modules = history_of(list(page.object_list), now)
    rows = [row for one in modules for row in one.rows]
    context = {
        "modules": modules,
        "page": page,
        "total": len(rows),
        "there": sum(bool(row.mark and row.mark.was_there) for row in rows),
        "minutes": sum(one.minutes for one in modules),
        "crumbs": [(_("Mes formations"), reverse("learner:home"))],
    }
    return render(request, "learning/learner/attendance.html", context)
