"""Give a place to who is at the door: they are in the room, and the papers must say so."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from accounts.users.models import User
from accounts.users.services import AgentDetails, find_or_create_agent
from common.audit.services import record
from common.errors import DomainError
from learning.cohorts.enums import NOT_HELD
from learning.cohorts.models import Cohort
from learning.cohorts.permissions import can_run
from learning.enrolment.enums import EnrolmentSource, EnrolmentState, OfferState
from learning.enrolment.models import Enrolment
from learning.enrolment.places import close_offer, lock_cohort
from learning.enrolment.services import new_enrolment


class CannotReceiveHere(DomainError):
    code = "cannot_receive_here"
    sentence = _("Cette cohorte n’est pas la vôtre, ou elle ne se tient pas.")


class NamesNeeded(DomainError):
    code = "names_needed"
    sentence = _("Donnez au moins un prénom et un nom : ils iront sur le badge et sur la feuille.")


@transaction.atomic
def receive_at_the_door(
    *, actor: User, cohort: Cohort, details: AgentDetails, employer: str = ""
) -> Enrolment:
    """Return the confirmed enrolment of who came without one, made if need be.

    Whoever waits, was offered a place or awaits an approval gets a place; whoever has one keeps
    it; whoever cancelled gets a new one. Places may then exceed the maximum: nobody is sent away
    by a form, and the audit trail says who received whom. Nobody is written to: they are there.
    `employer` is matched by name, and kept in the profile as it was told where none is.
    Raises CannotReceiveHere or NamesNeeded.
    """
    cohort = lock_cohort(cohort.pk)
    if not can_run(actor, cohort) or cohort.state in NOT_HELD:
        raise CannotReceiveHere
    if not (details.first_name.strip() and details.last_name.strip()):
        raise NamesNeeded
    person = find_or_create_agent(details=_with_employer(details, employer.strip()))
    found = cohort.enrolments.active().filter(person=person).first()
    if found is not None and found.is_confirmed:
        return found
    enrolment = found or new_enrolment(
        actor=actor, person=person, cohort=cohort, source=EnrolmentSource.ADMINISTRATION
    )
    if found is not None:
        close_offer(enrolment, OfferState.ACCEPTED)
    enrolment.state, enrolment.confirmed_at = EnrolmentState.CONFIRMED, timezone.now()
    enrolment.save()
    record(
        actor=actor, action="received_at_the_door", target=enrolment, cohort=cohort.code,
        waited=found is not None,
    )  # fmt: skip
    return enrolment


def _with_employer(details: AgentDetails, told: str) -> AgentDetails:
    known = Organisation.objects.filter(name__iexact=told).first() if told else None
    words = {name: getattr(details, name) for name in AgentDetails.__slots__}
    words["employer_id"] = known.pk if known else None
    if told and not known:
        words["service"] = told
    return AgentDetails(**words)
