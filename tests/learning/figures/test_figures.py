"""Unique people, never seats; trained apart from sensitised; by any part of them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.organisations.enums import OrganisationKind, Region
from accounts.users.enums import Role
from common.jobs.models import Job
from learning.attendance.services import correct_mark
from learning.counting.enums import Dimension
from learning.figures.filters import Filters
from learning.figures.planned import expected_on, planned_line
from learning.figures.queries import Step, figures_of, people_behind, score
from learning.figures.readers import CellReader, RecordReader, verdicts_of
from learning.figures.recount import differences
from learning.figures.words import definition_of
from learning.targets.enums import ScopeKind, Trajectory
from learning.targets.models import Target
from modules.programmes.enums import CountsAs
from tests.jobs import do_the_jobs
from tests.learning.builders import a_cohort, a_person, an_enrolment, an_organisation
from tests.learning.figures.verdicts import (
    ENDS,
    STARTS,
    TODAY,
    a_room_judged,
    a_target,
    a_verdict,
    parts_of,
    people_in,
    write_verdict,
)
from tests.learning.scenes import ABSENT, PRESENT

pytestmark = pytest.mark.django_db


class TestWhoCounts:
    def test_one_person_twice_counts_once_from_their_first_day(self):
        target, maud = a_target(), a_person()
        a_verdict(maud, days_ago=10, region=Region.CORSE)
        first = a_verdict(maud, days_ago=40)
        a_verdict(days_ago=5)
        figures = figures_of(target, at=timezone.now())
        assert figures.people == 2
        assert [point.on for point in figures.points(Step.DAY) if point.people] == [
            TODAY - timedelta(days=40), TODAY - timedelta(days=5),
        ]  # fmt: skip
        assert people_behind(figures).get(person=maud) == first
        assert parts_of(target, Dimension.REGION) == {"Bretagne": 2}

    def test_trained_and_sensitised_are_counted_apart_and_who_is_both_is_in_both(self):
        target, maud = a_target(), a_person()
        a_verdict(maud, counts_as=CountsAs.SENSITISED)
        a_verdict(maud)
        a_verdict(counts_as=CountsAs.SENSITISED)
        a_verdict(counts_as=CountsAs.NOTHING)
        figures = figures_of(target, at=timezone.now())
        assert (figures.people, figures.sensitised) == (1, 2)
        assert people_in(target, counts_as=CountsAs.SENSITISED) == 2

    def test_what_is_not_acquired_is_judged_and_does_not_count(self):
        target = a_target()
        a_verdict(verdict="not_acquired", half_days_attended=1, minutes_attended=210)
        a_verdict()
        told = figures_of(target, at=timezone.now())
        assert (told.people, told.completion_rate, told.hours) == (1, 0.5, 21)
        assert told.attendance_rate == 0.5

    def test_nobody_before_the_target_begins_or_after_it_ends(self):
        target = a_target(starts_on=TODAY - timedelta(days=9), ends_on=TODAY - timedelta(days=2))
        for days_ago in (10, 9, 2, 1):
            a_verdict(days_ago=days_ago)
        assert people_in(target) == 2

    def test_a_completion_to_come_does_not_count_yet(self):
        target = a_target()
        a_verdict(days_ago=-3)
        a_verdict(region=Region.CORSE)
        assert people_in(target) == 1
        assert parts_of(target, Dimension.REGION) == {"Corse": 1}
        assert people_in(target, at=timezone.now() + timedelta(days=4)) == 2

    @pytest.mark.parametrize("kind", [kind for kind in ScopeKind if kind != ScopeKind.PROGRAMME])
    def test_a_nested_target_counts_unique_people_in_its_own_part(self, kind):
        school, town = an_organisation(), an_organisation(kind=OrganisationKind.MUNICIPALITY)
        maud = a_person()
        here = {"region": Region.CORSE, "versant": "fph", "school": school, "employer": town}
        mine = a_verdict(maud, days_ago=20, **here)
        whole = a_target()
        value = {
            ScopeKind.REGION: "94", ScopeKind.VERSANT: "fph", ScopeKind.SCHOOL: school.pk,
            ScopeKind.EMPLOYER: town.pk, ScopeKind.MODULE: mine.module_id,
        }[kind]  # fmt: skip
        part = a_target(scope_kind=kind, scope_value=str(value))
        a_verdict(maud, days_ago=30)
        write_verdict(an_enrolment(mine.enrolment.cohort), TODAY, **here)
        a_verdict()
        assert (people_in(whole), people_in(part)) == (3, 2)
        assert list(differences()) == []


class TestParts:
    def test_every_breakdown_adds_up_and_reads_the_same_from_sums_and_record(self, both):
        target, maud, school = a_target(), a_person(), an_organisation()
        a_verdict(maud, school=school)
        a_verdict(maud, days_ago=400, region=Region.CORSE, versant="fph")
        a_verdict(category="b", employer=an_organisation(), minutes_attended=1260)
        a_verdict(verdict="not_acquired")
        now = timezone.now()
        figures = figures_of(target, at=now)
        record = RecordReader(target, now, verdicts_of(target, now, figures.on, Filters()))
        assert isinstance(figures._reader, CellReader)
        assert figures.totals == record.totals()[CountsAs.TRAINED, ""]
        for dimension in Dimension:
            if dimension != Dimension.EMPLOYER:
                assert dict(figures._reader.by(dimension)) == dict(record.by(dimension))
            assert sum(part.people for part in figures.by(dimension)) == 2
            assert sum(part.measures.judged for part in figures.by(dimension)) == 4
        assert [point.total for point in figures.points(Step.YEAR)][-1] == 2
        assert list(differences()) == [], both
        here = Filters(school=school.pk, since=TODAY - timedelta(days=90))
        assert parts_of(target, Dimension.SCHOOL, filters=here) == {}
        assert figures_of(target, at=now, filters=here).hours == 17

    def test_a_filter_gives_the_part_it_names(self):
        target, school = a_target(), an_organisation()
        a_verdict(school=school, days_ago=3)
        a_verdict(school=school, days_ago=30)
        a_verdict(region=Region.CORSE, days_ago=3)
        assert people_in(target, filters=Filters(school=school.pk)) == 2
        lately = Filters(since=TODAY - timedelta(days=9), until=TODAY)
        told = figures_of(target, at=timezone.now(), filters=lately)
        assert (told.people, told.previous().people) == (2, 0)
        before = Filters(since=TODAY - timedelta(days=20), until=TODAY - timedelta(days=11))
        assert told.previous().filters == Filters(
            since=TODAY - timedelta(days=19), until=TODAY - timedelta(days=10)
        )
        assert before.before(TODAY).until == TODAY - timedelta(days=21)
        assert people_in(target, filters=Filters(region=Region.CORSE, school=school.pk)) == 0

    def test_an_address_says_the_same_filter_and_what_it_misspells_is_not_asked(self):
        asked = Filters(since=date(2027, 1, 1), region=Region.CORSE, format=3)
        assert Filters.from_query(asked.as_query()) == asked
        assert Filters.from_query({"region": "nulle part", "debut": "hier", "ecole": "x"}).is_empty

    def test_a_school_s_target_filtered_by_another_school_is_nobody(self):
        one, other = an_organisation(), an_organisation()
        target = a_target(scope_kind=ScopeKind.SCHOOL, scope_value=str(one.pk))
        a_verdict(school=one)
        a_verdict(school=other)
        assert people_in(target, filters=Filters(school=other.pk)) == 0
        assert figures_of(target, at=timezone.now(), filters=Filters(school=other.pk)).hours == 0

    def test_behind_a_figure_are_its_people(self):
        target, maud = a_target(), a_person()
        a_verdict(maud, days_ago=40)
        a_verdict(maud)
        other = a_verdict(region=Region.CORSE)
        write_verdict(an_enrolment(other.enrolment.cohort), TODAY)
        figures = figures_of(target, at=timezone.now())
        assert people_behind(figures).count() == figures.people == 3
        corse = figures_of(target, at=timezone.now(), filters=Filters(region=Region.CORSE))
        assert list(people_behind(corse)) == [other]

    def test_people_behind_are_those_one_may_see(self):
        school = an_organisation()
        manager = a_person(Role.SCHOOL_MANAGER, school)
        target = a_target()
        mine = write_verdict(
            an_enrolment(a_cohort(), enrolling_organisation=school), TODAY, school=school
        )
        a_verdict()
        behind = people_behind(figures_of(target, at=timezone.now()))
        assert list(behind.visible_to(manager)) == [mine]


class TestScore:
    def test_it_counts_people_against_the_target_under_way(self):
        a_target()
        a_target(parent=Target.objects.get(), count=500, starts_on=STARTS - timedelta(days=1))
        a_target(scope_kind=ScopeKind.REGION, scope_value="94", starts_on=STARTS)
        a_verdict()
        told = score(timezone.now())
        assert (told.count, told.target.count) == (1, 2000)

    def test_without_a_target_there_is_no_score(self):
        assert score(timezone.now()) is None


class TestWords:
    def test_a_target_says_in_a_sentence_whom_it_counts(self):
        target = a_target(scope_kind=ScopeKind.REGION, scope_value="94")
        said = definition_of(target)
        assert "dont l’employeur est dans la région « Corse »" in said
        assert said.startswith("Chaque personne formée compte une fois")
        assert said.count(". ") == 0
        assert "sensibilisée compte" in definition_of(a_target(counts_as=CountsAs.SENSITISED))


class TestPlanned:
    def test_a_trajectory_by_planned_cohorts_follows_their_places(self):
        target = a_target(count=60, trajectory=Trajectory.PLANNED)
        a_cohort(places=(2, 40), state="draft")
        first = a_cohort(places=(2, 40))
        a_cohort(places=(2, 30), starts=first.ends_on + timedelta(days=3))
        line = planned_line(target)
        assert [(one.places, one.total) for one in line] == [(40, 40), (30, 70)]
        assert expected_on(target, first.ends_on - timedelta(days=1)) == 0
        assert expected_on(target, first.ends_on) == 40
        assert expected_on(target, ENDS, line) == 60
        assert expected_on(a_target(), ENDS) == 2000

    def test_a_region_s_plan_is_that_of_the_cohorts_that_meet_there(self):
        here, there = (
            a_target(scope_kind=ScopeKind.REGION, scope_value=code) for code in ("53", "94")
        )
        cohort = a_cohort(places=(2, 40))
        module = cohort.revision.edition.module_id
        its = a_target(scope_kind=ScopeKind.MODULE, scope_value=str(module))
        assert [len(planned_line(target)) for target in (here, there, its)] == [1, 0, 1]


def test_a_new_target_is_counted_by_a_job_and_says_so_until_then():
    a_verdict()
    target = Target.objects.create(
        name="2 000", count=2000, counts_as=CountsAs.TRAINED, starts_on=STARTS, ends_on=ENDS
    )
    assert not figures_of(target, at=timezone.now()).is_ready
    Job.objects.create(kind="target_set", key="1", payload={"target": target.pk})
    do_the_jobs("target_set")
    target.refresh_from_db()
    assert figures_of(target, at=timezone.now()).is_ready
    assert people_in(target) == 1


def test_the_presence_of_the_room_is_what_counts_to_the_minute():
    target, room = a_target(), a_room_judged()
    assert (people_in(target), figures_of(target, at=timezone.now()).hours) == (1, 21)
    correct_mark(
        actor=room.trainer, enrolment=room.enrolment, half_day=room.half_days[0],
        presence=ABSENT, reason="Feuille relue",
    )  # fmt: skip
    do_the_jobs("mark_corrected")
    assert figures_of(target, at=timezone.now()).totals.minutes == 1050
    correct_mark(
        actor=room.trainer, enrolment=room.enrolment, half_day=room.half_days[0],
        presence=PRESENT, reason="Feuille relue encore",
    )  # fmt: skip
    do_the_jobs("mark_corrected")
    assert figures_of(target, at=timezone.now()).totals.minutes == 1260
    assert list(differences()) == []
