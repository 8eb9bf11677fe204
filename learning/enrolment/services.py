"""Ask for places, and give them up: never more than there are."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.enums import Region
from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import AgentProfile, User
from accounts.users.services import AgentDetails, find_or_create_agent
from common.audit.services import record
from common.errors import DomainError
from learning.cohorts.enums import TAKING_REQUESTS
from learning.cohorts.models import Cohort
from learning.enrolment.approvals import approver_of, ask_approval
from learning.enrolment.enums import EnrolmentSource, EnrolmentState
from learning.enrolment.models import Enrolment
from learning.enrolment.permissions import (
    can_ask_for_a_place,
    can_cancel,
    can_enrol_for_a_school,
    can_give_places_up,
    leaves_late,
)
from learning.enrolment.places import (
    cancel,
    lock_cohort,
    next_queue_number,
    serve_the_line,
    tell_person,
)


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


class LateLeaveNeedsAReason(DomainError):
    code = "late_leave_needs_a_reason"
    sentence = _(
        "Le groupe compte sur cette place : dites pourquoi elle se libère, l’équipe qui organise "
        "lira ce motif."
    )


@transaction.atomic
def request_place(*, person: User, cohort: Cohort, approver_email: str = "") -> Enrolment:
    """Give the person a place, or their turn on the waiting list.

    Where their structure wants it, someone there is asked first; the turn is kept meanwhile.
    Raises NameRequired, NotTakingRequests, AlreadyEnrolled, ApproverNeeded or ApproverIsOneself.
    """
    if not (person.first_name and person.last_name):
        raise NameRequired
    approver = approver_of(person, approver_email)
    cohort = _open_cohort(cohort)
    enrolment = new_enrolment(
        actor=person, person=person, cohort=cohort, source=EnrolmentSource.REQUEST
    )
    if approver is None:
        return place_or_wait(actor=person, enrolment=enrolment, cohort=cohort)
    enrolment.state = EnrolmentState.AWAITING
    enrolment.save(force_insert=True)
    record_enrolled(person, enrolment, cohort)
    ask_approval(enrolment=enrolment, approver_email=approver)
    return enrolment


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
    cohort = _open_cohort(cohort)
    enrolment = new_enrolment(
        actor=actor, person=find_or_create_agent(details=details), cohort=cohort,
        source=EnrolmentSource.SCHOOL, organisation=organisation,
    )  # fmt: skip
    return place_or_wait(actor=actor, enrolment=enrolment, cohort=cohort)


def _open_cohort(cohort: Cohort) -> Cohort:
    cohort = lock_cohort(cohort.pk)
    if not can_ask_for_a_place(cohort):
        raise NotTakingRequests
    return cohort


def new_enrolment(
    *, actor: User, person: User, cohort: Cohort, source: EnrolmentSource,
    organisation: Organisation | None = None,
) -> Enrolment:  # fmt: skip
    """Return an enrolment to be saved, at the end of the line; call it under the cohort's lock.

    Raises AlreadyEnrolled.
    """
    if cohort.enrolments.active().filter(person=person).exists():
        raise AlreadyEnrolled(name=person.display_name)
    enrolment = Enrolment(
        cohort=cohort, person=person, source=source, enrolled_by=actor,
        enrolling_organisation=organisation, state=EnrolmentState.WAITING,
        queue_number=next_queue_number(cohort), **_frozen_profile(person),
    )  # fmt: skip
    today = timezone.localdate()
    theirs = [enrolment.employer, organisation]
    enrolment.is_priority = any(one and one.is_partner_or_member(today) for one in theirs)
    return enrolment


def place_or_wait(*, actor: User, enrolment: Enrolment, cohort: Cohort) -> Enrolment:
    """Write a new enrolment: a place at once if it is the person's turn, else they wait."""
    enrolment.save(force_insert=True)
    served = serve_the_line(cohort, newcomer=enrolment)
    for one in served:
        if one == enrolment:
            enrolment.state, enrolment.confirmed_at = one.state, one.confirmed_at
    record_enrolled(actor, enrolment, cohort)
    if enrolment.state == EnrolmentState.WAITING:
        tell_person(enrolment)
    return enrolment


def record_enrolled(actor: User, enrolment: Enrolment, cohort: Cohort) -> None:
    """Write in the audit trail that someone asked, and what they got."""
    record(
        actor=actor, action="enrolled", target=enrolment, state=enrolment.state,
        cohort=cohort.code,
    )  # fmt: skip


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


@transaction.atomic
def cancel_enrolment(*, actor: User, enrolment: Enrolment, reason: str = "") -> Enrolment:
    """Give a place or a turn up. A freed place is offered at once to whoever is next.

    Raises CannotCancel, LateLeaveNeedsAReason, or CohortHasBegun for a place in a cohort under
    way.
    """
    cohort = lock_cohort(enrolment.cohort_id)
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    enrolment.cohort = cohort
    if not can_cancel(actor, enrolment):
        raise CannotCancel
    if not can_give_places_up(cohort):
        raise CohortHasBegun
    is_late = leaves_late(enrolment)
    if is_late and not reason.strip():
        raise LateLeaveNeedsAReason
    cancel(actor=actor, enrolment=enrolment, reason=reason, is_late=is_late)
    # Postponed, it has no date to call anyone to: its places are given when it opens again.
    serve_the_line(cohort)
    return enrolment


@transaction.atomic
def give_free_places(*, cohort: Cohort) -> list[Enrolment]:
    """Offer the free places of a cohort to those who wait; return those who got an offer."""
    return serve_the_line(lock_cohort(cohort.pk))


def give_places_that_became_free() -> int:
    """Serve the lines where a priority has just ended, say; return how many offers that made.

    Acts that free a place serve the line themselves: this is for what only time changes.
    """
    waited_for = (
        Cohort.objects.filter(state__in=TAKING_REQUESTS, starts_on__gte=timezone.localdate())
        .with_counts()
        .with_free_places()
        .with_people_waiting()
    )
    return sum(len(give_free_places(cohort=cohort)) for cohort in waited_for)


@transaction.atomic
def cancel_enrolments_of(*, cohort: Cohort, reason: str) -> int:
    """Cancel every enrolment of a cancelled cohort; return how many. Doing it again is harmless."""
    lock_cohort(cohort.pk)
    active = list(cohort.enrolments.active().select_for_update())
    for enrolment in active:
        cancel(actor=None, enrolment=enrolment, reason=reason)
    return len(active)
