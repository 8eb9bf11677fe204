"""Two enrolments of one person in one cohort, when two records are found to be one person's."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from learning.cohorts.models import Cohort
from learning.enrolment.enums import HOLDING, EnrolmentState, OfferState
from learning.enrolment.models import Enrolment
from learning.enrolment.order import standing_of
from learning.enrolment.places import close_offer


class PlaceIsTaken(DomainError):
    code = "place_is_taken"
    sentence = _(
        "La place libérée dans « %(cohort)s » est à quelqu’un d’autre : ajoutez d’abord une place "
        "à cette cohorte."
    )


def cancel_twin(*, actor: User, enrolment: Enrolment, reason: str) -> None:
    """Cancel the enrolment that repeats another, under the cohort's lock.

    Nobody is told: the person keeps their place by the other one.
    """
    close_offer(enrolment, OfferState.WITHDRAWN)
    enrolment.state = EnrolmentState.CANCELLED
    enrolment.cancelled_at = timezone.now()
    enrolment.cancellation_reason = reason
    enrolment.save(update_fields=["state", "cancelled_at", "cancellation_reason"])
    record(actor=actor, action="enrolment_merged", target=enrolment, reason=reason)


def restore_twin(
    *, actor: User, cohort: Cohort, enrolment_id: UUID, state: EnrolmentState
) -> Enrolment:
    """Bring back an enrolment cancelled by `cancel_twin`, under the cohort's lock.

    Who was offered a place is in line again, at their rank. Raises PlaceIsTaken.
    """
    enrolment = Enrolment.objects.get(pk=enrolment_id)
    if state == EnrolmentState.OFFERED:
        state = EnrolmentState.WAITING
    if state in HOLDING and standing_of(cohort).free <= 0:
        raise PlaceIsTaken(cohort=cohort.title)
    enrolment.state, enrolment.cancelled_at, enrolment.cancellation_reason = state, None, ""
    enrolment.save(update_fields=["state", "cancelled_at", "cancellation_reason"])
    record(actor=actor, action="enrolment_restored", target=enrolment)
    return enrolment
