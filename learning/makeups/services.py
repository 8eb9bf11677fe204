"""Ask for a make-up, propose one, answer, call off."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from common.jobs.services import queue, queue_all
from learning.cohorts.models import Cohort, HalfDay
from learning.cohorts.permissions import can_run
from learning.enrolment.models import Enrolment
from learning.makeups.enums import MakeUpState
from learning.makeups.models import MakeUp
from learning.makeups.permissions import can_answer, can_ask, can_call_off
from learning.makeups.queries import dates_for_person
from learning.makeups.tasks import TELL_MAKE_UP

# As marks name them: attendance is above this room.
THERE = ("present", "late", "left_early")


class NotYoursToMakeUp(DomainError):
    code = "not_yours_to_make_up"
    sentence = _(
        "Seules la personne, sa structure et l’équipe de formation organisent un rattrapage."
    )


class NothingMissed(DomainError):
    code = "nothing_missed"
    sentence = _("Cette demi-journée n’est pas manquée : il n’y a rien à rattraper.")


class AlreadyBeingMadeUp(DomainError):
    code = "already_being_made_up"
    sentence = _("Un rattrapage est déjà prévu pour cette demi-journée : attendez sa réponse.")


class NotAMakeUpDate(DomainError):
    code = "not_a_make_up_date"
    sentence = _(
        "Cette date ne convient plus : complète, commencée, ou d’un autre contenu. Choisissez-en "
        "une autre."
    )


class NothingToAnswer(DomainError):
    code = "nothing_to_answer"
    sentence = _("Ce rattrapage n’attend pas votre réponse : rechargez la page.")


@transaction.atomic
def open_make_up(*, actor: User, enrolment: Enrolment, missed: HalfDay, taken: HalfDay) -> MakeUp:
    """Ask to make up for a half-day on a date of another cohort, or propose it to the person.

    The person and their school ask, and the team answers; the team proposes, and they answer.
    Raises NotYoursToMakeUp, NothingMissed, AlreadyBeingMadeUp or NotAMakeUpDate.
    """
    # The room's places are given one at a time; so are a person's make-ups.
    Cohort.objects.select_for_update().get(pk=taken.cohort_id)
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    enrolment = Enrolment.objects.select_related("person", "cohort").get(pk=enrolment.pk)
    missed = HalfDay.objects.select_related("cohort__revision__edition", "countersignature").get(
        pk=missed.pk
    )
    asks = can_ask(actor, enrolment)
    if not asks and not can_run(actor, enrolment.cohort):
        raise NotYoursToMakeUp
    now = timezone.now()
    if not is_missed(enrolment, missed, now):
        raise NothingMissed
    if MakeUp.objects.open().filter(enrolment=enrolment, missed=missed).exists():
        raise AlreadyBeingMadeUp
    if taken not in [date.half_day for date in dates_for_person(enrolment, missed, now)]:
        raise NotAMakeUpDate
    state = MakeUpState.ASKED if asks else MakeUpState.PROPOSED
    make_up = MakeUp.objects.create(
        enrolment=enrolment, missed=missed, taken=taken, state=state, made_by=actor, made_at=now
    )
    record(
        actor=actor, action=f"make_up_{state.value}", target=enrolment, missed=missed.pk,
        taken=taken.pk, cohort=taken.cohort.code,
    )  # fmt: skip
    if not asks:
        _tell(make_up)
    return make_up


def is_missed(enrolment: Enrolment, half_day: HalfDay, at: datetime) -> bool:
    """Return whether a half-day of the person's cohort took place without them."""
    is_held = half_day.ends_at <= at or hasattr(half_day, "countersignature")
    return (
        enrolment.is_confirmed
        and half_day.cohort_id == enrolment.cohort_id
        and is_held
        and not enrolment.marks.filter(half_day=half_day, status__in=THERE).exists()
    )


@transaction.atomic
def answer_make_up(*, actor: User, make_up: MakeUp, accepts: bool) -> MakeUp:
    """Answer what was asked or proposed; accepted, the person is on the other cohort's roll.

    Raises NothingToAnswer, or NotAMakeUpDate once the half-day has begun.
    """
    make_up = _held(make_up)
    if not can_answer(actor, make_up):
        raise NothingToAnswer
    if accepts and make_up.taken.starts_at <= timezone.now():
        raise NotAMakeUpDate
    was_asked = make_up.is_asked
    _write(actor, make_up, MakeUpState.ACCEPTED if accepts else MakeUpState.DECLINED)
    if accepts or was_asked:
        _tell(make_up)
    return make_up


@transaction.atomic
def call_off_make_up(*, actor: User, make_up: MakeUp) -> MakeUp:
    """Take an accepted make-up back, until its half-day begins; the person is told.

    Raises NothingToAnswer.
    """
    make_up = _held(make_up)
    if not can_call_off(actor, make_up) or make_up.taken.starts_at <= timezone.now():
        raise NothingToAnswer
    _write(actor, make_up, MakeUpState.CALLED_OFF)
    _tell(make_up)
    return make_up


@transaction.atomic
def call_off_guests(*, cohort: Cohort) -> int:
    """Take back the make-ups of a cohort that does not meet as planned; return how many."""
    coming = MakeUp.objects.open().filter(taken__cohort=cohort, taken__starts_at__gt=timezone.now())
    rows = list(coming.select_for_update(of=("self",)).with_facts())
    for make_up in rows:
        _write(None, make_up, MakeUpState.CALLED_OFF)
        _tell(make_up)
    return len(rows)


@transaction.atomic
def tell_guests(*, cohort: Cohort, sequence: int) -> int:
    """Tell those who make up there of the new dates or venue; return how many."""
    rows = MakeUp.objects.accepted().filter(
        taken__cohort=cohort, taken__starts_at__gt=timezone.now()
    )
    payloads = {
        f"{pk}:{MakeUpState.ACCEPTED.value}:{sequence}": {
            "make_up": str(pk), "state": MakeUpState.ACCEPTED.value,
        }
        for pk in rows.values_list("pk", flat=True)
    }  # fmt: skip
    queue_all(kind=TELL_MAKE_UP, payloads=payloads)
    return len(payloads)


def _held(make_up: MakeUp) -> MakeUp:
    MakeUp.objects.select_for_update().get(pk=make_up.pk)
    return MakeUp.objects.with_facts().get(pk=make_up.pk)


def _write(actor: User | None, make_up: MakeUp, state: MakeUpState) -> None:
    make_up.state = state
    make_up.answered_by, make_up.answered_at = actor, timezone.now()
    make_up.save(update_fields=["state", "answered_by", "answered_at"])
    record(
        actor=actor, action=f"make_up_{state.value}", target=make_up.enrolment,
        missed=make_up.missed_id, taken=make_up.taken_id, cohort=make_up.taken.cohort.code,
    )  # fmt: skip


def _tell(make_up: MakeUp) -> None:
    queue(
        kind=TELL_MAKE_UP,
        key=f"{make_up.pk}:{make_up.state}",
        payload={"make_up": str(make_up.pk), "state": str(make_up.state)},
    )
