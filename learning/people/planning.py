"""What a merge would do, read before anything is written: pages show it, the act follows it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Membership
from accounts.users.models import User
from common.errors import DomainError
from learning.attendance.enums import WERE_THERE
from learning.attendance.models import AttendanceMark
from learning.cohorts.models import Cohort
from learning.completion.models import Completion
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment
from learning.people.relations import MOVES

# Of two enrolments in one cohort, the one that goes further is kept.
_FURTHEST = (
    EnrolmentState.AWAITING, EnrolmentState.WAITING, EnrolmentState.OFFERED,
    EnrolmentState.CONFIRMED,
)  # fmt: skip


class SamePerson(DomainError):
    code = "same_person"
    sentence = _("C’est la même fiche : choisissez-en une autre.")


class AlreadyMerged(DomainError):
    code = "already_merged"
    sentence = _("La fiche de %(name)s est déjà fusionnée avec une autre : partez de celle-là.")


class KeepTheAddress(DomainError):
    code = "keep_the_address"
    sentence = _(
        "Gardez plutôt l’autre fiche : elle a une adresse électronique, celle-ci n’en a pas."
    )


class BothWereThere(DomainError):
    code = "both_were_there"
    sentence = _(
        "Les deux fiches ont des présences dans « %(cohort)s » : ce sont deux personnes, ou l’une "
        "des deux présences est à corriger d’abord."
    )


@dataclass(frozen=True, slots=True)
class Twins:
    """Two enrolments in one cohort: one is kept, the other cancelled."""

    kept: Enrolment
    cancelled: Enrolment

    @property
    def cohort(self) -> Cohort:
        """Return the cohort both are in."""
        return self.kept.cohort


@dataclass(slots=True)
class Plan:
    """What would change: rows that move, and what cannot be twice. `objection` forbids it all."""

    surviving: User
    merged: User
    moves: dict[str, list[Any]] = field(default_factory=dict)
    twins: list[Twins] = field(default_factory=list)
    ended: list[Membership] = field(default_factory=list)
    unlinked: list[Cohort] = field(default_factory=list)
    objection: DomainError | None = None

    @property
    def is_empty(self) -> bool:
        """Return whether the merged record holds nothing."""
        return not any(self.moves.values()) and not self.ended and not self.unlinked

    def count(self, relation: str) -> int:
        """Return how many rows of a relation would move."""
        return len(self.moves.get(relation, ()))


def rows_of(relation: str, person_id: UUID) -> QuerySet[Any]:
    """Return the rows whose column leads to the person."""
    app, model, column = relation.split(".")
    rows: QuerySet[Any] = apps.get_model(app, model)._base_manager.all()  # noqa: SLF001
    return rows.filter(**{column: person_id})


def plan_merge(surviving: User, merged: User) -> Plan:
    """Return what merging would do; nothing is written."""
    plan = Plan(surviving, merged, objection=_objection(surviving, merged))
    if isinstance(plan.objection, SamePerson):
        return plan
    try:
        plan.twins = _twins(surviving, merged)
    except BothWereThere as refusal:
        plan.objection = plan.objection or refusal
    held = set(surviving.memberships.filter(ended_on=None).values_list("organisation", "role"))
    open_ones = merged.memberships.filter(ended_on=None).select_related("organisation")
    plan.ended = [one for one in open_ones if (one.organisation_id, one.role) in held]
    plan.unlinked = list(Cohort.objects.run_by(merged).filter(trainers=surviving))
    stay = {
        "accounts.membership.person": [one.pk for one in plan.ended],
        "learning.cohort_trainers.user": list(
            Cohort.trainers.through.objects.filter(
                user_id=merged.pk, cohort__in=plan.unlinked
            ).values_list("pk", flat=True)
        ),
    }
    for relation in MOVES:
        rows = rows_of(relation, merged.pk).exclude(pk__in=stay.get(relation, []))
        plan.moves[relation] = list(rows.order_by("pk").values_list("pk", flat=True))
    return plan


def _objection(surviving: User, merged: User) -> DomainError | None:
    if surviving.pk == merged.pk:
        return SamePerson()
    for person in (surviving, merged):
        if person.merged_into_id:
            return AlreadyMerged(name=person.display_name)
    if merged.email and not surviving.email:
        return KeepTheAddress()
    return None


def twin_cohorts(surviving: User, merged: User) -> list[UUID]:
    """Return the cohorts both are in, in the order in which they are locked."""
    both = Enrolment.objects.active().filter(person=merged).values("cohort")
    mine = Enrolment.objects.active().filter(person=surviving, cohort__in=both)
    return sorted(mine.values_list("cohort", flat=True))


def _twins(surviving: User, merged: User) -> list[Twins]:
    """Return the pairs of enrolments in one cohort. Raises BothWereThere."""
    shared = twin_cohorts(surviving, merged)
    rows = Enrolment.objects.active().filter(person__in=[surviving, merged], cohort__in=shared)
    pairs: dict[UUID, list[Enrolment]] = {}
    for row in rows.select_related("cohort__revision__edition__module", "person"):
        pairs.setdefault(row.cohort_id, []).append(row)
    there = set(
        AttendanceMark.objects.filter(
            enrolment__in=rows.values("pk"), status__in=WERE_THERE
        ).values_list("enrolment", flat=True)
    ) | set(
        Completion.objects.current()
        .acquired()
        .filter(enrolment__in=rows.values("pk"))
        .values_list("enrolment", flat=True)
    )
    found = []
    for pair in pairs.values():
        if all(one.pk in there for one in pair):
            raise BothWereThere(cohort=pair[0].cohort.title)
        pair.sort(key=lambda one: one.requested_at)
        pair.sort(key=lambda one: (one.pk in there, _rank(one)), reverse=True)
        found.append(Twins(*pair))
    return sorted(found, key=lambda twins: twins.cohort.starts_on)


def _rank(enrolment: Enrolment) -> int:
    return _FURTHEST.index(EnrolmentState(enrolment.state))
