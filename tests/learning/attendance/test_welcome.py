"""The welcome desk: each is noted once, whatever is scanned, sent again, or found by name."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.users.enums import Role
from accounts.users.models import User
from accounts.users.services import AgentDetails
from learning.attendance.doors import door_of
from learning.attendance.enums import AttendanceStatus, DeviceMarkState, MarkMethod
from learning.attendance.models import AttendanceMark, DeviceMark
from learning.attendance.refusals import NoMorningToCarry, NothingToTakeBack, NotYourCohort
from learning.attendance.services import (
    Presence,
    countersign_half_day,
    record_mark,
    sign_half_day,
)
from learning.attendance.welcome import (
    Arrival,
    Outcome,
    carry_the_morning,
    take_back,
    welcome,
)
from learning.cohorts.enums import CohortState, Period
from learning.cohorts.models import HalfDay
from learning.enrolment.at_the_door import (
    CannotReceiveHere,
    NamesNeeded,
    receive_at_the_door,
)
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment
from learning.evidence.models import EvidenceEntry
from tests.learning.builders import (
    a_person,
    an_enrolment,
    an_organisation,
    half_days_of,
)
from tests.learning.scenes import a_room

pytestmark = pytest.mark.django_db

ONE, OTHER = str(uuid4()), str(uuid4())


@dataclass
class Desk:
    """A desk on the first half-day of a running cohort, which began forty minutes ago."""

    trainer: User
    half_day: HalfDay
    enrolment: Enrolment
    device: str = ONE

    def scan(self, enrolment=None, *, at=None, nonce=None, device="", offset=timedelta(0)):
        """Scan one person; return what the desk answers."""
        arrival = Arrival(
            nonce=nonce or uuid4(), enrolment_id=(enrolment or self.enrolment).pk,
            made_at=at or self.half_day.starts_at, offset=offset,
        )  # fmt: skip
        (said,) = welcome(
            actor=self.trainer, door=door_of(self.half_day.pk), arrivals=[arrival],
            device=device or self.device,
        )  # fmt: skip
        return said

    @property
    def mark(self) -> AttendanceMark:
        return AttendanceMark.objects.get(enrolment=self.enrolment, half_day=self.half_day)


@pytest.fixture
def desk():
    room = a_room(days=1, required_half_days=2)
    return Desk(room.trainer, room.now, room.enrolment)


def minutes(desk: Desk, count: int) -> datetime:
    return desk.half_day.starts_at + timedelta(minutes=count)


def test_who_is_scanned_is_there_with_the_hour_the_device_and_the_method(desk):
    said = desk.scan(at=minutes(desk, -20))
    assert (said.outcome, said.since) == (Outcome.ARRIVED, minutes(desk, -20))
    assert (desk.mark.status, desk.mark.method, desk.mark.device) == ("present", "welcomed", ONE)
    entry = EvidenceEntry.objects.get(position=desk.mark.entry)
    assert (entry.at, entry.enrolment_id) == (minutes(desk, -20), desk.enrolment.pk)
    assert entry.author_id == desk.trainer.pk


def test_more_than_a_quarter_of_an_hour_after_the_beginning_one_is_late_at_that_time(desk):
    other = an_enrolment(desk.enrolment.cohort)
    assert desk.scan(at=minutes(desk, 15)).outcome == Outcome.ARRIVED
    assert desk.scan(other, at=minutes(desk, 16)).outcome == Outcome.LATE
    late = AttendanceMark.objects.get(enrolment=other)
    assert (late.status, late.arrived_at) == (AttendanceStatus.LATE, minutes(desk, 16))


def test_the_device_s_clock_is_set_right_by_what_it_lacked_when_it_sent(desk):
    desk.scan(at=minutes(desk, 5), offset=timedelta(minutes=20))
    assert desk.mark.arrived_at == minutes(desk, 25)


def test_an_arrival_is_never_in_the_future(desk):
    before = timezone.now()
    desk.scan(at=before + timedelta(hours=1))
    assert before <= desk.mark.arrived_at <= timezone.now()


def test_scanned_again_they_are_already_there_and_it_says_since_when_and_where(desk):
    desk.scan(at=minutes(desk, -8))
    again = desk.scan(at=minutes(desk, 3), device=OTHER)
    assert (again.outcome, again.since) == (Outcome.ALREADY, minutes(desk, -8))
    assert not again.is_same_device
    assert desk.scan(at=minutes(desk, 4)).is_same_device
    assert EvidenceEntry.objects.count() == 1


def test_the_same_scan_sent_three_times_is_one_arrival_and_the_same_answer(desk):
    nonce = uuid4()
    # Each sending measures the clock again, a few milliseconds apart.
    told = [
        desk.scan(at=minutes(desk, 20), nonce=nonce, offset=timedelta(milliseconds=40 * turn))
        for turn in range(3)
    ]
    assert [said.outcome for said in told] == [Outcome.LATE] * 3
    assert AttendanceMark.objects.count() == EvidenceEntry.objects.count() == 1


def test_a_batch_answers_each_in_order_and_writes_each_person_once(desk):
    other = an_enrolment(desk.enrolment.cohort)
    asked = [desk.enrolment.pk, None, other.pk, desk.enrolment.pk, uuid4()]
    arrivals = [
        Arrival(nonce=uuid4(), enrolment_id=one, made_at=desk.half_day.starts_at) for one in asked
    ]
    said = welcome(
        actor=desk.trainer,
        door=door_of(desk.half_day.pk),
        arrivals=arrivals,
        device=desk.device,
    )
    assert [one.outcome for one in said] == [
        Outcome.ARRIVED, Outcome.UNKNOWN, Outcome.ARRIVED, Outcome.ALREADY, Outcome.UNKNOWN,
    ]  # fmt: skip
    assert [one.nonce for one in said] == [one.nonce for one in arrivals]
    assert AttendanceMark.objects.count() == 2


def test_a_signature_stays_one_when_its_author_is_scanned(desk):
    desk.half_day.refresh_from_db()
    sign_half_day(person=desk.enrolment.person, enrolment=desk.enrolment, half_day=desk.half_day)
    said = desk.scan()
    assert (said.outcome, said.is_same_device) == (Outcome.ALREADY, False)
    assert desk.mark.method == MarkMethod.SELF_SIGNED


def test_who_was_noted_absent_or_excused_is_there_after_all(desk):
    note = Presence(status=AttendanceStatus.EXCUSED, note="Prévenu par courriel")
    record_mark(actor=desk.trainer, enrolment=desk.enrolment, half_day=desk.half_day, presence=note)
    assert desk.scan().outcome == Outcome.ARRIVED
    assert (desk.mark.status, desk.mark.note) == ("present", "")


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (EnrolmentState.WAITING, Outcome.WAITING),
        (EnrolmentState.CANCELLED, Outcome.CANCELLED),
        (EnrolmentState.OFFERED, Outcome.WAITING),
    ],
)
def test_who_has_no_place_is_told_why_and_nothing_is_written(desk, state, outcome):
    fields = {"cancelled_at": timezone.now()} if state == EnrolmentState.CANCELLED else {}
    other = an_enrolment(desk.enrolment.cohort, state=state, queue_number=1, **fields)
    said = desk.scan(other)
    assert (said.outcome, said.enrolment) == (outcome, other)
    assert not AttendanceMark.objects.exists()


def test_the_code_of_another_group_tells_nothing_of_its_owner(desk):
    said = desk.scan(a_room(days=1).enrolment)
    assert (said.outcome, said.enrolment) == (Outcome.ELSEWHERE, None)


def test_a_half_day_is_neither_begun_the_day_before_nor_once_it_is_over(desk):
    assert desk.scan(at=minutes(desk, -24 * 60)).outcome == Outcome.NOT_TODAY
    HalfDay.objects.filter(pk=desk.half_day.pk).update(
        starts_at=minutes(desk, -60), ends_at=minutes(desk, -5)
    )
    assert desk.scan(at=minutes(desk, 0)).outcome == Outcome.OVER
    assert not AttendanceMark.objects.exists()


def test_a_postponed_cohort_receives_nobody(desk):
    cohort = desk.enrolment.cohort
    cohort.state = CohortState.POSTPONED
    cohort.save()
    assert desk.scan().outcome == Outcome.NOT_HELD


def test_what_reaches_a_sealed_half_day_is_kept_apart_once_for_the_team_to_settle(desk):
    countersign_half_day(trainer=desk.trainer, half_day=desk.half_day)
    nonce, count = uuid4(), EvidenceEntry.objects.count()
    for _time in range(2):
        assert desk.scan(at=minutes(desk, 2), nonce=nonce).outcome == Outcome.SEALED
    kept = DeviceMark.objects.get()
    assert (kept.nonce, kept.state, kept.device) == (nonce, DeviceMarkState.PENDING, ONE)
    assert (kept.made_at, kept.enrolment) == (minutes(desk, 2), desk.enrolment)
    assert (desk.mark.status, EvidenceEntry.objects.count()) == ("absent", count + 1)


def test_only_those_who_run_the_cohort_receive_its_people(desk):
    desk.trainer = a_person(Role.TRAINER)
    with pytest.raises(NotYourCohort):
        desk.scan()
    desk.trainer = a_person(Role.ADMINISTRATOR)
    assert desk.scan().outcome == Outcome.ARRIVED


def test_an_arrival_taken_back_leaves_the_person_as_before_and_the_evidence_of_both(desk):
    back = {"actor": desk.trainer, "half_day": desk.half_day, "enrolment": desk.enrolment}
    desk.scan()
    with pytest.raises(NothingToTakeBack):
        take_back(**back, device=OTHER)
    take_back(**back, device=ONE)
    assert (desk.mark.status, desk.mark.was_there) == ("absent", False)
    with pytest.raises(NothingToTakeBack):
        take_back(**back, device=ONE)

    excused = Presence(status=AttendanceStatus.EXCUSED, note="Malade")
    record_mark(
        actor=desk.trainer, enrolment=desk.enrolment, half_day=desk.half_day, presence=excused
    )
    desk.scan()
    take_back(**back, device=ONE)
    assert (desk.mark.status, desk.mark.note) == ("excused", "Malade")
    statuses = EvidenceEntry.objects.order_by("position").values_list("status", flat=True)
    assert list(statuses) == ["present", "absent", "excused", "present", "excused"]


def test_those_of_the_morning_are_carried_over_by_someone_s_act(desk):
    cohort = desk.enrolment.cohort
    morning, afternoon = half_days_of(cohort)
    left, came_back = an_enrolment(cohort), an_enrolment(cohort)
    an_enrolment(cohort)
    for one in (desk.enrolment, left, came_back):
        desk.scan(one)
    gone = Presence(
        status=AttendanceStatus.LEFT_EARLY, at=morning.starts_at + timedelta(minutes=60)
    )
    record_mark(actor=desk.trainer, enrolment=left, half_day=morning, presence=gone)
    excused = Presence(status=AttendanceStatus.EXCUSED)
    record_mark(actor=desk.trainer, enrolment=came_back, half_day=afternoon, presence=excused)

    assert carry_the_morning(actor=desk.trainer, half_day=afternoon) == 1
    assert carry_the_morning(actor=desk.trainer, half_day=afternoon) == 0
    there = dict(afternoon.marks.values_list("enrolment", "status"))
    assert there == {desk.enrolment.pk: "present", came_back.pk: "excused"}
    with pytest.raises(NoMorningToCarry):
        carry_the_morning(actor=desk.trainer, half_day=morning)
    HalfDay.objects.filter(pk=morning.pk).update(period=Period.MORNING, day=9)
    with pytest.raises(NoMorningToCarry):
        carry_the_morning(actor=desk.trainer, half_day=afternoon)


def at_the_door(desk, first="Lou", last="Garance", email="lou@essai.example", employer=""):
    details = AgentDetails(first_name=first, last_name=last, email=email)
    return receive_at_the_door(
        actor=desk.trainer, cohort=desk.enrolment.cohort, details=details, employer=employer
    )


def test_who_comes_without_an_enrolment_gets_a_place_even_in_a_full_room(desk):
    cohort = desk.enrolment.cohort
    cohort.places_min, cohort.places_max = 1, 1
    cohort.save()
    town = an_organisation(name="Ville de Montbrune")
    came = at_the_door(desk, employer="ville de montbrune")
    assert (came.is_confirmed, came.employer) == (True, town)
    assert at_the_door(desk) == came
    assert desk.scan(came).outcome == Outcome.ARRIVED
    unknown = at_the_door(desk, email="", employer="Atelier du coin")
    assert (unknown.employer, unknown.person.agent_profile.service) == (None, "Atelier du coin")


def test_who_waited_for_a_place_gets_it_at_the_door(desk):
    person = a_person(email="attend@essai.example")
    waiting = an_enrolment(
        desk.enrolment.cohort, person, state=EnrolmentState.WAITING, queue_number=3,
        confirmed_at=None,
    )  # fmt: skip
    assert at_the_door(desk, email="Attend@essai.example").pk == waiting.pk
    assert Enrolment.objects.get(pk=waiting.pk).is_confirmed


def test_a_place_at_the_door_needs_names_and_someone_of_the_cohort(desk):
    with pytest.raises(NamesNeeded):
        at_the_door(desk, last=" ")
    desk.trainer = a_person(Role.TRAINER)
    with pytest.raises(CannotReceiveHere):
        at_the_door(desk)
