"""A half-day missed is made up for in another cohort, and counts once it is sealed there."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.users.enums import Role
from learning.attendance.models import AttendanceMark
from learning.attendance.refusals import NotYourPlace
from learning.attendance.services import (
    countersign_half_day,
    record_mark,
    record_roll_call,
)
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.cohorts.services import change_state
from learning.completion.models import Completion
from learning.enrolment.models import Enrolment
from learning.makeups.models import MakeUp
from learning.makeups.queries import dates_for_person, on_the_roll
from learning.makeups.services import (
    AlreadyBeingMadeUp,
    NotAMakeUpDate,
    NothingMissed,
    NothingToAnswer,
    NotYoursToMakeUp,
    answer_make_up,
    call_off_make_up,
    open_make_up,
)
from tests.jobs import do_the_jobs
from tests.learning.builders import a_cohort, a_person, an_enrolment, an_organisation, half_days_of
from tests.learning.makeups.scenes import a_missed_half_day
from tests.learning.scenes import PRESENT

pytestmark = pytest.mark.django_db
FACTS = ("half_day_sealed", "mark_corrected", "tell_make_up", "tell_absent")


def said(completion):
    return completion.reason.replace("\u00a0", " ")


def ask(scene, actor=None, **changes):
    given = {
        "actor": actor or scene.room.person, "enrolment": scene.room.enrolment,
        "missed": scene.half_day, "taken": scene.date, **changes,
    }  # fmt: skip
    return open_make_up(**given)


class TestAsking:
    def test_the_person_and_their_school_ask_the_team_proposes(self):
        scene = a_missed_half_day()
        school = an_organisation()
        Enrolment.objects.update(enrolling_organisation=school)
        scene.room.enrolment.refresh_from_db()
        for actor, state in (
            (scene.room.person, "asked"),
            (a_person(Role.SCHOOL_MANAGER, school), "asked"),
            (scene.room.trainer, "proposed"),
            (a_person(Role.ADMINISTRATOR), "proposed"),
        ):
            assert ask(scene, actor).state == state
            MakeUp.objects.all().delete()

    def test_nobody_else_does(self):
        scene = a_missed_half_day()
        for actor in (a_person(), a_person(Role.TRAINER), a_person(Role.SCHOOL_MANAGER)):
            with pytest.raises(NotYoursToMakeUp):
                ask(scene, actor)

    def test_what_was_followed_is_not_made_up_for(self):
        scene = a_missed_half_day()
        with pytest.raises(NothingMissed):
            ask(scene, missed=scene.room.half_days[0], taken=half_days_of(scene.host)[0])

    def test_one_make_up_at_a_time(self):
        scene = a_missed_half_day()
        ask(scene)
        with pytest.raises(AlreadyBeingMadeUp):
            ask(scene)

    def test_only_the_same_content_to_come_with_a_free_place_elsewhere(self):
        scene = a_missed_half_day()
        other_half = half_days_of(scene.host)[0]
        other_module = half_days_of(a_cohort())[5]
        own = scene.room.half_days[5]
        for taken in (other_half, other_module, own):
            with pytest.raises(NotAMakeUpDate):
                ask(scene, taken=taken)
        for _place in range(2):
            an_enrolment(scene.host)
        with pytest.raises(NotAMakeUpDate):
            ask(scene)

    def test_a_guest_takes_one_of_the_free_places(self):
        scene = a_missed_half_day()
        an_enrolment(scene.host)
        ask(scene)
        other = an_enrolment(scene.room.cohort)
        with pytest.raises(NotAMakeUpDate):
            ask(scene, other.person, enrolment=other)

    def test_dates_are_not_offered_where_one_has_a_place_already(self):
        scene = a_missed_half_day()
        now = timezone.now()
        assert [
            d.half_day for d in dates_for_person(scene.room.enrolment, scene.half_day, now)
        ] == [scene.date]
        an_enrolment(scene.host, scene.room.person)
        assert dates_for_person(scene.room.enrolment, scene.half_day, now) == []


class TestAnswering:
    def test_the_team_answers_what_is_asked_the_person_what_is_proposed(self):
        scene = a_missed_half_day()
        asked = ask(scene)
        with pytest.raises(NothingToAnswer):
            answer_make_up(actor=scene.room.person, make_up=asked, accepts=True)
        answer_make_up(actor=scene.room.trainer, make_up=asked, accepts=False)
        proposed = ask(scene, scene.room.trainer)
        with pytest.raises(NothingToAnswer):
            answer_make_up(actor=scene.room.trainer, make_up=proposed, accepts=True)
        assert answer_make_up(actor=scene.room.person, make_up=proposed, accepts=True).is_accepted

    def test_a_half_day_that_has_begun_is_not_accepted(self):
        scene = a_missed_half_day()
        asked = ask(scene)
        scene.hold_the_date()
        with pytest.raises(NotAMakeUpDate):
            answer_make_up(actor=scene.room.trainer, make_up=asked, accepts=True)

    def test_the_person_is_written_to_at_each_step(self):
        scene = a_missed_half_day()
        proposed = ask(scene, scene.room.trainer)
        do_the_jobs(*FACTS)
        answer_make_up(actor=scene.room.person, make_up=proposed, accepts=True)
        do_the_jobs(*FACTS)
        subjects = [one.subject for one in mail.outbox if scene.room.person.email in one.to]
        told = [one.partition(" : ")[0] for one in subjects if "manqué" not in one]
        assert told == ["Une date pour rattraper", "Votre rattrapage"]
        assert scene.host.venue.full_address in mail.outbox[-1].body

    def test_a_host_that_is_cancelled_calls_its_guests_off(self):
        scene = a_missed_half_day()
        make_up = scene.accepted()
        change_state(
            actor=a_person(Role.ADMINISTRATOR), cohort=scene.host, to=CohortState.CANCELLED,
            reason="Trop peu de monde",
        )  # fmt: skip
        do_the_jobs("cohort_state_changed", *FACTS)
        make_up.refresh_from_db()
        assert make_up.state == "called_off"
        assert "annulé" in mail.outbox[-1].body

    def test_a_make_up_is_called_off_until_it_begins(self):
        scene = a_missed_half_day()
        make_up = scene.accepted()
        with pytest.raises(NothingToAnswer):
            call_off_make_up(actor=a_person(Role.TRAINER), make_up=make_up)
        assert call_off_make_up(actor=scene.room.person, make_up=make_up).state == "called_off"
        again = scene.accepted()
        scene.hold_the_date()
        with pytest.raises(NothingToAnswer):
            call_off_make_up(actor=scene.room.person, make_up=again)


class TestBeingAGuest:
    def test_a_guest_is_on_the_roll_of_that_half_day_only(self):
        scene = a_missed_half_day()
        scene.accepted()
        assert scene.room.enrolment in on_the_roll(scene.date)
        assert scene.room.enrolment not in on_the_roll(half_days_of(scene.host)[4])

    def test_the_room_of_the_host_shows_who_comes_to_make_up(self, client):
        scene = a_missed_half_day()
        scene.accepted()
        client.force_login(scene.room.trainer)
        url = reverse("trainer:half_day", args=[scene.host.code, scene.date.pk])
        page = client.get(url).content.decode()
        assert scene.room.person.last_name in page
        assert "Vient rattraper" in page

    def test_a_presence_there_counts_once_sealed_and_says_where(self):
        scene = a_missed_half_day()
        do_the_jobs(*FACTS)
        assert Completion.objects.get().verdict == "not_acquired"
        scene.accepted()
        date = scene.hold_the_date()
        record_mark(
            actor=scene.room.trainer, enrolment=scene.room.enrolment, half_day=date,
            presence=PRESENT,
        )  # fmt: skip
        do_the_jobs(*FACTS)
        assert Completion.objects.current().get().verdict == "not_acquired"
        countersign_half_day(trainer=scene.room.trainer, half_day=date)
        do_the_jobs(*FACTS)
        now = Completion.objects.current().get()
        assert now.verdict == "acquired"
        assert said(now) == (
            f"5 demi-journées sur 6, dont 1 rattrapée ({scene.host.title}) : acquis"
        )
        # The sheet of what was missed still says so.
        assert scene.half_day.marks.get().status == "absent"

    def test_a_guest_who_does_not_come_is_struck_absent_like_anyone(self):
        scene = a_missed_half_day()
        scene.accepted()
        date = scene.hold_the_date()
        countersign_half_day(trainer=scene.room.trainer, half_day=date)
        do_the_jobs(*FACTS)
        assert AttendanceMark.objects.get(half_day=date).status == "absent"
        assert Completion.objects.current().get().verdict == "not_acquired"

    def test_a_guest_signs_there_and_is_on_the_list_of_a_device_without_network(self, client):
        scene = a_missed_half_day()
        scene.accepted()
        date = scene.date
        date.starts_at = timezone.now() - timedelta(minutes=5)
        date.ends_at = timezone.now() + timedelta(hours=3)
        date.save(update_fields=["starts_at", "ends_at"])
        Cohort.objects.filter(pk=scene.host.pk).update(state=CohortState.RUNNING)
        client.force_login(scene.room.trainer)
        told = client.get(reverse("trainer:roll_data", args=[scene.host.code])).json()
        assert [one["enrolment"] for one in told["people"]] == [str(scene.room.enrolment.pk)]
        client.force_login(scene.room.person)
        sheet = reverse("learner:sign", args=[scene.room.enrolment.pk, date.pk])
        assert sheet in client.get(reverse("learner:code")).content.decode()
        client.post(sheet)
        assert date.marks.get().method == "self_signed"
        other = half_days_of(scene.host)[4]
        missing = reverse("learner:sign", args=[scene.room.enrolment.pk, other.pk])
        assert client.get(missing).status_code == 404

    def test_who_was_not_accepted_has_no_place_there(self):
        scene = a_missed_half_day()
        ask(scene)
        with pytest.raises(NotYourPlace):
            record_roll_call(
                actor=scene.room.trainer, half_day=scene.hold_the_date(),
                presences={scene.room.enrolment: PRESENT},
            )  # fmt: skip

    def test_a_verdict_by_a_make_up_counts_from_its_day(self):
        scene = a_missed_half_day()
        do_the_jobs(*FACTS)
        last_week = timezone.localdate() - timedelta(days=6)
        Cohort.objects.update(starts_on=last_week, ends_on=last_week)
        scene.accepted()
        date = scene.date
        date.starts_at = timezone.now() - timedelta(hours=4)
        date.ends_at = timezone.now() - timedelta(hours=1)
        date.save(update_fields=["starts_at", "ends_at"])
        record_mark(
            actor=scene.room.trainer, enrolment=scene.room.enrolment, half_day=date,
            presence=PRESENT,
        )  # fmt: skip
        countersign_half_day(trainer=scene.room.trainer, half_day=date)
        do_the_jobs(*FACTS)
        assert Completion.objects.current().get().effective_on == timezone.localdate(date.ends_at)
