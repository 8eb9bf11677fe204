"""Merge two records of one person, undo it, or say that they are two people.

Locks go cohorts first, then people: whoever gives places locks the cohort, then writes rows that
lead to people.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Membership
from accounts.users.merging import (
    close_account,
    complete_profile,
    reopen_account,
    take_back_from_profile,
)
from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from learning.cohorts.models import Cohort
from learning.completion.models import Completion
from learning.counting.services import move_verdicts
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment
from learning.enrolment.places import lock_cohort, serve_the_line
from learning.enrolment.twins import cancel_twin, restore_twin
from learning.people.models import PersonMerge, TwoPeople
from learning.people.permissions import can_merge_people
from learning.people.planning import Plan, SamePerson, plan_merge, rows_of, twin_cohorts

ENROLMENTS, COMPLETIONS = "learning.enrolment.person", "learning.completion.person"
NAMES = {
    "accounts.membership.person": _("rôles"),
    "accounts.message.person": _("messages"),
    "accounts.user.merged_into": _("fiches réunies avant"),
    "certificates.award.recipient": _("titres"),
    "learning.cohort_trainers.user": _("cohortes animées"),
    "learning.completion.person": _("verdicts"),
    "learning.enrolment.person": _("inscriptions"),
    "learning.target.owner": _("objectifs suivis"),
}


class CannotMergePeople(DomainError):
    code = "cannot_merge_people"
    sentence = _("Seule l’administration du programme fusionne des fiches ou les sépare.")


class CannotMergeOneself(DomainError):
    code = "cannot_merge_oneself"
    sentence = _("C’est votre propre fiche : gardez-la, ou demandez à une autre personne.")


class MergeNeedsAReason(DomainError):
    code = "merge_needs_a_reason"
    sentence = _("Dites ce qui montre que c’est une seule personne : ce motif reste au journal.")


class PeopleHaveChanged(DomainError):
    code = "people_have_changed"
    sentence = _("Une inscription vient de changer : relisez la page, puis confirmez de nouveau.")


class AlreadyUndone(DomainError):
    code = "already_undone"
    sentence = _("Cette fusion est déjà annulée.")


class UndoTheLaterMerge(DomainError):
    code = "undo_the_later_merge"
    sentence = _(
        "%(name)s a depuis été fusionné·e avec une autre fiche : annulez d’abord cette fusion-là."
    )


class MergedRowsHaveChanged(DomainError):
    code = "merged_rows_have_changed"
    sentence = _(
        "Ce qui avait été réuni a changé depuis (%(what)s) : cette fusion ne se défait plus."
    )


@transaction.atomic
def merge_people(*, actor: User, surviving: User, merged: User, reason: str) -> PersonMerge:
    """Give the one who stays all that the other holds; nothing is deleted, and it can be undone.

    Of two enrolments in one cohort the one that goes further is kept, else the older; the other
    is cancelled. Raises CannotMergePeople, CannotMergeOneself, MergeNeedsAReason, SamePerson,
    AlreadyMerged, KeepTheAddress, BothWereThere or PeopleHaveChanged.
    """
    _guard(actor)
    if merged.pk == actor.pk:
        raise CannotMergeOneself
    if not reason.strip():
        raise MergeNeedsAReason
    cohorts = {pk: lock_cohort(pk) for pk in twin_cohorts(surviving, merged)}
    surviving, merged = _locked(surviving.pk), _locked(merged.pk)
    plan = plan_merge(surviving, merged)
    if plan.objection:
        raise plan.objection
    if any(twins.cohort.pk not in cohorts for twins in plan.twins):
        raise PeopleHaveChanged
    merge = PersonMerge.objects.create(
        surviving=surviving, merged=merged, reason=reason.strip(), made_by=actor,
        moved=_carry_out(actor, plan),
    )  # fmt: skip
    for cohort in cohorts.values():
        serve_the_line(cohort)
    record(
        actor=actor, action="people_merged", target=surviving, reason=merge.reason,
        merge=str(merge.pk), merged=str(merged.pk), words=merged.display_name, rows=merge.counts,
    )  # fmt: skip
    record(
        actor=actor, action="merged_into", target=merged, reason=merge.reason,
        merge=str(merge.pk), surviving=str(surviving.pk),
    )  # fmt: skip
    return merge


def _guard(actor: User) -> None:
    if not can_merge_people(actor):
        raise CannotMergePeople


def _locked(person_id: UUID) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=person_id)


def _carry_out(actor: User, plan: Plan) -> dict[str, Any]:
    """Write the plan; return exactly what changed, as JSON."""
    because = str(_("Fiche réunie avec une autre de la même personne, déjà inscrite."))
    cancelled = [
        {"enrolment": str(twins.cancelled.pk), "state": twins.cancelled.state}
        for twins in plan.twins
    ]
    for twins in plan.twins:
        cancel_twin(actor=actor, enrolment=twins.cancelled, reason=because)
    today = timezone.localdate()
    for membership in plan.ended:
        membership.ended_on = today
        membership.save(update_fields=["ended_on"])
    for cohort in plan.unlinked:
        cohort.trainers.remove(plan.merged)
    for relation, rows in plan.moves.items():
        _point(relation, rows, plan.merged, plan.surviving)
    move_verdicts(completions=plan.moves[COMPLETIONS], to=plan.surviving)
    filled = complete_profile(surviving=plan.surviving, merged=plan.merged)
    close_account(merged=plan.merged, surviving=plan.surviving)
    return {
        "moved": {key: [str(pk) for pk in rows] for key, rows in plan.moves.items() if rows},
        "cancelled": cancelled,
        "ended": [membership.pk for membership in plan.ended],
        "unlinked": [str(cohort.pk) for cohort in plan.unlinked],
        "filled": filled,
    }


def _point(relation: str, rows: list[Any], before: User, after: User) -> bool:
    """Have these rows lead to another person; False when some do not lead to the first."""
    column = relation.rsplit(".", 1)[1]
    changed = rows_of(relation, before.pk).filter(pk__in=rows).update(**{column: after.pk})
    return changed == len(rows)


@transaction.atomic
def undo_merge(*, actor: User, merge: PersonMerge) -> PersonMerge:
    """Put back exactly what a merge moved; what came since stays with the one who stays.

    Raises CannotMergePeople, AlreadyUndone, UndoTheLaterMerge, MergedRowsHaveChanged or
    PlaceIsTaken; then nothing changes.
    """
    _guard(actor)
    twins = [one["enrolment"] for one in merge.moved["cancelled"]]
    shared = Enrolment.objects.filter(pk__in=twins).values_list("cohort", flat=True)
    cohorts = {pk: lock_cohort(pk) for pk in sorted(set(shared))}
    held = PersonMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if held.undone_at:
        raise AlreadyUndone
    surviving, merged = _locked(held.surviving_id), _locked(held.merged_id)
    if surviving.merged_into_id:
        raise UndoTheLaterMerge(name=surviving.display_name)
    _put_back(held, surviving, merged)
    for one in held.moved["cancelled"]:
        _restore(actor, cohorts, UUID(one["enrolment"]), EnrolmentState(one["state"]))
    held.undone_by, held.undone_at = actor, timezone.now()
    held.save(update_fields=["undone_by", "undone_at"])
    for cohort in cohorts.values():
        serve_the_line(cohort)
    for person in (surviving, merged):
        record(actor=actor, action="merge_undone", target=person, merge=str(held.pk))
    return held


def _put_back(held: PersonMerge, surviving: User, merged: User) -> None:
    """Move the rows back. Raises MergedRowsHaveChanged when one of them went elsewhere."""
    _check_verdicts(held)
    for relation, rows in held.moved["moved"].items():
        if not _point(relation, rows, surviving, merged):
            raise MergedRowsHaveChanged(what=str(NAMES[relation]))
    move_verdicts(completions=map(int, held.moved["moved"].get(COMPLETIONS, [])), to=merged)
    Membership.objects.filter(pk__in=held.moved["ended"]).update(ended_on=None)
    for cohort in Cohort.objects.filter(pk__in=held.moved["unlinked"]):
        cohort.trainers.add(merged)
    take_back_from_profile(person=surviving, filled=held.moved["filled"])
    reopen_account(merged=merged)


def _check_verdicts(merge: PersonMerge) -> None:
    """Refuse when a verdict was written since on an enrolment that would go back."""
    moved = merge.moved["moved"]
    since = Completion.objects.filter(enrolment__in=moved.get(ENROLMENTS, [])).exclude(
        pk__in=moved.get(COMPLETIONS, [])
    )
    if since.exists():
        raise MergedRowsHaveChanged(what=str(NAMES[COMPLETIONS]))


def _restore(
    actor: User, cohorts: dict[UUID, Cohort], enrolment_id: UUID, state: EnrolmentState
) -> None:
    """Bring a cancelled twin back, unless it changed or its person came back otherwise."""
    twin = Enrolment.objects.get(pk=enrolment_id)
    cohort = cohorts[twin.cohort_id]
    again = cohort.enrolments.active().filter(person=twin.person_id)
    if twin.state != EnrolmentState.CANCELLED or again.exists():
        raise MergedRowsHaveChanged(what=str(NAMES[ENROLMENTS]))
    restore_twin(actor=actor, cohort=cohort, enrolment_id=enrolment_id, state=state)


@transaction.atomic
def tell_apart(*, actor: User, one: User, other: User) -> TwoPeople:
    """Keep that two people are not one: the pair is not shown again.

    Raises CannotMergePeople or SamePerson.
    """
    _guard(actor)
    if one.pk == other.pk:
        raise SamePerson
    first, second = sorted((one, other), key=lambda person: person.pk)
    kept, is_new = TwoPeople.objects.get_or_create(
        first=first, second=second, defaults={"said_by": actor}
    )
    if is_new:
        for person, with_whom in ((first, second), (second, first)):
            record(
                actor=actor, action="told_apart", target=person, other=str(with_whom.pk),
                words=with_whom.display_name,
            )  # fmt: skip
    return kept
