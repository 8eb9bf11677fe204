"""The whole group on one page: people × half-days, hours, and what the rule says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from frontend.formats import duration, hour
from frontend.tables import Column
from frontend.templatetags.ui import icon
from learning.attendance.enums import WERE_THERE, AttendanceStatus, MarkMethod, method_of_absence
from learning.attendance.models import AttendanceMark, is_sealed, minutes_there
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


# A status, the instants of arrival and departure where they matter, the method, when it was signed.
Mark = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """A person's half-day: its status ("unsigned" without a mark), minutes, and its drawing.

    `method` and `signed` say how, and at what hour: "" where they do not apply.
    """

    status: str
    minutes: int
    drawn: str
    method: str = ""
    signed: str = ""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A participant, their half-days, the minutes they followed and the verdict that holds."""

    enrolment: Enrolment
    cells: list[Cell]
    completion: Completion | None
    # The cells and their total as they stand in the table; a loop in the template costs four times.
    drawn: SafeString

    @property
    def name(self) -> str:
        """Return the name as the table sorts it: last name first."""
        return f"{self.enrolment.person.last_name} {self.enrolment.person.first_name}"

    @property
    def employer(self) -> str:
        """Return the employer's name, "" where there is none."""
        return self.enrolment.employer.name if self.enrolment.employer else ""

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
        text = f"{self.name} {self.employer}".casefold()
        fits = verdict in {"", self.verdict}
        return fits and all(word in text for word in typed.casefold().split())


@dataclass(frozen=True, slots=True)
class Foot:
    """Under a half-day: the trainee hours, and whether it is countersigned."""

    half_day: HalfDay
    minutes: int
    is_sealed: bool
    starts_day: bool


def group_of(
    cohort: Cohort, halves: list[HalfDay], *, with_details: bool = False
) -> list[GroupRow]:
    """Return everybody's half-days and verdicts, in three queries whatever the group's size.

    `with_details` writes the methods and hours in the cells; otherwise they show on hover.
    """
    enrolments = (
        Enrolment.objects.confirmed()
        .filter(cohort=cohort)
        .select_related("person", "employer")
        .only("state", "person__last_name", "person__first_name", "employer__name")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    # Plain values: two hundred people's marks as objects cost more than all the rest of the page.
    columns = ("enrolment", "half_day", "status", "arrived_at", "left_at", "method", "signed_at")
    marks: dict[tuple[UUID, int], Mark] = {
        (enrolment, half_day): mark
        for enrolment, half_day, *mark in AttendanceMark.objects.filter(
            half_day__in=halves
        ).values_list(*columns)
    }
    current = Completion.objects.current().filter(enrolment__cohort=cohort)
    verdicts = {completion.enrolment_id: completion for completion in current}
    pen = _Pen(cohort, with_details=with_details)
    starts = [_starts_day(halves, position) for position in range(len(halves))]
    rows = []
    for enrolment in enrolments:
        cells = [
            pen.cell(half, marks.get((enrolment.pk, half.pk)), starts_day=starts_day)
            for half, starts_day in zip(halves, starts, strict=True)
        ]
        rows.append(GroupRow(enrolment, cells, verdicts.get(enrolment.pk), pen.row(cells)))
    return rows


def _starts_day(halves: list[HalfDay], position: int) -> bool:
    return position > 0 and halves[position].day != halves[position - 1].day


class _Pen:
    """Draw cells: few are different, so each word and icon is made once a page."""

    def __init__(self, cohort: Cohort, *, with_details: bool) -> None:
        self.zone = cohort.venue.zone
        self.with_details = with_details
        self.status = cache(self._status)
        self.method = cache(lambda method: str(MarkMethod(method).label))
        self.duration = cache(lambda minutes: duration(minutes) if minutes else "0\u00a0h")

    def _status(self, status: str) -> str:
        known = AttendanceStatus(status)
        return format_html(
            '{}<span class="visually-hidden">{}</span>', icon(ICONS[known]), known.label
        )

    def cell(self, half_day: HalfDay, mark: Mark | None, *, starts_day: bool) -> Cell:
        """Return a half-day of a person; nothing a person typed goes in."""
        status = mark[0] if mark else "unsigned"
        css = f"h {status} new-day" if starts_day else f"h {status}"
        if not mark:
            return Cell(status, 0, f'<td class="{css}">–</td>')
        _status, arrived_at, left_at, method, signed_at = mark
        minutes = minutes_there(half_day, status, arrived_at, left_at)
        signed = hour(signed_at.astimezone(self.zone)) if signed_at else ""
        if status not in WERE_THERE:
            # Whoever signed and was corrected since did not sign an absence.
            method, signed = method_of_absence(method), ""
        said = f"{self.method(method)}, {signed}" if signed else self.method(method)
        shown = f"{self.status(status)} {self.duration(minutes)}"
        if self.with_details:
            shown += f"<small>{said}</small>"
        drawn = f'<td class="{css}" title="{said}">{shown}</td>'
        return Cell(status, minutes, drawn, self.method(method), signed)

    def row(self, cells: list[Cell]) -> SafeString:
        """Return the cells of a person and their total; nothing a person typed goes in."""
        total = self.duration(sum(cell.minutes for cell in cells))
        last = f'<td class="new-day n"><strong>{total}</strong></td>'
        return mark_safe("".join(cell.drawn for cell in cells) + last)  # noqa: S308


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
        (_("Employeur"), lambda row: row.employer),
    ]
    statuses: list[Column] = []
    for position, half in enumerate(halves):
        name = f"J{half.day} {half.get_period_display()}"
        statuses += [
            (name, _status_at(position)),
            (_("%(half)s, signé à") % {"half": name}, _read_at(position, "signed")),
            (_("%(half)s, méthode") % {"half": name}, _read_at(position, "method")),
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


def _read_at(position: int, name: str):  # type: ignore[no-untyped-def]
    def read(row: GroupRow) -> object:
        return getattr(row.cells[position], name)

    return read
