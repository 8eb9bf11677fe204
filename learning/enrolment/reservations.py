"""Places a school keeps now and names later."""

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from accounts.users.services import AgentDetails, find_or_create_agent
from common.audit.services import record
from common.errors import DomainError
from common.jobs.models import Job
from common.jobs.services import queue
from common.links.services import forget_links
from learning.cohorts.enums import TAKING_REQUESTS
from learning.cohorts.models import Cohort
from learning.enrolment.deadlines import worked_days_before
from learning.enrolment.desk_mails import REMIND_OF_KEPT
from learning.enrolment.emails import ANSWER_REQUEST
from learning.enrolment.enums import EnrolmentSource, OfferState
from learning.enrolment.models import Approval, Enrolment, Reservation
from learning.enrolment.order import standing_of
from learning.enrolment.permissions import can_ask_for_a_place
from learning.enrolment.places import close_offer, confirm, lock_cohort, serve_the_line
from learning.enrolment.services import (
    AlreadyEnrolled,
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
# How many working days before the deadline a school is reminded of places without a name.
REMINDED_BEFORE = (7, 2)


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
    kept = place_to_name(cohort, organisation)
    if kept:
        return name_someone(actor=actor, reservation=kept, details=details)
    return enrol_agent(actor=actor, cohort=cohort, organisation=organisation, details=details)


def places_to_name(cohort: Cohort, organisation: Organisation) -> list[Reservation]:
    """Return the reservation of each place the organisation keeps there and may name, in order."""
    held = Reservation.objects.held().with_named().filter(cohort=cohort, organisation=organisation)
    in_time = held.filter(name_by__gt=timezone.now()).order_by("name_by", "made_at")
    return [one for one in in_time for _place in range(one.places - one.named)]


def place_to_name(cohort: Cohort, organisation: Organisation) -> Reservation | None:
    """Return the reservation that gives the next kept place to name, None when none is left."""
    return next(iter(places_to_name(cohort, organisation)), None)


@transaction.atomic
def use_invitation(*, person: User, code: str) -> Enrolment:
    """Take one of the places that an invitation code opens; who waited leaves the line for it.

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
    there = cohort.enrolments.active().filter(person=person).select_for_update().first()
    if there is not None:
        return _take_instead(actor, held, there, cohort)
    enrolment = new_enrolment(
        actor=actor, person=person, cohort=cohort, source=source, organisation=held.organisation
    )
    enrolment.reservation = held
    enrolment.save(force_insert=True)
    record_enrolled(actor, enrolment, cohort)
    return confirm(actor=actor, enrolment=enrolment, action="place_named")


def _take_instead(
    actor: User, reservation: Reservation, enrolment: Enrolment, cohort: Cohort
) -> Enrolment:
    """Give a kept place to someone who waits: it is the same enrolment, now of that school.

    A school takes nobody whom another one enrolled: only the person may, by the code.
    """
    school = enrolment.enrolling_organisation_id
    is_theirs = actor.pk == enrolment.person_id or school in (None, reservation.organisation_id)
    if enrolment.is_confirmed or not is_theirs:
        raise AlreadyEnrolled(name=enrolment.person.display_name)
    close_offer(enrolment, OfferState.WITHDRAWN)
    for approval in Approval.objects.filter(enrolment=enrolment):
        forget_links(purpose=ANSWER_REQUEST, object_id=approval.pk)
    enrolment.reservation, enrolment.group = reservation, None
    enrolment.enrolling_organisation = reservation.organisation
    enrolment.save(update_fields=["reservation", "group", "enrolling_organisation"])
    confirm(actor=actor, enrolment=enrolment, action="place_named")
    # The place that was offered to them is free, or a group waits for fewer people.
    serve_the_line(cohort)
    return enrolment


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


def remind_of_kept_places() -> int:
    """Remind the schools whose deadline comes of places without a name; return how many.

    Twice, some working days before: once per deadline and reminder, even if this runs often.
    """
    now = timezone.now()
    soon = now + timedelta(days=3 * max(REMINDED_BEFORE))
    held = Reservation.objects.held().filter(
        name_by__gt=now, name_by__lte=soon, cohort__state__in=TAKING_REQUESTS
    )
    asked = 0
    for kept in held.with_named().select_related("cohort__venue"):
        zone = kept.cohort.venue.zone
        last, today = kept.name_by.astimezone(zone).date(), timezone.localdate(timezone=zone)
        due = [before for before in REMINDED_BEFORE if today >= worked_days_before(last, before)]
        # Kept when its deadline was near already: the school has it in mind.
        made_on = kept.made_at.astimezone(zone).date()
        due = [before for before in due if made_on < worked_days_before(last, before)]
        if due and kept.named < kept.places:
            asked += _remind(kept, last, min(due))
    return asked


@transaction.atomic
def _remind(kept: Reservation, last: date, before: int) -> bool:
    """Have the mail written; return whether it was not yet."""
    key = f"{kept.pk}:{last}:{before}"
    if Job.objects.filter(kind=REMIND_OF_KEPT, key=key).exists():
        return False
    queue(kind=REMIND_OF_KEPT, key=key, payload={"reservation": str(kept.pk)})
    return True
