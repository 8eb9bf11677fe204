"""Decide what becomes of a cohort that too few people joined: confirm it anyway, or postpone it.

(Cancelling it is `change_state`, as at any other time.) Postponed, everyone is asked whether they
still come; whoever does not answer keeps their place or their turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from common.jobs.services import queue, queue_all
from common.links.services import forget_links
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.cohorts.permissions import can_manage_cohorts
from learning.cohorts.rescheduling import Key, Span, set_half_days
from learning.cohorts.services import CannotManageCohorts, ReasonRequired, change_state
from learning.decisions.emails import ANSWER_DATES
from learning.decisions.enums import DateAnswer
from learning.decisions.facts import facts_of
from learning.decisions.models import DateQuestion, Postponement
from learning.decisions.permissions import may_answer, may_postpone
from learning.decisions.tasks import ASK_DATES, TELL_TRAINER
from learning.enrolment.deadlines import offer_deadline
from learning.enrolment.enums import EnrolmentState, OfferState
from learning.enrolment.models import Enrolment, Offer
from learning.enrolment.offers import accept_offer, decline_offer
from learning.enrolment.places import cancel, lock_cohort, serve_the_line, tell_person


class CannotPostpone(DomainError):
    code = "cannot_postpone"
    sentence = _("Cette cohorte a commencé ou n’aura plus lieu : ses dates ne changent plus.")


class NewDaysAreWrong(DomainError):
    code = "new_days_are_wrong"
    sentence = _(
        "Donnez %(days)s journée(s) dans l’ordre, toutes à venir, la première après le %(first)s."
    )


class DeadlinesOutOfOrder(DomainError):
    code = "deadlines_out_of_order"
    sentence = _(
        "Dans l’ordre : les réponses, à partir de demain ; la décision, ce jour-là ou ensuite ; "
        "puis le premier jour."
    )


class QuestionIsOver(DomainError):
    code = "question_is_over"
    sentence = _(
        "Cette question n’attend plus de réponse : vous avez déjà répondu, la date est passée, ou "
        "la cohorte a encore changé."
    )


@dataclass(frozen=True, slots=True)
class NewDates:
    """When a postponed cohort meets, until when its people answer, when it is decided on again."""

    days: Sequence[date]
    answer_by: date
    decision_on: date


def confirm_anyway(*, actor: User, cohort: Cohort, reason: str) -> Cohort:
    """Confirm a cohort; under its minimum, for a reason that stays.

    Raises ReasonRequired, and what `change_state` does.
    """
    if facts_of(cohort, timezone.localdate()).missing and not reason.strip():
        raise ReasonRequired
    return change_state(actor=actor, cohort=cohort, to=CohortState.CONFIRMED, reason=reason)


@transaction.atomic
def postpone(*, actor: User, cohort: Cohort, dates: NewDates, reason: str) -> Postponement:
    """Move a cohort's days later and ask all of its people whether they still come.

    Hours stay those of the day that each replaces; it takes requests for its new days, to be
    confirmed later. Kept places and open offers get the same days more. Raises
    CannotManageCohorts, ReasonRequired, CannotPostpone, NewDaysAreWrong, DeadlinesOutOfOrder, and
    what `set_half_days` does: its venue or a trainer may be taken on the new days.
    """
    if not can_manage_cohorts(actor):
        raise CannotManageCohorts
    if not reason.strip():
        raise ReasonRequired
    cohort = lock_cohort(cohort.pk)
    now = timezone.now()
    if not may_postpone(cohort, now):
        raise CannotPostpone
    before = cohort.days
    _refuse_wrong(dates, before)
    moved = dict(zip(before, dates.days, strict=True))
    set_half_days(cohort=cohort, venue=cohort.venue, wanted=_at_their_hours(cohort, moved))
    cohort.decision_on = dates.decision_on
    cohort.save(update_fields=["decision_on"])
    postponement = Postponement.objects.create(
        cohort=cohort, days_before=[str(day) for day in before],
        days_after=[str(day) for day in dates.days], reason=reason.strip(),
        answer_by=dates.answer_by, decided_by=actor,
    )  # fmt: skip
    record(
        actor=actor, action="cohort_postponed", target=cohort, reason=reason.strip(),
        before=postponement.days_before, after=postponement.days_after,
        postponement=str(postponement.pk),
    )  # fmt: skip
    _reopen(actor, cohort, reason)
    _move_deadlines(cohort, dates.days[0], before[0])
    _ask_everyone(cohort, postponement)
    for trainer in cohort.trainers.all():
        tell_trainer(trainer, postponement)
    serve_the_line(lock_cohort(cohort.pk))
    return postponement


def _refuse_wrong(dates: NewDates, before: Sequence[date]) -> None:
    today = timezone.localdate()
    days = list(dates.days)
    in_order = days == sorted(set(days)) and len(days) == len(before)
    if not in_order or days[0] <= max(today, before[0]):
        first = max(today, before[0])
        raise NewDaysAreWrong(days=len(before), first=f"{first:%d/%m/%Y}")
    if not today < dates.answer_by <= dates.decision_on < days[0]:
        raise DeadlinesOutOfOrder


def _at_their_hours(cohort: Cohort, moved: dict[date, date]) -> dict[Key, Span]:
    """Return the cohort's half-days at the hours they have, each on the day that replaces its."""
    zone = cohort.venue.zone

    def at_its_hour(instant: datetime) -> datetime:
        local = instant.astimezone(zone)
        return datetime.combine(moved[local.date()], local.time(), zone)

    return {
        (half.day, half.period): (at_its_hour(half.starts_at), at_its_hour(half.ends_at))
        for half in cohort.half_days.all()
    }


def _reopen(actor: User, cohort: Cohort, reason: str) -> None:
    """Have it take requests for its new days, whatever it was."""
    if cohort.state == CohortState.CONFIRMED:
        cohort = change_state(actor=actor, cohort=cohort, to=CohortState.POSTPONED, reason=reason)
    if cohort.state != CohortState.OPEN:
        change_state(actor=actor, cohort=cohort, to=CohortState.OPEN, reason=reason)


def _move_deadlines(cohort: Cohort, first: date, was: date) -> None:
    """Give reservations as many days more, and offers the time they would have if made now."""
    for reservation in cohort.reservations.held():
        reservation.name_by += first - was
        reservation.save(update_fields=["name_by"])
        record(
            actor=None, action="reservation_prolonged", target=reservation,
            name_by=reservation.name_by.isoformat(),
        )  # fmt: skip
    starts_at = cohort.half_days.order_by("starts_at").values_list("starts_at", flat=True)[0]
    fresh = offer_deadline(
        now=timezone.now(), hours=cohort.offer_hours, first_half_day=starts_at,
        zone=cohort.venue.zone,
    )  # fmt: skip
    open_offers = Offer.objects.filter(enrolment__cohort=cohort, state=OfferState.OPEN)
    for offer in open_offers:
        offer.expires_at = max(offer.expires_at, fresh or offer.expires_at)
        offer.save(update_fields=["expires_at"])


def _ask_everyone(cohort: Cohort, postponement: Postponement) -> None:
    """Write a question to each, and have a mail ask it; those of earlier dates are withdrawn."""
    earlier = DateQuestion.objects.filter(postponement__cohort=cohort, answer="", withdrawn_at=None)
    for question in earlier:
        forget_links(purpose=ANSWER_DATES, object_id=question.pk)
    earlier.update(withdrawn_at=timezone.now())
    questions = DateQuestion.objects.bulk_create(
        DateQuestion(postponement=postponement, enrolment=enrolment)
        for enrolment in cohort.enrolments.active()
    )
    queue_all(
        kind=ASK_DATES,
        payloads={str(one.pk): {"question": str(one.pk)} for one in questions},
    )


def tell_trainer(trainer: User, postponement: Postponement) -> None:
    """Have a mail tell a trainer the new days, once."""
    queue(
        kind=TELL_TRAINER,
        key=f"{postponement.pk}:{trainer.pk}",
        payload={"postponement": str(postponement.pk), "person": str(trainer.pk)},
    )


@transaction.atomic
def answer_dates(*, actor: User | None, question: DateQuestion, keeps: bool) -> Enrolment:
    """Keep one's place or turn at the new dates, or leave it to the next in line.

    `actor` is None by a link. Who was offered a place and keeps it accepts it. Raises
    QuestionIsOver, or OfferIsOver when that offer has just passed on.
    """
    cohort = lock_cohort(question.postponement.cohort_id)
    question = (
        DateQuestion.objects.select_for_update(of=("self",))
        .select_related("postponement__cohort__venue", "enrolment")
        .get(pk=question.pk)
    )
    if not may_answer(question, timezone.now()):
        raise QuestionIsOver
    question.answer = DateAnswer.KEEPS if keeps else DateAnswer.LEAVES
    question.answered_at = timezone.now()
    question.save(update_fields=["answer", "answered_at"])
    forget_links(purpose=ANSWER_DATES, object_id=question.pk)
    enrolment = question.enrolment
    record(actor=actor, action="dates_answered", target=enrolment, answer=question.answer)
    if enrolment.state == EnrolmentState.OFFERED:
        offer = enrolment.offers.select_related("enrolment").get(state=OfferState.OPEN)
        return (accept_offer if keeps else decline_offer)(actor=actor, offer=offer)
    if keeps:
        if enrolment.is_confirmed:
            # The convocation again: it has the new days.
            tell_person(enrolment, about=str(question.pk))
        return enrolment
    cancel(actor=actor, enrolment=enrolment, reason=str(_("Ne vient pas aux nouvelles dates.")))
    serve_the_line(cohort)
    return enrolment
