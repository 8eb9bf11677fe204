"""Give places: never more than there are, first come first."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.enums import Region
from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import AgentProfile, User
from accounts.users.services import AgentDetails, find_or_create_agent
from common.audit.services import record
from common.errors import DomainError
from common.jobs.services import queue
from learning.cohorts.models import Cohort
from learning.enrolment.enums import EnrolmentSource, EnrolmentState
from learning.enrolment.models import Enrolment
from learning.enrolment.permissions import (
    can_ask_for_a_place,
    can_cancel,
    can_enrol_for_a_school,
    can_give_places_up,
)
from learning.enrolment.tasks import TELL


class NotTakingRequests(DomainError):
    code = "not_taking_requests"
    sentence = _("Cette cohorte ne prend pas d’inscription : choisissez une autre date.")


class NameRequired(DomainError):
    code = "name_required"
    sentence = _("Dites-nous d’abord vos nom et prénom : ils seront sur votre certificat.")


class AlreadyEnrolled(DomainError):
    code = "already_enrolled"
    sentence = _("%(name)s est déjà dans cette cohorte.")


class CannotEnrolForOrganisation(DomainError):
    code = "cannot_enrol_for_organisation"
    sentence = _("Vous n’inscrivez pas pour cette structure : choisissez l’une des vôtres.")


class CannotCancel(DomainError):
    code = "cannot_cancel"
    sentence = _("Cette inscription n’est pas la vôtre, ou elle est déjà annulée.")


class CohortHasBegun(DomainError):
    code = "cohort_has_begun"
    sentence = _("La cohorte a commencé : l’équipe de formation note désormais les absences.")


def lock_cohort(cohort_id: UUID) -> Cohort:
    """Return the cohort, held until the transaction ends: one place is given at a time."""
    return Cohort.objects.select_for_update().get(pk=cohort_id)


def places_left(cohort: Cohort) -> int:
    """Return how many places nobody has; call it under the cohort's lock."""
    return cohort.places_max - cohort.enrolments.confirmed().count()


@transaction.atomic
def request_place(*, person: User, cohort: Cohort) -> Enrolment:
    """Give the person a place, or their turn on the waiting list.

    Raises NameRequired, NotTakingRequests or AlreadyEnrolled.
    """
    if not (person.first_name and person.last_name):
        raise NameRequired
    return _enrol(
        actor=person,
        person=person,
        cohort_id=cohort.pk,
        source=EnrolmentSource.REQUEST,
        organisation=None,
    )


@transaction.atomic
def enrol_agent(
    *, actor: User, cohort: Cohort, organisation: Organisation, details: AgentDetails
) -> Enrolment:
    """Enrol an agent for a school or an employer; a person not yet known is written.

    Raises CannotEnrolForOrganisation, NotTakingRequests or AlreadyEnrolled.
    """
    if organisation.pk not in actor.organisations_as(Role.SCHOOL_MANAGER):
        raise CannotEnrolForOrganisation
    if not can_enrol_for_a_school(actor, cohort):
        raise NotTakingRequests
    return _enrol(
        actor=actor,
        person=find_or_create_agent(details=details),
        cohort_id=cohort.pk,
        source=EnrolmentSource.SCHOOL,
        organisation=organisation,
    )


def _enrol(
    *,
    actor: User,
    person: User,
    cohort_id: UUID,
    source: EnrolmentSource,
    organisation: Organisation | None,
) -> Enrolment:
    cohort = lock_cohort(cohort_id)
    if not can_ask_for_a_place(cohort):
        raise NotTakingRequests
    if cohort.enrolments.active().filter(person=person).exists():
        raise AlreadyEnrolled(name=person.display_name)
    enrolment = Enrolment(
        cohort=cohort,
        person=person,
        source=source,
        enrolled_by=actor,
        enrolling_organisation=organisation,
        **_frozen_profile(person),
    )
    if places_left(cohort) > 0:
        enrolment.state = EnrolmentState.CONFIRMED
        enrolment.confirmed_at = timezone.now()
    else:
        enrolment.state = EnrolmentState.WAITING
        enrolment.queue_number = _next_queue_number(cohort)
    enrolment.save(force_insert=True)
    record(
        actor=actor, action="enrolled", target=enrolment, state=enrolment.state,
        cohort=cohort.code,
    )  # fmt: skip
    tell_person(enrolment)
    return enrolment


def _next_queue_number(cohort: Cohort) -> int:
    # Cancelled ones count: a number is never given twice.
    last = cohort.enrolments.aggregate(last=Max("queue_number"))["last"]
    return (last or 0) + 1


def _frozen_profile(person: User) -> dict[str, object]:
    """Return what an enrolment keeps of the agent as they are today."""
    profile = AgentProfile.objects.select_related("employer").filter(person=person).first()
    if profile is None:
        return {}
    employer = profile.employer
    return {
        "employer": employer,
        "function": profile.function,
        "region": employer.region if employer else Region.ELSEWHERE,
        "versant": profile.versant,
        "category": profile.category,
    }


def tell_person(enrolment: Enrolment) -> None:
    """Have a mail say where the enrolment stands, once per state it reaches."""
    queue(
        kind=TELL,
        key=f"{enrolment.pk}:{enrolment.state}",
        payload={"enrolment": str(enrolment.pk), "state": enrolment.state},
    )


@transaction.atomic
def cancel_enrolment(*, actor: User, enrolment: Enrolment, reason: str = "") -> Enrolment:
    """Give a place or a turn up. A freed place goes at once to whoever waits first.

    Raises CannotCancel, or CohortHasBegun for a place in a cohort under way.
    """
    cohort = lock_cohort(enrolment.cohort_id)
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if not can_cancel(actor, enrolment):
        raise CannotCancel
    if not can_give_places_up(cohort):
        raise CohortHasBegun
    _cancel(actor=actor, enrolment=enrolment, reason=reason)
    # Postponed, it has no date to call anyone to: its places are given when it opens again.
    if can_ask_for_a_place(cohort):
        _fill_freed_places(cohort)
    return enrolment


def _cancel(*, actor: User | None, enrolment: Enrolment, reason: str) -> None:
    enrolment.state = EnrolmentState.CANCELLED
    enrolment.cancelled_at = timezone.now()
    enrolment.cancellation_reason = reason.strip()
    enrolment.save(update_fields=["state", "cancelled_at", "cancellation_reason"])
    record(actor=actor, action="enrolment_cancelled", target=enrolment, reason=reason.strip())
    tell_person(enrolment)


@transaction.atomic
def give_free_places(*, cohort: Cohort) -> list[Enrolment]:
    """Confirm those who wait first in a cohort that takes requests; return them."""
    cohort = lock_cohort(cohort.pk)
    return _fill_freed_places(cohort) if can_ask_for_a_place(cohort) else []


def _fill_freed_places(cohort: Cohort) -> list[Enrolment]:
    promoted = list(cohort.enrolments.waiting().select_for_update()[: max(places_left(cohort), 0)])
    for enrolment in promoted:
        enrolment.state = EnrolmentState.CONFIRMED
        enrolment.confirmed_at = timezone.now()
        enrolment.save(update_fields=["state", "confirmed_at"])
        record(actor=None, action="place_given", target=enrolment, cohort=cohort.code)
        tell_person(enrolment)
    return promoted


@transaction.atomic
def cancel_enrolments_of(*, cohort: Cohort, reason: str) -> int:
    """Cancel every enrolment of a cancelled cohort; return how many. Doing it again is harmless."""
    lock_cohort(cohort.pk)
    active = list(cohort.enrolments.active().select_for_update())
    for enrolment in active:
        _cancel(actor=None, enrolment=enrolment, reason=reason)
    return len(active)
