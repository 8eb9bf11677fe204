"""Colleagues who come together: offered places together, or some of them if they accept."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from learning.cohorts.models import Cohort
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment, EnrolmentGroup
from learning.enrolment.permissions import can_move
from learning.enrolment.places import lock_cohort, serve_the_line
from learning.enrolment.replacing import CannotMove

SMALLEST = 2


class GroupIsTooSmall(DomainError):
    code = "group_is_too_small"
    sentence = _(
        "Un groupe réunit au moins deux personnes qui attendent une place et ne sont dans aucun "
        "autre groupe : cochez-en davantage."
    )


class GroupNeedsAName(DomainError):
    code = "group_needs_a_name"
    sentence = _("Donnez un nom à ce groupe : vous le reconnaîtrez dans la liste.")


@transaction.atomic
def make_group(
    *, actor: User, cohort: Cohort, name: str, people: Sequence[Enrolment], accepts_some: bool
) -> EnrolmentGroup:
    """Have people who wait be offered places together, at the turn of the last of them.

    Raises GroupNeedsAName, CannotMove or GroupIsTooSmall.
    """
    cohort = lock_cohort(cohort.pk)
    if not name.strip():
        raise GroupNeedsAName
    held = list(
        cohort.enrolments.filter(pk__in=[one.pk for one in people]).select_for_update(of=("self",))
    )
    if not all(can_move(actor, one) for one in held):
        raise CannotMove
    waiting = [one for one in held if one.is_waiting and one.group_id is None]
    if len(waiting) < SMALLEST or len(waiting) < len(people):
        raise GroupIsTooSmall
    group = EnrolmentGroup.objects.create(
        cohort=cohort, name=name.strip()[:100], accepts_some=accepts_some, made_by=actor
    )
    for one in waiting:
        one.group = group
        one.save(update_fields=["group"])
        record(actor=actor, action="group_joined", target=one, group=group.name)
    record(
        actor=actor, action="group_made", target=group, cohort=cohort.code, people=len(waiting),
        accepts_some=accepts_some,
    )  # fmt: skip
    serve_the_line(cohort)
    return group


def _held(actor: User, group: EnrolmentGroup) -> tuple[EnrolmentGroup, list[Enrolment]]:
    """Return a group and its people, under their cohort's lock. Raises CannotMove."""
    lock_cohort(group.cohort_id)
    held = EnrolmentGroup.objects.select_for_update().get(pk=group.pk)
    people = list(held.enrolments.select_for_update(of=("self",)))
    if not all(can_move(actor, one) for one in people):
        raise CannotMove
    return held, people


@transaction.atomic
def accept_some(*, actor: User, group: EnrolmentGroup, accepts: bool) -> EnrolmentGroup:
    """Say whether a group takes fewer places than it has people. Raises CannotMove."""
    held, _people = _held(actor, group)
    if held.accepts_some != accepts:
        held.accepts_some = accepts
        held.save(update_fields=["accepts_some"])
        record(actor=actor, action="group_accepts_some", target=held, accepts_some=accepts)
        serve_the_line(held.cohort)
    return held


@transaction.atomic
def leave_group(*, actor: User, enrolment: Enrolment) -> Enrolment:
    """Let someone wait alone, at their rank; a group of one is dissolved. Raises CannotMove.

    Someone in no group stays so.
    """
    group = enrolment.group
    if group is None:
        return enrolment
    held, people = _held(actor, group)
    for one in people:
        if one.pk == enrolment.pk:
            _leave(actor, one, held)
    left = held.enrolments.exclude(state=EnrolmentState.CANCELLED)
    if left.count() < SMALLEST:
        _dissolve(actor, held, list(left))
    serve_the_line(held.cohort)
    enrolment.refresh_from_db()
    return enrolment


@transaction.atomic
def dissolve_group(*, actor: User, group: EnrolmentGroup) -> None:
    """Let everyone of a group wait alone, at their rank. Raises CannotMove."""
    held, people = _held(actor, group)
    cohort = held.cohort
    _dissolve(actor, held, people)
    serve_the_line(cohort)


def _leave(actor: User, enrolment: Enrolment, group: EnrolmentGroup) -> None:
    enrolment.group = None
    enrolment.save(update_fields=["group"])
    record(actor=actor, action="group_left", target=enrolment, group=group.name)


def _dissolve(actor: User, group: EnrolmentGroup, people: Sequence[Enrolment]) -> None:
    for one in people:
        _leave(actor, one, group)
    record(actor=actor, action="group_dissolved", target=group, group=group.name)
    group.delete()
