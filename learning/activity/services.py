"""Draw up a report; have one sent at regular dates, and stop it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from learning.activity.enums import Cadence, Span
from learning.activity.models import Recipient, Report, Subscription
from learning.activity.permissions import can_read, can_send
from learning.figures.filters import Filters
from learning.targets.models import Target

DAYS_OF = {Cadence.WEEKLY: 7, Cadence.MONTHLY: 28, Cadence.QUARTERLY: 28}


class CannotReport(DomainError):
    code = "cannot_report"
    sentence = _("Ce rapport n’est pas le vôtre : demandez-le à l’administration du programme.")


class UnknownOrganisation(DomainError):
    code = "unknown_organisation"
    sentence = _(
        "Cette structure n’existe pas, ou plus : choisissez l’école ou le financeur dans la liste."
    )


class NobodyToSendTo(DomainError):
    code = "nobody_to_send_to"
    sentence = _("Choisissez au moins une personne à qui envoyer le rapport.")


class MayNotReceive(DomainError):
    code = "may_not_receive"
    sentence = _(
        "%(name)s n’a pas le droit de lire ce rapport, ou n’a pas d’adresse : choisissez quelqu’un "
        "de l’administration, ou de l’école dont il parle."
    )


class DayIsWrong(DomainError):
    code = "day_is_wrong"
    sentence = _("Choisissez un jour de la semaine (1 à 7) ou du mois (1 à 28).")


@dataclass(frozen=True, slots=True)
class Sending:
    """When a report leaves, and what it covers."""

    cadence: Cadence
    day: int
    span: Span = Span.PERIOD


@transaction.atomic
def draw_up(*, actor: User, target: Target, filters: Filters, at: datetime | None = None) -> Report:
    """Keep what is asked for and the instant: the report then says the same for ever.

    `at` is now, or a past instant as of which to draw it up. Raises CannotReport, or
    UnknownOrganisation for a school or a funder that is not known.
    """
    school = _school_of(target, filters)
    if not can_read(actor, school.pk if school else None):
        raise CannotReport
    now = timezone.now()
    made = Report.objects.create(
        target=target, asked=filters.as_query(), school=school, at=min(at or now, now),
        made_by=actor,
    )  # fmt: skip
    record(actor=actor, action="report_drawn_up", target=made, asked=made.asked)
    return made


@transaction.atomic
def subscribe(
    *, actor: User, target: Target, filters: Filters, sending: Sending, people: Sequence[User]
) -> Subscription:
    """Have a report sent to these people at each of its dates, from the next one.

    Whoever may read it asks for themselves; administrators for others too. Raises CannotReport,
    UnknownOrganisation, DayIsWrong, NobodyToSendTo or MayNotReceive.
    """
    school = _school_of(target, filters)
    key = school.pk if school else None
    if not can_read(actor, key) or not (can_send(actor) or set(people) <= {actor}):
        raise CannotReport
    if not 1 <= sending.day <= DAYS_OF[sending.cadence]:
        raise DayIsWrong
    if not people:
        raise NobodyToSendTo
    for person in people:
        if not (person.email and person.is_active and can_read(person, key)):
            raise MayNotReceive(name=person.display_name)
    made = Subscription.objects.create(
        target=target, asked=replace(filters, since=None, until=None).as_query(), school=school,
        cadence=sending.cadence, day=sending.day, span=sending.span, made_by=actor,
        made_at=timezone.now(),
    )  # fmt: skip
    Recipient.objects.bulk_create(Recipient(subscription=made, person=one) for one in people)
    record(
        actor=actor, action="report_subscribed", target=made, asked=made.asked,
        people=[str(one.pk) for one in people],
    )  # fmt: skip
    return made


@transaction.atomic
def stop(*, actor: User, subscription: Subscription) -> Subscription:
    """Stop a subscription for everybody; twice changes nothing.

    Raises CannotReport for whoever neither steers nor asked for it.
    """
    subscription = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if not (can_send(actor) or subscription.made_by_id == actor.pk):
        raise CannotReport
    if subscription.stopped_at is None:
        subscription.stopped_at = timezone.now()
        subscription.save(update_fields=["stopped_at"])
        record(actor=actor, action="report_stopped", target=subscription)
    return subscription


@transaction.atomic
def leave(*, actor: User, subscription: Subscription) -> None:
    """Receive a report no more; twice changes nothing. Raises CannotReport for who never did."""
    mine = subscription.recipients.filter(person=actor)
    if not mine.exists():
        raise CannotReport
    if mine.filter(stopped_at=None).update(stopped_at=timezone.now()):
        record(actor=actor, action="report_left", target=subscription)


def _school_of(target: Target, filters: Filters) -> Organisation | None:
    """Return the school that all of what is asked about is of, if there is one.

    A funder's report is the administration's to give: its cohorts are not told to a school.
    """
    named = {one for one in (filters.funder, filters.school) if one}
    if Organisation.objects.filter(pk__in=named).count() < len(named):
        raise UnknownOrganisation
    if filters.funder:
        return None
    held = filters.school or (target.scope_value if target.scope_kind == "school" else None)
    return Organisation.objects.filter(pk=held).first() if held else None
