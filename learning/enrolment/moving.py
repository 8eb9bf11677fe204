"""Take a place or a turn to another cohort of the same module."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from learning.cohorts.models import Cohort
from learning.enrolment.enums import EnrolmentSource
from learning.enrolment.models import Enrolment
from learning.enrolment.permissions import can_ask_for_a_place, can_give_places_up, leaves_late
from learning.enrolment.places import cancel, confirm, lock_cohorts, serve_the_line
from learning.enrolment.replacing import held_to_move
from learning.enrolment.reservations import place_to_name
from learning.enrolment.services import (
    CohortHasBegun,
    NotTakingRequests,
    new_enrolment,
    place_or_wait,
    record_enrolled,
)


class NotTheSameModule(DomainError):
    code = "not_the_same_module"
    sentence = gettext_lazy(
        "On ne change de cohorte que pour une autre date du même module : choisissez-en une."
    )


@transaction.atomic
def move_enrolment(*, actor: User, enrolment: Enrolment, to: Cohort, reason: str) -> Enrolment:
    """Have someone come at another date: a place there, or a turn; return the new enrolment.

    The date of the request and what was frozen of the person stay; what was kept, offered or
    grouped in the first cohort stays there. A cohort that has begun is not left this way: the team
    notes absences, and the person is enrolled anew. Both lines are served.

    Raises MoveNeedsAReason, CannotMove, NothingToMove, CohortHasBegun, NotTheSameModule,
    NotTakingRequests or AlreadyEnrolled.
    """
    left, joined = lock_cohorts(enrolment.cohort_id, to.pk)
    leaving = held_to_move(actor, enrolment, reason)
    if not can_give_places_up(left):
        raise CohortHasBegun
    if left == joined or _module_of(left) != _module_of(joined):
        raise NotTheSameModule
    if not can_ask_for_a_place(joined):
        raise NotTakingRequests
    coming = _again(actor, leaving, joined)
    said = _("Passage à « %(title)s » : %(reason)s")
    cancel(
        actor=actor, enrolment=leaving, is_late=leaves_late(leaving),
        reason=said % {"title": joined.title, "reason": reason.strip()},
    )  # fmt: skip
    _seat(actor, coming, joined)
    record(
        actor=actor, action="enrolment_moved", target=coming, reason=reason.strip(),
        before=left.code, after=joined.code, moved=str(leaving.pk),
    )  # fmt: skip
    serve_the_line(left)
    return coming


def _module_of(cohort: Cohort) -> object:
    return cohort.revision.edition.module_id


def _again(actor: User, leaving: Enrolment, cohort: Cohort) -> Enrolment:
    """Return the same request in another cohort, to be saved. Raises AlreadyEnrolled."""
    coming = new_enrolment(
        actor=actor, person=leaving.person, cohort=cohort, source=EnrolmentSource(leaving.source),
        organisation=leaving.enrolling_organisation,
    )  # fmt: skip
    kept = ("requested_at", "is_priority", "employer", "function", "region", "versant", "category")
    for name in kept:
        setattr(coming, name, getattr(leaving, name))
    return coming


def _seat(actor: User, coming: Enrolment, cohort: Cohort) -> None:
    """Give a place their school keeps there, or a place or a turn like anyone's."""
    school = coming.enrolling_organisation
    coming.reservation = place_to_name(cohort, school) if school else None
    if coming.reservation is None:
        place_or_wait(actor=actor, enrolment=coming, cohort=cohort)
        return
    coming.save(force_insert=True)
    record_enrolled(actor, coming, cohort)
    confirm(actor=actor, enrolment=coming, action="place_named")
