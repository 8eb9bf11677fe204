"""What a welcome desk needs of its half-day, and of those who arrive, read as values.

Two people a second walk past a desk: a scan reads each table once, and only what it shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, FilteredRelation, Q

from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from learning.attendance.models import AttendanceMark, Countersignature
from learning.cohorts.models import HalfDay, Venue
from learning.enrolment.models import Enrolment
from learning.evidence.chain import write_facts
from modules.programmes.models import Edition, Module

OF_THE_DAY = (
    "cohort_id", "day", "period", "starts_at", "ends_at", "cohort__code", "cohort__title",
    "cohort__state", "cohort__revision__edition__module__title",
    "cohort__revision__edition__number", "cohort__venue__name", "cohort__venue__address",
    "cohort__venue__postal_code", "cohort__venue__city", "cohort__venue__time_zone",
    "cohort__trainers__pk", "cohort__trainers__first_name", "cohort__trainers__last_name",
    "cohort__trainers__email",
)  # fmt: skip
OF_PEOPLE = (
    "is_sealed", "pk", "cohort_id", "state", "cancelled_at", "person_id", "person__first_name",
    "person__last_name", "person__email", "employer__name", "here__pk", "here__status",
    "here__device", "here__entry", "here__arrived_at", "here__recorded_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Door:
    """A half-day where people are received; `half_day` holds its own columns only."""

    half_day: HalfDay
    code: str
    state: str
    zone: ZoneInfo
    facts: str
    trainers: frozenset[UUID]

    def is_kept_by(self, person: User) -> bool:
        """Return whether the person receives here: its trainers, and administrators."""
        # Whether someone administers is one more question: few of those who receive do.
        return person.pk in self.trainers or person.has_role(Role.ADMINISTRATOR)


def door_of(half_day_id: int) -> Door:
    """Return the door of a half-day, in one query. Raises HalfDay.DoesNotExist."""
    rows = list(HalfDay.objects.filter(pk=half_day_id).values_list(*OF_THE_DAY))
    if not rows:
        raise HalfDay.DoesNotExist
    (
        cohort_id, day, period, starts_at, ends_at, code, group, state, module, number,
        name, address, postal_code, city, time_zone, *_one,
    ) = rows[0]  # fmt: skip
    half_day = HalfDay(
        pk=half_day_id, cohort_id=cohort_id, day=day, period=period, starts_at=starts_at,
        ends_at=ends_at,
    )  # fmt: skip
    venue = Venue(
        name=name, address=address, postal_code=postal_code, city=city, time_zone=time_zone
    )
    trainers = {
        key: User(first_name=first, last_name=last, email=email).display_name
        for *_same, key, first, last, email in rows
        if key
    }
    facts = write_facts(
        half_day, cohort=code, title=str(Edition(module=Module(title=module), number=number)),
        group=group, place=venue.full_address, trainers=trainers.items(),
    )  # fmt: skip
    return Door(half_day, code, state, venue.zone, facts, frozenset(trainers))


@dataclass(frozen=True, slots=True)
class Noted:
    """What is already noted of someone at a half-day."""

    key: int
    status: str
    device: str
    entry: int
    arrived_at: datetime | None
    recorded_at: datetime

    @property
    def was_there(self) -> bool:
        """Return whether they were in the room, at least for a while."""
        return AttendanceMark(status=self.status).was_there


@dataclass(frozen=True, slots=True)
class Known:
    """Who arrives, what is noted of them already, and whether the half-day is sealed."""

    enrolment: Enrolment
    noted: Noted | None
    is_sealed: bool


def known_people(half_day: HalfDay, enrolments: Iterable[UUID]) -> dict[UUID, Known]:
    """Return those of these enrolments that exist, in one query."""
    seals = Countersignature.objects.filter(half_day=half_day.pk)
    rows = Enrolment.objects.filter(pk__in=list(enrolments)).annotate(
        here=FilteredRelation("marks", condition=Q(marks__half_day=half_day.pk)),
        is_sealed=Exists(seals),
    )
    found = {}
    for (
        is_sealed, key, cohort_id, state, cancelled_at, person_id, first, last, email, employer,
        *noted,
    ) in rows.values_list(*OF_PEOPLE):  # fmt: skip
        person = User(pk=person_id, first_name=first, last_name=last, email=email)
        enrolment = Enrolment(
            pk=key, cohort_id=cohort_id, state=state, cancelled_at=cancelled_at, person=person,
            employer=Organisation(name=employer) if employer else None,
        )  # fmt: skip
        found[key] = Known(enrolment, Noted(*noted) if noted[0] else None, is_sealed)
    return found
