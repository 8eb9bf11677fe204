"""Verdicts, from the last countersignature to corrections, and what was known when."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from accounts.organisations.enums import Region
from accounts.users.enums import Category, Role, Versant
from accounts.users.models import AgentProfile
from certificates.awards.enums import AwardKind
from certificates.awards.models import Award
from learning.attendance.enums import AttendanceStatus
from learning.attendance.services import Presence, correct_mark
from learning.cohorts.models import Cohort
from learning.completion.models import Completion
from learning.completion.services import (
    CannotDeclare,
    EvidenceRequired,
    declare_completion,
    evaluate_enrolment,
)
from learning.enrolment.models import Enrolment
from modules.programmes.enums import CompletionBasis, CountsAs
from tests.jobs import do_the_jobs
from tests.learning.builders import a_person, an_enrolment, an_organisation
from tests.learning.scenes import ABSENT, PRESENT, a_room

pytestmark = pytest.mark.django_db
FACTS = ("half_day_sealed", "mark_corrected")


def words(completion):
    return completion.reason.replace("\u00a0", " ")


def correct(room, number, presence, reason="Feuille mal lue"):
    correct_mark(
        actor=room.trainer, enrolment=room.enrolment, half_day=room.half_days[number - 1],
        presence=presence, reason=reason,
    )  # fmt: skip
    do_the_jobs(*FACTS)


class TestFromTheSheetToTheVerdict:
    def test_the_last_countersignature_judges_everyone_and_closes_the_cohort(self):
        room = a_room(is_over=True)
        absent = an_enrolment(room.cohort)
        room.seal(there=[1, 2, 3, 4, 5])
        do_the_jobs(*FACTS)
        good = Completion.objects.get(enrolment=room.enrolment)
        assert (good.verdict, words(good)) == ("acquired", "5 demi-journées sur 6 : acquis")
        assert (good.half_days_attended, good.minutes_attended) == (5, 1050)
        assert Completion.objects.get(enrolment=absent).verdict == "not_acquired"
        assert Cohort.objects.get(pk=room.cohort.pk).state == "closed"
        assert [award.recipient for award in Award.objects.all()] == [room.person]

    def test_nobody_is_judged_while_a_half_day_is_open(self):
        room = a_room(is_over=True)
        room.seal(there=[1, 2, 3, 4, 5], upto=5)
        do_the_jobs(*FACTS)
        assert evaluate_enrolment(enrolment=room.enrolment) is None
        assert not Completion.objects.exists()

    def test_judging_twice_writes_one_verdict_and_one_award(self):
        room = a_room(is_over=True)
        room.seal(there=range(1, 7))
        do_the_jobs(*FACTS)
        first = Completion.objects.get()
        assert evaluate_enrolment(enrolment=room.enrolment) == first
        assert Award.objects.count() == 1

    def test_a_cancelled_enrolment_is_not_judged(self):
        room = a_room(is_over=True)
        room.seal()
        Enrolment.objects.filter(pk=room.enrolment.pk).update(state="cancelled")
        assert evaluate_enrolment(enrolment=room.enrolment) is None

    def test_late_minutes_count_where_the_rule_is_in_hours(self):
        hours = {"completion_basis": CompletionBasis.HOURS, "required_minutes": 400}
        room = a_room(is_over=True, days=1, required_half_days=None, **hours)
        room.seal(there=[1, 2])
        do_the_jobs(*FACTS)
        assert words(Completion.objects.get()) == "7 h suivies sur 7 h : acquis"
        at = room.now.starts_at + timedelta(minutes=21)
        correct(room, 1, Presence(status=AttendanceStatus.LATE, at=at))
        told = words(Completion.objects.current().get())
        assert told == "6 h 39 suivies sur 7 h, il en faut 6 h 40 : non acquis"

    def test_reasons_are_frozen_in_french_whatever_the_language_of_who_seals(self):
        room = a_room(is_over=True)
        room.seal(there=range(1, 7))
        with translation.override("en"):
            do_the_jobs(*FACTS)
        assert words(Completion.objects.get()).endswith("acquis")

    def test_a_verdict_freezes_what_the_enrolment_froze(self):
        school, employer, person = an_organisation(), an_organisation(), a_person()
        room = a_room(is_over=True, person=person)
        Enrolment.objects.filter(pk=room.enrolment.pk).update(
            employer=employer, enrolling_organisation=school, region=Region.CORSE,
            versant=Versant.FPH, category=Category.B,
        )  # fmt: skip
        AgentProfile.objects.create(person=person, employer=school, versant=Versant.FPE)
        room.seal(there=range(1, 7))
        do_the_jobs(*FACTS)
        kept = Completion.objects.get()
        assert (kept.employer, kept.school) == (employer, school)
        assert (kept.region, kept.versant, kept.category) == (Region.CORSE, "fph", "b")
        assert kept.module == room.cohort.revision.edition.module
        assert kept.effective_on == room.cohort.ends_on

    def test_a_sensitisation_day_is_attested_and_not_certified(self):
        room = a_room(is_over=True, days=1, required_half_days=2, counts_as=CountsAs.SENSITISED)
        room.seal(there=[1, 2])
        do_the_jobs(*FACTS)
        assert Completion.objects.get().counts_as == "sensitised"
        assert Award.objects.get().kind == AwardKind.PARTICIPATION_ATTESTATION


class TestCorrections:
    def test_a_correction_appends_a_version_and_dates_the_one_before(self):
        room = a_room(is_over=True)
        room.seal(there=[1, 2, 3, 4])
        do_the_jobs(*FACTS)
        correct(room, 5, PRESENT, reason="Signature retrouvée")
        first, second = Completion.objects.order_by("version")
        assert (first.verdict, second.verdict) == ("not_acquired", "acquired")
        assert second.correction_reason == "Signature retrouvée"
        assert first.superseded_at == second.recorded_at
        assert Award.objects.get().key == f"completion:{room.enrolment.pk}:2"

    def test_a_correction_that_changes_no_verdict_writes_none(self):
        room = a_room(is_over=True)
        room.seal(there=range(1, 7))
        do_the_jobs(*FACTS)
        correct(room, 6, PRESENT)
        assert Completion.objects.count() == Award.objects.count() == 1

    def test_a_completion_taken_back_takes_its_award_back(self):
        room = a_room(is_over=True)
        room.seal(there=[1, 2, 3, 4, 5])
        do_the_jobs(*FACTS)
        correct(room, 5, ABSENT)
        award = Award.objects.get()
        assert (award.revocation_reason, award.replaced_by) == ("error_in_issue", None)

    def test_corrected_hours_give_a_corrected_paper_that_replaces_the_first(self):
        room = a_room(is_over=True)
        room.seal(there=range(1, 7))
        do_the_jobs(*FACTS)
        correct(room, 6, ABSENT)
        old, new = Award.objects.order_by("issued_at")
        assert (old.revocation_reason, old.replaced_by) == ("replaced", new)
        assert (old.facts["minutes_attended"], new.facts["minutes_attended"]) == (1260, 1050)
        assert old.serial != new.serial

    def test_what_was_known_at_a_past_instant_is_what_was_shown_then(self):
        room = a_room(is_over=True)
        room.seal(there=[1, 2, 3, 4, 5])
        before_anything = timezone.now()
        do_the_jobs(*FACTS)
        shown_then = list(Completion.objects.current().values_list("verdict", "reason"))
        then = timezone.now()
        correct(room, 5, ABSENT)
        assert list(Completion.objects.current().acquired()) == []
        known_then = Completion.objects.as_known_at(then).values_list("verdict", "reason")
        assert list(known_then) == shown_then
        assert not Completion.objects.as_known_at(before_anything).exists()
        assert Completion.objects.as_known_at(timezone.now()).get().verdict == "not_acquired"

    def test_there_is_one_verdict_that_holds(self):
        room = a_room(is_over=True)
        room.seal(there=[1])
        do_the_jobs(*FACTS)
        correct(room, 2, PRESENT)
        with pytest.raises(IntegrityError), transaction.atomic():
            Completion.objects.update(superseded_at=None)


class TestDeclared:
    @pytest.fixture
    def room(self):
        declared = {"completion_basis": CompletionBasis.DECLARED, "required_half_days": None}
        return a_room(is_over=True, days=1, planned_minutes=8400, **declared)

    def declare(self, room, **changes):
        given = {
            "actor": room.trainer, "enrolment": room.enrolment, "evidence": " Rapport remis ",
            "effective_on": timezone.localdate(), "minutes": 8000, **changes,
        }  # fmt: skip
        return declare_completion(**given)

    def test_a_trainer_declares_on_evidence(self, room):
        completion = self.declare(room)
        assert completion.verdict == "acquired"
        assert (completion.evidence, completion.recorded_by) == ("Rapport remis", room.trainer)
        assert (completion.minutes_attended, completion.minutes_planned) == (8000, 8400)
        assert room.trainer.display_name in completion.reason
        assert Award.objects.get().recipient == room.person

    def test_countersigning_the_days_declares_nothing(self, room):
        room.seal(there=[1, 2])
        do_the_jobs(*FACTS)
        assert not Completion.objects.exists()

    def test_without_evidence_nothing_is_declared(self, room):
        with pytest.raises(EvidenceRequired):
            self.declare(room, evidence="  ")

    def test_only_those_who_run_the_cohort_declare(self, room):
        for actor in (room.person, a_person(Role.TRAINER), a_person(Role.SCHOOL_MANAGER)):
            with pytest.raises(CannotDeclare):
                self.declare(room, actor=actor)
        assert self.declare(room, actor=a_person(Role.ADMINISTRATOR)).verdict == "acquired"

    def test_a_format_judged_by_its_half_days_is_not_declared(self):
        with pytest.raises(CannotDeclare):
            self.declare(a_room())

    def test_declaring_the_same_twice_is_one_completion(self, room):
        assert self.declare(room) == self.declare(room)

    def test_a_corrected_date_is_a_new_version(self, room):
        self.declare(room)
        eve = timezone.localdate() - timedelta(days=1)
        assert self.declare(room, effective_on=eve).effective_on == eve
        assert Completion.objects.count() == 2

    def test_the_database_refuses_a_declaration_without_evidence(self, room):
        self.declare(room)
        with pytest.raises(IntegrityError), transaction.atomic():
            Completion.objects.update(evidence="")


def test_people_see_their_verdicts_schools_those_they_enrolled_trainers_their_cohorts():
    school = an_organisation()
    room = a_room(is_over=True)
    Enrolment.objects.filter(pk=room.enrolment.pk).update(enrolling_organisation=school)
    other = an_enrolment(room.cohort)
    room.seal(there=[1])
    do_the_jobs(*FACTS)

    def seen_by(person):
        return {c.enrolment_id for c in Completion.objects.visible_to(person)}

    everyone = {room.enrolment.pk, other.pk}
    assert seen_by(room.person) == {room.enrolment.pk}
    assert seen_by(a_person(Role.SCHOOL_MANAGER, school)) == {room.enrolment.pk}
    assert seen_by(room.trainer) == everyone
    assert seen_by(a_person(Role.ADMINISTRATOR)) == everyone
    assert seen_by(a_person()) == set()
