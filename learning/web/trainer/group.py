"""The whole group on one page: people × half-days, hours, and what the rule says."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from frontend.formats import duration
from frontend.tables import Column
from frontend.templatetags.ui import icon
from learning.attendance.enums import AttendanceStatus
from learning.attendance.models import AttendanceMark, is_sealed
from learning.cohorts.models import Cohort, HalfDay
from learning.completion.enums import Verdict
from learning.completion.models import Completion
from learning.enrolment.models import Enrolment

ICONS = {
    AttendanceStatus.PRESENT: "check",
    AttendanceStatus.LATE: "clock-3",
    AttendanceStatus.LEFT_EARLY: "log-out",
    AttendanceStatus.EXCUSED: "mail-check",
    AttendanceStatus.ABSENT: "x",
}
ACQUIRED, NOT_ACQUIRED, UNDECIDED = "acquis", "non-acquis", "a-venir"
VERDICTS = (
    (ACQUIRED, _("Acquis")),
    (NOT_ACQUIRED, _("Non acquis")),
    (UNDECIDED, _("Pas encore décidé")),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A person's half-day: its status ("unsigned" without a mark), minutes, and what is shown."""

    status: str
    minutes: int
    starts_day: bool
    shown: SafeString


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A participant, their half-days, the minutes they followed and the verdict that holds."""

    enrolment: Enrolment
    cells: list[Cell]
    completion: Completion | None

    @property
    def minutes(self) -> int:
        """Return the minutes followed."""
        return sum(cell.minutes for cell in self.cells)

    @property
    def verdict(self) -> str:
        """Return the verdict as the filter names it."""
        if self.completion is None:
            return UNDECIDED
        return ACQUIRED if self.completion.verdict == Verdict.ACQUIRED else NOT_ACQUIRED

    def answers(self, typed: str, verdict: str) -> bool:
        """Return whether every word typed is in the names or the employer, and the verdict fits."""
        employer = self.enrolment.employer.name if self.enrolment.employer else ""
        text = f"{self.enrolment.person.display_name} {employer}".casefold()
        fits = verdict in {"", self.verdict}
        return fits and all(word in text for word in typed.casefold().split())


@dataclass(frozen=True, slots=True)
class Foot:
    """Under a half-day: the trainee hours, and whether it is countersigned."""

    half_day: HalfDay
    minutes: int
    is_sealed: bool
    starts_day: bool


def group_of(cohort: Cohort, halves: list[HalfDay]) -> list[GroupRow]:
    """Return everybody's half-days and verdicts, in three queries whatever the group's size."""
    enrolments = (
        Enrolment.objects.confirmed()
        .filter(cohort=cohort)
        .select_related("person", "employer")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    marks = {
        (mark.enrolment_id, mark.half_day_id): mark
        for mark in AttendanceMark.objects.filter(half_day__cohort=cohort)
    }
    current = Completion.objects.current().filter(enrolment__cohort=cohort)
    verdicts = {completion.enrolment_id: completion for completion in current}
    drawn = {status: _drawn(status) for status in AttendanceStatus}
    starts = [_starts_day(halves, position) for position in range(len(halves))]
    return [
        GroupRow(
            enrolment,
            [
                _cell(half, marks.get((enrolment.pk, half.pk)), drawn, starts_day=starts_day)
                for half, starts_day in zip(halves, starts, strict=True)
            ],
            verdicts.get(enrolment.pk),
        )
        for enrolment in enrolments
    ]


def _starts_day(halves: list[HalfDay], position: int) -> bool:
    return position > 0 and halves[position].day != halves[position - 1].day


def _drawn(status: AttendanceStatus) -> SafeString:
    word = '<span class="visually-hidden">{}</span>'
    return format_html("{}" + word, icon(ICONS[status]), status.label)


def _cell(
    half_day: HalfDay,
    mark: AttendanceMark | None,
    drawn: dict[AttendanceStatus, SafeString],
    *,
    starts_day: bool,
) -> Cell:
    if mark is None:
        return Cell("unsigned", 0, starts_day, SafeString("–"))
    minutes = mark.minutes_attended(half_day)
    words = duration(minutes) if minutes else "0\u00a0h"
    shown = SafeString(f"{drawn[AttendanceStatus(mark.status)]} {words}")
    return Cell(mark.status, minutes, starts_day, shown)


def feet_of(halves: list[HalfDay], rows: Iterable[GroupRow]) -> list[Foot]:
    """Return what stands under each half-day."""
    columns = list(zip(*(row.cells for row in rows), strict=True)) or [()] * len(halves)
    return [
        Foot(half, sum(cell.minutes for cell in cells), is_sealed(half), _starts_day(halves, at))
        for at, (half, cells) in enumerate(zip(halves, columns, strict=True))
    ]


def columns_of(halves: list[HalfDay]) -> list[Column]:
    """Return the columns of the file: a person, their half-days, hours and verdict."""
    person: list[Column] = [
        (_("Nom"), lambda row: row.enrolment.person.last_name),
        (_("Prénom"), lambda row: row.enrolment.person.first_name),
        (_("Employeur"), lambda row: row.enrolment.employer.name if row.enrolment.employer else ""),
    ]
    statuses: list[Column] = [
        (f"J{half.day} {half.get_period_display()}", _status_at(position))
        for position, half in enumerate(halves)
    ]
    end: list[Column] = [
        (_("Minutes suivies"), lambda row: row.minutes),
        (_("Achèvement"), lambda row: row.completion.reason if row.completion else ""),
    ]
    return person + statuses + end


def _status_at(position: int):  # type: ignore[no-untyped-def]
    def read(row: GroupRow) -> object:
        status = row.cells[position].status
        return AttendanceStatus(status).label if status in AttendanceStatus.values else ""

    return read
