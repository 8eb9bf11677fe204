"""What the programme aims at, and where a straight line would be."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.users.enums import Role
from common.audit.models import AuditEntry
from learning.targets.enums import ScopeKind, Trajectory
from learning.targets.models import Target
from learning.targets.services import (
    CannotSetTargets,
    ClosingNeedsAReason,
    CountsNobody,
    DatesOutOfOrder,
    NewTarget,
    NothingToReach,
    PartIsOutside,
    PartOfItself,
    PlanNeedsCohorts,
    Said,
    Scope,
    TargetIsClosed,
    TargetNeedsAName,
    UnknownScope,
    change_target,
    close_target,
    set_target,
)
from modules.programmes.enums import CountsAs
from tests.jobs import do_the_jobs
from tests.learning.builders import a_person, an_organisation


def a_target(**fields):
    return Target(
        **{
            "name": "2 000 agents", "count": 2000, "counts_as": CountsAs.TRAINED,
            "starts_on": date(2025, 1, 1), "ends_on": date(2029, 1, 1), **fields,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 1, 1), 0),
        (date(2025, 1, 1), 0),
        (date(2027, 1, 1), 999),
        (date(2029, 1, 1), 2000),
        (date(2030, 1, 1), 2000),
    ],
)
def test_a_straight_line_goes_from_nothing_to_the_target(day, expected):
    assert a_target().expected_on(day) == expected


@pytest.mark.django_db
class TestWhichOne:
    def test_the_one_under_way(self):
        past = a_target(starts_on=date(2020, 1, 1), ends_on=date(2024, 12, 31))
        now = a_target()
        for target in (past, now):
            target.save()
        assert Target.objects.main(date(2026, 1, 1)) == now
        assert Target.objects.main(date(2022, 1, 1)) == past

    def test_else_the_latest(self):
        target = a_target()
        target.save()
        assert Target.objects.main(date(2031, 1, 1)) == target

    def test_none_where_none_is_set(self):
        assert Target.objects.main(date(2026, 1, 1)) is None

    def test_its_dates_are_in_order(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            a_target(ends_on=date(2025, 1, 1)).save()


SAID = {"name": " 500 agents ", "count": 500}
WHEN = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31)}


def setting(actor=None, **changes):
    new = NewTarget(**{**SAID, **WHEN, **changes})
    return set_target(actor=actor or a_person(Role.ADMINISTRATOR), new=new)


def changing(target, **changes):
    said = Said(**{**SAID, **changes})
    return change_target(actor=a_person(Role.ADMINISTRATOR), target=target, said=said)


def closing(target, reason=" Le programme est prolongé "):
    return close_target(actor=a_person(Role.ADMINISTRATOR), target=target, reason=reason)


@pytest.mark.django_db
class TestSetting:
    def test_an_administrator_sets_it_it_is_audited_and_a_job_counts_it(self):
        target = setting()
        assert (target.name, target.counts_as) == ("500 agents", CountsAs.TRAINED)
        told = AuditEntry.objects.about(target).get().details
        assert (told["count"], told["scope"]) == (500, "programme:")
        do_the_jobs("target_set")
        target.refresh_from_db()
        assert target.counted_at is not None

    @pytest.mark.parametrize("role", [r for r in Role if r != Role.ADMINISTRATOR])
    def test_nobody_else_does(self, role):
        target = setting()
        with pytest.raises(CannotSetTargets):
            setting(actor=a_person(role))
        with pytest.raises(CannotSetTargets):
            close_target(actor=a_person(role), target=target, reason="Essai")

    def test_it_ends_after_it_begins(self):
        with pytest.raises(DatesOutOfOrder):
            setting(ends_on=date(2027, 1, 1))

    def test_it_counts_at_least_one_person_and_has_a_name(self):
        with pytest.raises(NothingToReach):
            setting(count=0)
        with pytest.raises(TargetNeedsAName):
            setting(name="  ")
        with pytest.raises(CountsNobody):
            setting(counts_as=CountsAs.NOTHING)
        assert not Target.objects.exists()

    @pytest.mark.parametrize(
        ("kind", "value"),
        [
            (ScopeKind.PROGRAMME, "53"), (ScopeKind.REGION, "Bretagne"), (ScopeKind.VERSANT, ""),
            (ScopeKind.SCHOOL, "0"), (ScopeKind.MODULE, "00000000-0000-0000-0000-000000000000"),
        ],
    )  # fmt: skip
    def test_its_part_of_the_programme_exists(self, kind, value):
        with pytest.raises(UnknownScope):
            setting(scope=Scope(kind, value))

    def test_a_plan_is_read_from_cohorts_which_do_not_say_who_will_come(self):
        school = str(an_organisation().pk)
        with pytest.raises(PlanNeedsCohorts):
            setting(scope=Scope(ScopeKind.SCHOOL, school), trajectory=Trajectory.PLANNED)
        assert setting(scope=Scope(ScopeKind.REGION, "53"), trajectory=Trajectory.PLANNED).pk

    def test_a_part_counts_as_its_whole_does_within_its_dates(self):
        whole = setting()
        part = {"parent": whole, "count": 90}
        assert setting(**part, scope=Scope(ScopeKind.VERSANT, "fph")).parent == whole
        with pytest.raises(PartIsOutside):
            setting(**part, ends_on=date(2028, 1, 1))
        with pytest.raises(PartIsOutside):
            setting(**part, counts_as=CountsAs.SENSITISED)


@pytest.mark.django_db
class TestChanging:
    def test_what_it_said_before_is_kept_with_until_when(self):
        before = timezone.now()
        target = changing(setting(), name="600 agents", count=600)
        assert target.terms_at(before).count == 500
        assert (target.terms.name, target.terms_at(timezone.now()).count) == ("600 agents", 600)
        told = AuditEntry.objects.about(target).filter(action="target_changed").get().details
        assert (told["before"]["count"], told["after"]["count"]) == (500, 600)

    def test_the_same_again_changes_nothing_and_another_owner_keeps_its_terms(self):
        target = setting()
        assert changing(target).past_terms == []
        assert not AuditEntry.objects.filter(action="target_changed").exists()
        owner = a_person()
        changed = changing(target, owner=owner)
        assert (changed.owner, changed.past_terms) == (owner, [])

    def test_it_is_no_part_of_itself(self):
        whole = setting()
        part = setting(parent=whole)
        for parent in (whole, part):
            with pytest.raises(PartOfItself):
                changing(whole, parent=parent)

    def test_closed_it_changes_no_more_steers_no_more_and_has_no_new_part(self):
        target = setting()
        with pytest.raises(ClosingNeedsAReason):
            closing(target, " ")
        closing(target)
        for again in (lambda: closing(target), lambda: changing(target)):
            with pytest.raises(TargetIsClosed):
                again()
        with pytest.raises(TargetIsClosed):
            setting(parent=target)
        assert Target.objects.main(date(2027, 5, 1)) is None

    def test_its_owner_and_its_school_see_it(self):
        school, owner = an_organisation(), a_person()
        manager = a_person(Role.SCHOOL_MANAGER, school)
        whole = setting(owner=owner)
        part = setting(scope=Scope(ScopeKind.SCHOOL, str(school.pk)))
        assert list(Target.objects.visible_to(owner)) == [whole]
        assert list(Target.objects.visible_to(manager)) == [part]
        assert Target.objects.visible_to(a_person(Role.ADMINISTRATOR)).count() == 2
