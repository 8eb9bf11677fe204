"""Places a school keeps now and names later."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from accounts.users.services import AgentDetails, find_or_create_agent
from common.audit.services import record
from common.errors import DomainError
from learning.cohorts.models import Cohort
from learning.enrolment.enums import EnrolmentSource
from learning.enrolment.models import Enrolment, Reservation
from learning.enrolment.order import standing_of
from learning.enrolment.permissions import can_ask_for_a_place
from learning.enrolment.places import confirm, lock_cohort, serve_the_line
from learning.enrolment.services import (
    CannotEnrolForOrganisation,
    NameRequired,
    NotTakingRequests,
    enrol_agent,
    new_enrolment,
    record_enrolled,
)

# Without what is read for another: 0 and O, 1 and I.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CODE_LENGTH = 8


class NotEnoughPlaces(DomainError):
    code = "not_enough_places"
    sentence = _("Il reste %(free)s place(s) à réserver dans cette cohorte : demandez-en moins.")


class PeopleAreWaiting(DomainError):
    code = "people_are_waiting"
    sentence = _("Des personnes attendent une place : elles passent avant une réservation.")


class OverTheQuota(DomainError):
    code = "over_the_quota"
    sentence = _("Une structure a %(quota)s place(s) au plus dans cette cohorte.")


class PriorityLasts(DomainError):
    code = "priority_lasts"
    sentence = _(
        "Les places sont d’abord pour les membres et partenaires : votre structure pourra en "
        "réserver ensuite."
    )


class DeadlineIsWrong(DomainError):
    code = "deadline_is_wrong"
    sentence = _("Les noms sont à donner après aujourd’hui et avant le premier jour.")


class ReservationIsOver(DomainError):
    code = "reservation_is_over"
    sentence = _(
        "Cette réservation n’a plus de place : toutes ont un nom, ou la date est passée et elles "
        "sont revenues à tous."
    )


@transaction.atomic
def reserve_places(
    *, actor: User, cohort: Cohort, organisation: Organisation, places: int, name_by: datetime
) -> Reservation:
    """Keep places for people named later.

    Raises CannotEnrolForOrganisation, NotTakingRequests, DeadlineIsWrong, PeopleAreWaiting,
    PriorityLasts, OverTheQuota or NotEnoughPlaces.
    """
    if organisation.pk not in actor.organisations_as(Role.SCHOOL_MANAGER):
        raise CannotEnrolForOrganisation
    cohort = lock_cohort(cohort.pk)
    if not can_ask_for_a_place(cohort):
        raise NotTakingRequests
    first = cohort.half_days.order_by("starts_at").values_list("starts_at", flat=True)[0]
    if not timezone.now() < name_by < first:
        raise DeadlineIsWrong
    if cohort.enrolments.waiting().exists():
        raise PeopleAreWaiting
    standing = standing_of(cohort)
    if standing.priority_lasts and not organisation.is_partner_or_member(timezone.localdate()):
        raise PriorityLasts
    if standing.quota and standing.taken[organisation.pk] + places > standing.quota:
        raise OverTheQuota(quota=standing.quota)
    if not 1 <= places <= standing.free:
        raise NotEnoughPlaces(free=max(standing.free, 0))
    reservation = Reservation.objects.create(
        cohort=cohort, organisation=organisation, places=places, name_by=name_by,
        code=_new_code(), made_by=actor,
    )  # fmt: skip
    record(
        actor=actor, action="places_reserved", target=reservation, places=places,
        cohort=cohort.code,
    )  # fmt: skip
    return reservation


def _new_code() -> str:
    return "".join(secrets.choice(_LETTERS) for _n in range(_CODE_LENGTH))


@transaction.atomic
def name_someone(*, actor: User, reservation: Reservation, details: AgentDetails) -> Enrolment:
    """Give one of the kept places to an agent. Raises ReservationIsOver or AlreadyEnrolled."""
    if reservation.organisation_id not in actor.organisations_as(Role.SCHOOL_MANAGER):
        raise CannotEnrolForOrganisation
    person = find_or_create_agent(details=details)
    return _name(actor, reservation, person, EnrolmentSource.SCHOOL)


def enrol_for(
    *, actor: User, cohort: Cohort, organisation: Organisation, details: AgentDetails
) -> Enrolment:
    """Enrol an agent in a place their school keeps, while one has no name; else as anyone.

    Raises what `name_someone` and `enrol_agent` do.
    """
    held = Reservation.objects.held().with_named().filter(cohort=cohort, organisation=organisation)
    in_time = held.filter(name_by__gt=timezone.now()).order_by("name_by")
    kept = next((one for one in in_time if one.named < one.places), None)
    if kept:
        return name_someone(actor=actor, reservation=kept, details=details)
    return enrol_agent(actor=actor, cohort=cohort, organisation=organisation, details=details)


@transaction.atomic
def use_invitation(*, person: User, code: str) -> Enrolment:
    """Take one of the places that an invitation code opens.

    Raises NameRequired, ReservationIsOver (also for an unknown code) or AlreadyEnrolled.
    """
    if not (person.first_name and person.last_name):
        raise NameRequired
    found = Reservation.objects.filter(code=code.strip().upper()).first()
    if found is None:
        raise ReservationIsOver
    return _name(person, found, person, EnrolmentSource.INVITATION)


def _name(
    actor: User, reservation: Reservation, person: User, source: EnrolmentSource
) -> Enrolment:
    cohort = lock_cohort(reservation.cohort_id)
    held = Reservation.objects.held().with_named().filter(pk=reservation.pk).first()
    is_open = held is not None and held.name_by > timezone.now() and held.named < held.places
    if held is None or not is_open or not can_ask_for_a_place(cohort):
        raise ReservationIsOver
    enrolment = new_enrolment(
        actor=actor, person=person, cohort=cohort, source=source, organisation=held.organisation
    )
    enrolment.reservation = held
    enrolment.save(force_insert=True)
    record_enrolled(actor, enrolment, cohort)
    return confirm(actor=actor, enrolment=enrolment, action="place_named")


@transaction.atomic
def release_reservation(*, actor: User | None, reservation: Reservation) -> Reservation:
    """Give back the places without a name; `actor` is None at the deadline. Twice is harmless."""
    cohort = lock_cohort(reservation.cohort_id)
    reservation = Reservation.objects.select_for_update().get(pk=reservation.pk)
    if reservation.released_at is None:
        reservation.released_at = timezone.now()
        reservation.save(update_fields=["released_at"])
        record(actor=actor, action="reservation_released", target=reservation)
        serve_the_line(cohort)
    return reservation


def release_due_reservations() -> int:
    """Release those whose deadline is past; return how many."""
    due = list(Reservation.objects.held().filter(name_by__lte=timezone.now()))
    for reservation in due:
        release_reservation(actor=None, reservation=reservation)
    return len(due)
