"""A scenario begins with what was held, is kept with who keeps it, and is held against facts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.users.enums import Role
from learning.plans.models import Plan
from learning.plans.queries import held_of, track_of
from learning.plans.services import (
    CannotPlan,
    NothingToPlan,
    PlanNeedsAName,
    PlanOpensNothing,
    drop_plan,
    keep_plan,
)
from learning.plans.whatif import Scenario
from learning.targets.enums import ScopeKind
from tests.learning.builders import a_cohort, a_person, an_enrolment
from tests.learning.figures.verdicts import TODAY, a_target, a_verdict, write_verdict

pytestmark = pytest.mark.django_db
FIVE = Scenario(cohorts=5, places=38, fill=90, completion=90)


@pytest.fixture
def marie():
    return a_person(Role.ADMINISTRATOR)


def a_cohort_judged(days_ago, acquired, failed):
    cohort = a_cohort(places=(2, 10))
    for at in range(acquired + failed):
        verdict = "acquired" if at < acquired else "not_acquired"
        write_verdict(an_enrolment(cohort), TODAY - timedelta(days_ago), verdict=verdict)
    return cohort


def test_a_scenario_begins_with_the_cohorts_of_the_last_twelve_months():
    target = a_target()
    a_cohort_judged(40, acquired=3, failed=1)
    a_cohort_judged(60, acquired=6, failed=0)
    a_cohort_judged(500, acquired=1, failed=0)
    held = held_of(target, timezone.now())
    assert sorted(held.yields) == [3, 6]
    assert (held.scenario.places, held.scenario.fill, held.scenario.completion) == (10, 50, 90)
    assert (held.scenario.cohorts, held.scenario.fresh) == (1, 100)


def test_who_completes_twice_counts_once_and_the_scenario_says_so():
    target = a_target()
    again = a_person()
    for days_ago in (30, 20):
        a_verdict(again, days_ago=days_ago)
    held = held_of(target, timezone.now())
    assert held.scenario.fresh == 50
    assert sorted(held.yields) == [0, 1]


def test_without_a_past_it_begins_with_a_full_group():
    held = held_of(a_target(), timezone.now())
    assert not held.is_known
    assert held.scenario.places == 38


def test_a_plan_is_kept_with_what_it_gives_today(marie):
    target = a_target(count=100)
    a_verdict()
    plan = keep_plan(actor=marie, target=target, name=" Cinq ", scenario=FIVE)
    assert (plan.name, plan.made_by, plan.count_then, plan.goal_then) == ("Cinq", marie, 1, 100)
    assert plan.reaches_on > TODAY


def test_a_plan_for_a_target_to_come_begins_with_it(marie):
    begins = TODAY + timedelta(days=40)
    target = a_target(count=100, starts_on=begins, ends_on=begins + timedelta(days=365))
    plan = keep_plan(actor=marie, target=target, name="L’an prochain", scenario=FIVE)
    assert plan.starts_on == begins
    assert plan.reaches_on > begins


def test_a_plan_is_refused_to_others_and_when_it_plans_nothing(marie):
    target = a_target()
    kept = keep_plan(actor=marie, target=target, name="Cinq", scenario=FIVE)
    agent = a_person()
    with pytest.raises(CannotPlan):
        keep_plan(actor=agent, target=target, name="Cinq", scenario=FIVE)
    with pytest.raises(CannotPlan):
        drop_plan(actor=agent, plan=kept)
    with pytest.raises(PlanNeedsAName):
        keep_plan(actor=marie, target=target, name=" ", scenario=FIVE)
    with pytest.raises(PlanNeedsAName):
        keep_plan(actor=marie, target=target, name="x" * 121, scenario=FIVE)
    none = Scenario(cohorts=0, places=38, fill=90, completion=90)
    with pytest.raises(PlanOpensNothing):
        keep_plan(actor=marie, target=target, name="Rien", scenario=none)
    of_a_branch = a_target(scope_kind=ScopeKind.VERSANT, scope_value="fph")
    with pytest.raises(NothingToPlan):
        keep_plan(actor=marie, target=of_a_branch, name="Cinq", scenario=FIVE)
    drop_plan(actor=marie, plan=kept)
    assert not Plan.objects.standing().exists()


def test_a_plan_is_held_against_what_happened_since(marie):
    target = a_target(count=1000)
    plan = keep_plan(actor=marie, target=target, name="Cinq", scenario=FIVE)
    Plan.objects.filter(pk=plan.pk).update(made_on=TODAY - timedelta(days=60))
    plan.refresh_from_db()
    a_verdict(days_ago=90)
    a_cohort_judged(40, acquired=3, failed=1)
    track = track_of(plan, timezone.now())
    assert track.actual == 3
    assert track.planned == round(60 * FIVE.per_day)
    known = [lap for lap in track.laps if lap.actual is not None]
    assert sum(lap.actual for lap in known) == 3
    assert sum(lap.cohorts for lap in known) == 1
    assert sum(lap.planned for lap in known) == pytest.approx(60 * FIVE.per_day)
    assert track.laps[-1].actual is None


def test_the_page_answers_as_one_types_and_keeps_what_was_asked(client, marie):
    a_target(name="Deux mille")
    a_verdict()
    client.force_login(marie)
    address = reverse("steering:plans")
    asked = {"cohortes": "7", "places": "38", "remplissage": "90", "achevement": "90"}
    whole = client.get(address, asked).content.decode()
    piece = client.get(address, asked, headers={"HX-Request": "true"}).content.decode()
    assert "<html" in whole
    assert "<html" not in piece
    assert '<form class="toolbar near" method="post"' in piece
    assert client.get(address, {**asked, "cohortes": "rien"}).status_code == 422
    nothing = {"cohortes": "1", "places": "1", "remplissage": "1", "achevement": "1"}
    assert "jamais" in client.get(address, nothing).content.decode()
    client.post(address, {**asked, "nom": "Sept par trimestre"})
    plan = Plan.objects.get()
    assert (plan.cohorts, plan.made_by) == (7, marie)
    assert "Sept par trimestre" in client.get(reverse("steering:targets")).content.decode()
    assert client.get(reverse("steering:plan", args=[plan.pk])).status_code == 200
