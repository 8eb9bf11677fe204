"""Say what the programme aims at, as a whole and in its parts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.enums import Region
from accounts.organisations.models import Organisation
from accounts.users.enums import Versant
from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from common.jobs.services import queue
from learning.targets.enums import PLANNABLE, ScopeKind, Trajectory
from learning.targets.models import Target
from learning.targets.permissions import can_set_targets
from modules.programmes.enums import CountsAs
from modules.programmes.models import Module

# A new target is counted by a job: learning/counting/tasks.py.
TARGET_SET = "target_set"


class CannotSetTargets(DomainError):
    code = "cannot_set_targets"
    sentence = _("Seule l’administration du programme fixe l’objectif.")


class DatesOutOfOrder(DomainError):
    code = "dates_out_of_order"
    sentence = _("L’objectif finit avant de commencer : corrigez l’une des deux dates.")


class NothingToReach(DomainError):
    code = "nothing_to_reach"
    sentence = _("Un objectif compte au moins une personne : donnez un nombre plus grand que zéro.")


class TargetNeedsAName(DomainError):
    code = "target_needs_a_name"
    sentence = _("Donnez un nom à l’objectif : il titre son tableau.")


class CountsNobody(DomainError):
    code = "counts_nobody"
    sentence = _("Un objectif compte des personnes formées ou sensibilisées : choisissez.")


class UnknownScope(DomainError):
    code = "unknown_scope"
    sentence = _("Le périmètre de l’objectif n’existe pas : choisissez-le dans la liste.")


class PlanNeedsCohorts(DomainError):
    code = "plan_needs_cohorts"
    sentence = _(
        "Les cohortes planifiées disent leur lieu et leur module, pas qui y viendra : pour ce "
        "périmètre, choisissez une trajectoire régulière."
    )


class PartIsOutside(DomainError):
    code = "part_is_outside"
    sentence = _(
        "« %(parent)s » va du %(starts)s au %(ends)s et compte autrement ou sur un autre temps : "
        "un objectif qui en fait partie compte de même, entre ces dates."
    )


class PartOfItself(DomainError):
    code = "part_of_itself"
    sentence = _("Un objectif ne fait pas partie de lui-même : choisissez-en un autre.")


class TargetIsClosed(DomainError):
    code = "target_is_closed"
    sentence = _("L’objectif « %(name)s » est clos : fixez-en un nouveau.")


class ClosingNeedsAReason(DomainError):
    code = "closing_needs_a_reason"
    sentence = _("Dites pourquoi l’objectif est clos : ce motif reste au journal.")


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the programme: a kind, and a code or a primary key ("" for the whole)."""

    kind: ScopeKind = ScopeKind.PROGRAMME
    value: str = ""


WHOLE = Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a target says, which may change: what it said before is kept."""

    name: str
    count: int
    parent: Target | None = None
    owner: User | None = None
    trajectory: Trajectory = Trajectory.STRAIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTarget(Said):
    """A target to set: what it says, and whom it counts between two days (both included)."""

    starts_on: date
    ends_on: date
    counts_as: CountsAs = CountsAs.TRAINED
    scope: Scope = WHOLE


@transaction.atomic
def set_target(*, actor: User, new: NewTarget) -> Target:
    """Write a target; a job counts it, at every past instant too.

    Raises CannotSetTargets, TargetNeedsAName, NothingToReach, DatesOutOfOrder, CountsNobody,
    UnknownScope, PlanNeedsCohorts, PartIsOutside or TargetIsClosed.
    """
    _check(actor, new)
    if new.starts_on >= new.ends_on:
        raise DatesOutOfOrder
    if new.counts_as == CountsAs.NOTHING:
        raise CountsNobody
    _check_scope(new.scope)
    target = Target(
        counts_as=new.counts_as, starts_on=new.starts_on, ends_on=new.ends_on,
        scope_kind=new.scope.kind, scope_value=new.scope.value,
    )  # fmt: skip
    _say(target, new)
    target.save()
    record(actor=actor, action="target_set", target=target, **_told(target))
    queue(kind=TARGET_SET, key=str(target.pk), payload={"target": target.pk}, created_by=actor)
    return target


@transaction.atomic
def change_target(*, actor: User, target: Target, said: Said) -> Target:
    """Change what a target says; what it said before stays on boards of past days.

    Whom it counts does not change: close it and set another. The same again does nothing.
    Raises CannotSetTargets, TargetNeedsAName, NothingToReach, TargetIsClosed, PlanNeedsCohorts,
    PartOfItself or PartIsOutside.
    """
    _check(actor, said)
    # All of them: two who put each target inside the other must not both pass.
    targets = {one.pk: one for one in Target.objects.select_for_update(of=("self",)).order_by("pk")}
    target = targets[target.pk]
    _refuse_closed(target)
    terms, before = target.terms, _told(target)
    _say(target, said)
    if _told(target) == before:
        return target
    if target.terms != terms:
        target.past_terms = [
            *target.past_terms,
            {
                "until": timezone.now().isoformat(), "name": terms.name, "count": terms.count,
                "trajectory": terms.trajectory.value,
            },
        ]  # fmt: skip
    target.save()
    record(actor=actor, action="target_changed", target=target, before=before, after=_told(target))
    return target


@transaction.atomic
def close_target(*, actor: User, target: Target, reason: str) -> Target:
    """Stop steering by a target; its figures stay, and follow corrections.

    Raises CannotSetTargets, ClosingNeedsAReason or TargetIsClosed.
    """
    if not can_set_targets(actor):
        raise CannotSetTargets
    if not reason.strip():
        raise ClosingNeedsAReason
    target = Target.objects.select_for_update(of=("self",)).get(pk=target.pk)
    _refuse_closed(target)
    target.closed_at = timezone.now()
    target.save(update_fields=["closed_at"])
    record(actor=actor, action="target_closed", target=target, reason=reason.strip())
    return target


def _check(actor: User, said: Said) -> None:
    if not can_set_targets(actor):
        raise CannotSetTargets
    if not said.name.strip():
        raise TargetNeedsAName
    if said.count < 1:
        raise NothingToReach


def _say(target: Target, said: Said) -> None:
    """Have the target say this, not yet written; refuse what it cannot say."""
    parent = Target.objects.get(pk=said.parent.pk) if said.parent else None
    if parent and parent.pk != target.parent_id:
        _refuse_closed(parent)
    target.name, target.count = said.name.strip(), said.count
    target.trajectory, target.owner, target.parent = said.trajectory, said.owner, parent
    _check_place(target)


def _refuse_closed(target: Target) -> None:
    if target.closed_at:
        raise TargetIsClosed(name=target.name)


def _check_scope(scope: Scope) -> None:
    kind, value = scope.kind, scope.value
    try:
        exists = {
            ScopeKind.PROGRAMME: lambda: value == "",
            ScopeKind.REGION: lambda: value in Region.values,
            ScopeKind.VERSANT: lambda: value in Versant.values,
            ScopeKind.EMPLOYER: lambda: Organisation.objects.filter(pk=value).exists(),
            ScopeKind.SCHOOL: lambda: Organisation.objects.filter(pk=value).exists(),
            ScopeKind.MODULE: lambda: Module.objects.filter(pk=value).exists(),
        }[kind]()
    except (ValidationError, ValueError):
        exists = False
    if not exists:
        raise UnknownScope


def _check_place(target: Target) -> None:
    """Refuse a plan nobody can read, and a part that its whole would not hold."""
    if target.trajectory == Trajectory.PLANNED and target.scope_kind not in PLANNABLE:
        raise PlanNeedsCohorts
    parent = target.parent
    if parent is None:
        return
    above: Target | None = parent
    while above is not None:
        if above.pk == target.pk:
            raise PartOfItself
        above = above.parent
    if (
        parent.counts_as != target.counts_as
        or target.starts_on < parent.starts_on
        or target.ends_on > parent.ends_on
    ):
        starts, ends = (f"{day:%d/%m/%Y}" for day in (parent.starts_on, parent.ends_on))
        raise PartIsOutside(parent=parent.name, starts=starts, ends=ends)


def _told(target: Target) -> dict[str, Any]:
    return {
        "name": target.name, "count": target.count, "counts_as": str(target.counts_as),
        "scope": f"{target.scope_kind}:{target.scope_value}", "trajectory": str(target.trajectory),
        "parent": target.parent_id, "owner": str(target.owner_id) if target.owner_id else None,
    }  # fmt: skip
