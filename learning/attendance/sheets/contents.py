"""What each page of a sheet says: the action, the day, and everybody's half-days.

In French, as every paper of the programme.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from accounts.organisations.models import Organisation
from frontend.formats import days_list, hours_range, long_day
from learning.attendance.models import AttendanceMark
from learning.attendance.sheets.cells import BLANK, Cell, Seal, cell_of, seal_of
from learning.attendance.sheets.geometry import ROWS
from learning.cohorts.models import Cohort, HalfDay
from learning.cohorts.terms import NATURE
from learning.enrolment.models import Enrolment, EnrolmentQuerySet
from learning.evidence.enums import EntryKind
from learning.evidence.models import EvidenceEntry
from learning.makeups.queries import on_the_roll

# Lines for people whom the team adds in the room, at the end of each day.
EMPTY_LINES = 3
# Past so many letters, what is said in the head or in a row is set smaller: sheet.css.
LONG_TITLE = 110
LONG_NAMES, LONG_EMPLOYERS, LONG_FACTS = (38, 48), (66, 80), (90, 150)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a page: someone, or nobody yet (`enrolment` is None)."""

    rank: int
    enrolment: UUID | None
    name: str
    employer: str
    size: int
    employer_size: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A half-day: its hours, and how the team signed it."""

    half_day: HalfDay
    words: str
    hours: str
    seal: Seal | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a day, `number` of `of` in the sheet."""

    number: int
    of: int
    day: int
    days: int
    on: date
    columns: list[Column]
    rows: list[Row]

    @property
    def day_words(self) -> str:
        """Return the day in full, with its hours."""
        hours = " et ".join(column.hours for column in self.columns)
        return f"{long_day(self.on).capitalize()}, {hours}"

    def layout(self) -> dict[str, object]:
        """Return what is kept of the page to read it back: opaque ids only."""
        return {
            "day": self.day,
            "half_days": [column.half_day.pk for column in self.columns],
            "rows": [str(row.enrolment) if row.enrolment else None for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Heading:
    """What every page says of the action."""

    title: str
    nature: str
    group: str
    place: str
    city: str
    trainers: str
    provider: str
    provider_address: str
    activity_number: str
    dates: str
    size: int


def heading_of(cohort: Cohort) -> Heading:
    """Return what every page says, the same words as on the convocation and the certificate."""
    provider = Organisation.objects.provider()
    trainers = ", ".join(sorted(trainer.display_name for trainer in cohort.trainers.all()))
    place = cohort.venue.full_address
    facts = (trainers, place, cohort.title, f"{provider.name}, {provider.address}")
    # A title of two lines leaves less to what stands under it.
    longest = max(len(fact) for fact in facts) + (len(cohort.public_title) > LONG_TITLE) * 40
    return Heading(
        title=cohort.public_title, nature=NATURE, group=cohort.title, place=place,
        city=cohort.venue.city, trainers=trainers, provider=provider.name,
        provider_address=provider.address, activity_number=provider.activity_number,
        dates=days_list(cohort.days), size=sum(longest > limit for limit in LONG_FACTS),
    )  # fmt: skip


def _expected(halves: list[HalfDay]) -> EnrolmentQuerySet:
    """Return who is expected that day: the cohort's people, and who makes up there."""
    return (
        on_the_roll(*halves)
        .select_related("person", "employer")
        .order_by("person__last_name", "person__first_name", "pk")
    )


def pages_of(cohort: Cohort, *, only_day: int | None, is_blank: bool) -> list[Page]:
    """Return the pages, day by day; `only_day` counts the dates from 1. None: all of them."""
    zone = cohort.venue.zone
    halves = list(
        cohort.half_days.select_related("countersignature__trainer").order_by("starts_at")
    )
    days = [
        (on, list(of_day))
        for on, of_day in groupby(halves, key=lambda half: half.starts_at.astimezone(zone).date())
    ]
    cells = {} if is_blank else _cells_of(cohort, halves)
    found: list[tuple[int, date, list[Column], list[Row]]] = []
    for day, (on, of_day) in enumerate(days, start=1):
        if only_day not in {None, day}:
            continue
        columns = [_column(half, cohort, is_blank=is_blank) for half in of_day]
        rows = [
            _row(rank, one, [cells.get((one.pk, half.pk), BLANK) for half in of_day])
            for rank, one in enumerate(_expected(of_day), start=1)
        ]
        if is_blank:
            rows += _empty_rows(len(rows), len(of_day))
        # A day without anyone has its page too.
        starts = range(0, max(len(rows), 1), ROWS)
        found += [(day, on, columns, rows[at : at + ROWS]) for at in starts]
    return [
        Page(number, len(found), day, len(days), on, columns, rows)
        for number, (day, on, columns, rows) in enumerate(found, start=1)
    ]


def _cells_of(cohort: Cohort, halves: Iterable[HalfDay]) -> dict[tuple[UUID, int], Cell]:
    marks = AttendanceMark.objects.filter(half_day__in=list(halves)).select_related("signature")
    corrections = EvidenceEntry.objects.filter(cohort=cohort, kind=EntryKind.CORRECTED)
    corrected = {
        (enrolment, half): at
        for enrolment, half, at in corrections.order_by("position").values_list(
            "enrolment_id", "half_day_id", "recorded_at"
        )
    }
    found = {}
    for mark in marks:
        key = (mark.enrolment_id, mark.half_day_id)
        found[key] = cell_of(mark, cohort.venue.zone, corrected.get(key))
    return found


def _column(half: HalfDay, cohort: Cohort, *, is_blank: bool) -> Column:
    zone = cohort.venue.zone
    starts, ends = half.starts_at.astimezone(zone), half.ends_at.astimezone(zone)
    seal = None if is_blank else seal_of(half, zone)
    return Column(
        half, str(half.get_period_display()).capitalize(), hours_range(starts, ends), seal
    )


def _row(rank: int, enrolment: Enrolment, cells: list[Cell]) -> Row:
    person = enrolment.person
    name = f"{person.last_name} {person.first_name}"
    employer = enrolment.employer.name if enrolment.employer else ""
    size = sum(len(name) > limit for limit in LONG_NAMES)
    employer_size = sum(len(employer) > limit for limit in LONG_EMPLOYERS)
    return Row(rank, enrolment.pk, name, employer, size, employer_size, cells)


def _empty_rows(after: int, columns: int) -> list[Row]:
    """Return lines for whoever is added, to the foot of the last page."""
    wanted = after + EMPTY_LINES
    wanted += -wanted % ROWS
    return [
        Row(rank, None, "", "", 0, 0, [BLANK] * columns) for rank in range(after + 1, wanted + 1)
    ]
