"""What anomalies are looked for in: sheets, signatures, devices, whatever the number of cohorts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Min, QuerySet

from learning.attendance.enums import WERE_THERE, MarkMethod
from learning.attendance.models import AttendanceMark, DeviceMark
from learning.cohorts.enums import NOT_HELD
from learning.cohorts.models import Cohort, HalfDay
from learning.evidence.models import EvidenceEntry

# By what a person signs themselves: their own phone, or a device of the team.
SIGNING = (MarkMethod.SELF_SIGNED, MarkMethod.DEVICE_SIGNED)


@dataclass(frozen=True, slots=True)
class MarkFact:
    """A mark of a half-day, as anomalies look at it."""

    enrolment: UUID
    person: UUID
    name: str
    is_there: bool
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Stay:
    """Someone expected or present somewhere for a while: a participant, or a trainer."""

    person: UUID
    half_day: int
    starts_at: datetime
    ends_at: datetime
    cohort: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What was loaded, in the same number of queries for one cohort and for all of them."""

    halves: list[HalfDay]
    marks: dict[int, list[MarkFact]] = field(default_factory=dict)
    # By half-day and enrolment: the ways and devices the person signed with.
    acts: dict[tuple[int, UUID], set[tuple[str, str]]] = field(default_factory=dict)
    # By half-day: names of devices and how far their clock was, in milliseconds.
    clocks: dict[int, dict[str, int]] = field(default_factory=dict)
    presences: dict[UUID, list[Stay]] = field(default_factory=dict)
    duties: dict[UUID, list[Stay]] = field(default_factory=dict)


def facts_of(half_days: "QuerySet[HalfDay]") -> Facts:
    """Return what is known of these half-days, in ten queries."""
    halves = list(
        half_days.exclude(cohort__state__in=NOT_HELD)
        .select_related("cohort__venue", "countersignature__trainer")
        .prefetch_related("cohort__trainers")
        .order_by("-starts_at", "pk")
    )
    if not halves:
        return Facts([])
    numbers = [half.pk for half in halves]
    span = HalfDay.objects.filter(pk__in=numbers).aggregate(
        first=Min("starts_at"), last=Max("ends_at")
    )
    during = {"starts_at__lt": span["last"], "ends_at__gt": span["first"]}
    return Facts(
        halves=halves,
        marks=_marks(numbers),
        acts=_acts(numbers),
        clocks=_clocks(numbers),
        presences=_presences({half.cohort_id for half in halves}, during),
        duties=_duties(halves, during),
    )


def _marks(half_days: list[int]) -> dict[int, list[MarkFact]]:
    found: dict[int, list[MarkFact]] = defaultdict(list)
    rows = AttendanceMark.objects.filter(half_day__in=half_days).values_list(
        "half_day", "enrolment", "enrolment__person", "enrolment__person__first_name",
        "enrolment__person__last_name", "status", "signed_at",
    )  # fmt: skip
    for half_day, enrolment, person, first, last, status, signed_at in rows:
        name = f"{first} {last}".strip()
        found[half_day].append(MarkFact(enrolment, person, name, status in WERE_THERE, signed_at))
    return found


def _acts(half_days: list[int]) -> dict[tuple[int, UUID], set[tuple[str, str]]]:
    found: dict[tuple[int, UUID], set[tuple[str, str]]] = defaultdict(set)
    entries = EvidenceEntry.objects.filter(half_day_id__in=half_days, method__in=SIGNING)
    marks = AttendanceMark.objects.filter(half_day__in=half_days, method__in=SIGNING)
    sent = DeviceMark.objects.filter(half_day__in=half_days, method__in=SIGNING)
    rows: Iterable[Any] = (
        *entries.values_list("half_day_id", "enrolment_id", "method", "device"),
        *marks.values_list("half_day", "enrolment", "method", "device"),
        *sent.values_list("half_day", "enrolment", "method", "device"),
    )
    for half_day, enrolment, method, device in rows:
        if enrolment is not None:
            found[half_day, enrolment].add((method, device))
    return found


def _clocks(half_days: list[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = DeviceMark.objects.filter(half_day__in=half_days).order_by()
    for half_day, name, device, offset in rows.values_list(
        "half_day", "device_name", "device", "clock_offset_ms"
    ).distinct():
        known = found[half_day].get(name or device, 0)
        found[half_day][name or device] = max(known, offset, key=abs)
    return found


def _presences(cohorts: "set[UUID]", during: dict[str, Any]) -> dict[UUID, list[Stay]]:
    """Return where the people of these cohorts were present over that time, anywhere."""
    people = Cohort.objects.filter(pk__in=cohorts).values("enrolments__person")
    rows = AttendanceMark.objects.filter(
        enrolment__person__in=people, status__in=WERE_THERE,
        **{f"half_day__{name}": value for name, value in during.items()},
    ).values_list(
        "enrolment__person", "half_day", "half_day__starts_at", "half_day__ends_at",
        "half_day__cohort__title",
    )  # fmt: skip
    return _by_person(rows)


def _duties(halves: list[HalfDay], during: dict[str, Any]) -> dict[UUID, list[Stay]]:
    """Return where the trainers of these half-days are expected over that time, anywhere."""
    trainers = {one.pk for half in halves for one in half.cohort.trainers.all()}
    rows = (
        HalfDay.objects.filter(cohort__trainers__in=trainers, **during)
        .exclude(cohort__state__in=NOT_HELD)
        .values_list("cohort__trainers", "pk", "starts_at", "ends_at", "cohort__title")
    )
    return _by_person(rows)


def _by_person(rows: Iterable[Any]) -> dict[UUID, list[Stay]]:
    found: dict[UUID, list[Stay]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(Stay(*row))
    return found
