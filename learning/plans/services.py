"""Keep a scenario as a plan, drop one."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from learning.figures.queries import figures_of
from learning.plans.models import Plan
from learning.plans.permissions import can_plan
from learning.plans.queries import FORESEEABLE, eve_of, held_of
from learning.plans.whatif import WHOLE, Scenario, outcome_of
from learning.targets.models import Target

LONGEST_NAME = 120


class CannotPlan(DomainError):
    code = "cannot_plan"
    sentence = _("Seule l’administration du programme garde des scénarios.")


class PlanNeedsAName(DomainError):
    code = "plan_needs_a_name"
    sentence = _(
        "Donnez un nom au scénario, de 120 signes au plus : c’est ainsi qu’on le retrouve."
    )


class PlanOpensNothing(DomainError):
    code = "plan_opens_nothing"
    sentence = _(
        "Ce scénario n’amène personne : donnez au moins une cohorte, une place, et des parts "
        "entre 1 et 100."
    )


class NothingToPlan(DomainError):
    code = "nothing_to_plan"
    sentence = _(
        "« %(name)s » est clos, atteint, ou compte des personnes que ses cohortes seules "
        "n’amènent pas : choisissez un autre objectif."
    )


@transaction.atomic
def keep_plan(*, actor: User, target: Target, name: str, scenario: Scenario) -> Plan:
    """Keep a scenario with what it gives today, to be held against the facts.

    It begins tomorrow, or on the target's first day. Raises CannotPlan, PlanNeedsAName,
    PlanOpensNothing or NothingToPlan.
    """
    if not can_plan(actor):
        raise CannotPlan
    name = name.replace("\x00", "").strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise PlanNeedsAName
    parts = (scenario.fill, scenario.completion, scenario.fresh)
    if min(scenario.cohorts, scenario.places, *parts) < 1 or max(parts) > WHOLE:
        raise PlanOpensNothing
    now = timezone.now()
    on = eve_of(target, now)
    figures = figures_of(target, at=now)
    missing = target.count - figures.people
    if target.closed_at or target.scope_kind not in FORESEEABLE or missing <= 0:
        raise NothingToPlan(name=target.name)
    found = outcome_of(scenario, missing=missing, on=on, yields=held_of(target, now).yields)
    plan = Plan.objects.create(
        target=target, name=name, cohorts=scenario.cohorts, places=scenario.places,
        fill=scenario.fill, completion=scenario.completion, fresh=scenario.fresh, made_on=on,
        count_then=figures.people, goal_then=target.count, reaches_on=found.reaches_on,
        earliest_on=found.earliest, latest_on=found.latest, made_by=actor, made_at=now,
    )  # fmt: skip
    record(actor=actor, action="plan_kept", target=plan, words=plan.name, about=target.pk)
    return plan


@transaction.atomic
def drop_plan(*, actor: User, plan: Plan) -> Plan:
    """Follow a plan no more; twice is harmless. Raises CannotPlan."""
    if not can_plan(actor):
        raise CannotPlan
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if plan.dropped_at is None:
        plan.dropped_at = timezone.now()
        plan.save(update_fields=["dropped_at"])
        record(actor=actor, action="plan_dropped", target=plan, words=plan.name)
    return plan
