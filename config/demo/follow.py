"""Write what follows from absences: a date proposed, one asked for, sheets to look at."""

from datetime import datetime, timedelta
from uuid import UUID

from accounts.users.models import User
from learning.attendance.enums import (
    WERE_THERE,
    AttendanceStatus,
    DeviceMarkState,
    MarkMethod,
)
from learning.attendance.models import AttendanceMark, DeviceMark
from learning.attendance.services import Presence, correct_mark
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort, HalfDay
from learning.enrolment.models import Enrolment
from learning.makeups.queries import dates_for_person
from learning.makeups.services import open_make_up

_TABLET = UUID("7b0c2a52-5f4e-4d8f-9a53-0f3d6f1c4e10")
_SLOW_CLOCK = timedelta(minutes=7, seconds=12)


def write_follow(trainer: User, agent: User, now: datetime) -> None:
    """Have the demo's agent miss a morning and be proposed another; a colleague asks for one."""
    running = Cohort.objects.get(state=CohortState.RUNNING, enrolments__person=agent)
    sealed = running.half_days.filter(countersignature__isnull=False).order_by("starts_at")
    first = sealed.select_related("cohort__revision__edition").first()
    if first is None:
        return
    mine = running.enrolments.confirmed().get(person=agent)
    there = running.enrolments.confirmed().filter(
        marks__half_day=first, marks__status__in=WERE_THERE
    ).exclude(person=agent)  # fmt: skip
    other, twice = there.order_by("person__last_name", "pk")[:2]
    for enrolment in (mine, other):
        correct_mark(
            actor=trainer, enrolment=enrolment, half_day=first,
            presence=Presence(status=AttendanceStatus.ABSENT),
            reason="Signature posée par erreur : absence confirmée par téléphone",
        )  # fmt: skip
    for actor, enrolment in ((trainer, mine), (other.person, other)):
        dates = dates_for_person(enrolment, first, now)
        if dates:
            open_make_up(actor=actor, enrolment=enrolment, missed=first, taken=dates[0].half_day)
    _sign_twice(first, twice, trainer)


def _sign_twice(half_day: HalfDay, twice: Enrolment, trainer: User) -> None:
    """Have someone sign on the team's tablet too, whose clock is slow."""
    mark = AttendanceMark.objects.get(enrolment=twice, half_day=half_day)
    at = mark.signed_at or half_day.starts_at
    DeviceMark.objects.create(
        nonce=UUID(int=_TABLET.int + 1), device=str(_TABLET), device_name="Tablette de la salle",
        cohort_id=half_day.cohort_id, half_day=half_day, enrolment=twice,
        status=AttendanceStatus.PRESENT, method=MarkMethod.DEVICE_SIGNED, seen=0,
        made_at=at - _SLOW_CLOCK, clock_offset_ms=int(_SLOW_CLOCK.total_seconds() * 1000),
        received_at=at, marked_by=trainer, sent_by=trainer, state=DeviceMarkState.SAME,
    )  # fmt: skip
