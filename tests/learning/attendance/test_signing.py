"""A person signs for themselves, while the group is in the room."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.audit.models import AuditEntry
from learning.attendance.enums import AttendanceStatus
from learning.attendance.models import AttendanceMark
from learning.attendance.permissions import can_sign
from learning.attendance.refusals import HalfDayIsSealed, NotYourPlace, SigningIsClosed
from learning.attendance.services import Presence, countersign_half_day, record_mark, sign_half_day
from learning.cohorts.enums import NOT_HELD
from learning.enrolment.enums import EnrolmentState
from tests.learning.builders import a_person, an_enrolment
from tests.learning.scenes import ABSENT, a_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return a_room()


def sign(room, **changes):
    given = {"person": room.person, "enrolment": room.enrolment, "half_day": room.now, **changes}
    return sign_half_day(**given)


def move(half_day, *, starts_in):
    half_day.starts_at = timezone.now() + starts_in
    half_day.ends_at = half_day.starts_at + timedelta(hours=3)
    half_day.save()


def test_signing_writes_the_act_and_its_time(room):
    mark = sign(room)
    assert (mark.status, mark.method) == ("present", "self_signed")
    assert mark.recorded_by == room.person
    assert timezone.now() - mark.signed_at < timedelta(minutes=1)
    assert AuditEntry.objects.about(room.now).first().actor == room.person


def test_signing_twice_changes_nothing(room):
    first = sign(room)
    assert sign(room).signed_at == first.signed_at
    assert AttendanceMark.objects.count() == 1


@pytest.mark.parametrize(
    ("starts_in", "may_sign"),
    [
        (timedelta(minutes=16), False),
        (timedelta(minutes=14), True),
        (timedelta(hours=-3, minutes=-29), True),
        (timedelta(hours=-3, minutes=-31), False),
    ],
)
def test_the_sheet_opens_a_quarter_of_an_hour_before_and_closes_half_an_hour_after(
    room, starts_in, may_sign
):
    move(room.now, starts_in=starts_in)
    assert can_sign(room.person, room.enrolment, room.now, timezone.now()) == may_sign
    if may_sign:
        assert sign(room).signed_at
    else:
        with pytest.raises(SigningIsClosed):
            sign(room)


def test_nobody_signs_for_someone_else(room):
    with pytest.raises(NotYourPlace):
        sign(room, person=a_person())
    with pytest.raises(NotYourPlace):
        sign(room, person=room.trainer)


def test_a_place_in_another_cohort_signs_nothing_here(room):
    other = a_room()
    with pytest.raises(NotYourPlace):
        sign(room, half_day=other.now)


@pytest.mark.parametrize("state", [EnrolmentState.WAITING, EnrolmentState.CANCELLED])
def test_without_a_confirmed_place_there_is_nothing_to_sign(room, state):
    enrolment = an_enrolment(room.cohort, state=state, queue_number=1, confirmed_at=None)
    with pytest.raises(NotYourPlace):
        sign(room, person=enrolment.person, enrolment=enrolment)


@pytest.mark.parametrize("state", NOT_HELD)
def test_a_cohort_that_is_not_held_is_not_signed(room, state):
    room.cohort.state = state
    room.cohort.save()
    room.enrolment.refresh_from_db()
    assert not can_sign(room.person, room.enrolment, room.now, timezone.now())
    with pytest.raises(SigningIsClosed):
        sign(room)


def test_a_countersigned_half_day_is_signed_no_more(room):
    countersign_half_day(trainer=room.trainer, half_day=room.now)
    with pytest.raises(HalfDayIsSealed):
        sign(room)


def test_someone_noted_absent_who_arrives_and_signs_is_present(room):
    record_mark(actor=room.trainer, enrolment=room.enrolment, half_day=room.now, presence=ABSENT)
    assert sign(room).status == AttendanceStatus.PRESENT


def test_someone_noted_late_adds_their_signature_and_stays_late(room):
    at = room.now.starts_at + timedelta(minutes=20)
    record_mark(
        actor=room.trainer, enrolment=room.enrolment, half_day=room.now,
        presence=Presence(status=AttendanceStatus.LATE, at=at),
    )  # fmt: skip
    mark = sign(room)
    assert (mark.status, mark.arrived_at) == (AttendanceStatus.LATE, at)
    assert mark.signed_at
