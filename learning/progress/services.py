"""Tick an activity, or take the tick back; keep what interactive ones say."""

import json
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.errors import DomainError
from common.jobs.services import queue
from learning.enrolment.models import Enrolment
from learning.progress.doing import mark_done, mark_not_done
from learning.progress.models import H5PState, Statement
from learning.progress.queries import pseudonym_of
from learning.progress.tasks import FORWARD
from modules.contents.models import ContentVersion
from modules.h5p.xapi import Statement as Told
from modules.h5p.xapi import stored_body
from modules.programmes.enums import ActivityKind, DoneWhen
from modules.programmes.models import Activity

MOST_STATE_BYTES = 256 * 1024
MOST_STATEMENTS_A_MINUTE = 240


class NotYourActivity(DomainError):
    code = "not_your_activity"
    sentence = _("Cette activité n’est pas dans votre module.")


class DoneByDoing(DomainError):
    code = "done_by_doing"
    sentence = _("Cette activité se coche toute seule : faites-la ci-dessus.")


class NotInteractive(DomainError):
    code = "not_interactive"
    sentence = _("Cette activité n’enregistre pas de réponses.")


class StateTooLarge(DomainError):
    code = "state_too_large"
    sentence = _("Cette activité veut garder trop de choses : 256 Kio au plus.")


class UnreadableState(DomainError):
    code = "unreadable_state"
    sentence = _("L’état de cette activité n’est pas un objet JSON : il n’a pas été gardé.")


class TooManyStatements(DomainError):
    code = "too_many_statements"
    sentence = _("Cette activité parle trop vite : attendez une minute.")


class StatementTaken(DomainError):
    code = "statement_taken"
    sentence = _("Une autre réponse porte déjà cet identifiant : envoyez-la sous un nouveau.")


@transaction.atomic
def set_activity_done(
    *, person: User, enrolment: Enrolment, activity: Activity, is_done: bool
) -> None:
    """Write that the participant has done the activity, or has not; twice changes nothing.

    Raises NotYourActivity, or DoneByDoing for an interactive activity or a reflection.
    """
    check_is_mine(person, enrolment, activity)
    if activity.kind in {ActivityKind.H5P, ActivityKind.REFLECTION}:
        raise DoneByDoing
    if is_done:
        mark_done(enrolment, activity)
    else:
        mark_not_done(enrolment, activity)


def check_is_mine(person: User, enrolment: Enrolment, activity: Activity) -> None:
    """Refuse who does not take part in the module, and what participants do not see.

    Raises NotYourActivity.
    """
    is_mine = enrolment.person_id == person.pk and enrolment.is_confirmed
    if not activity.is_for_participants:
        raise NotYourActivity
    if not is_mine or activity.sequence.day.revision_id != enrolment.cohort.revision_id:
        raise NotYourActivity


def _check_records(person: User, enrolment: Enrolment, activity: Activity) -> ContentVersion:
    check_is_mine(person, enrolment, activity)
    if activity.content_version is None:
        raise NotInteractive
    return activity.content_version


@transaction.atomic
def record_statement(
    *, person: User, enrolment: Enrolment, activity: Activity, told: Told
) -> Statement:
    """Keep what an interactive activity says of its participant; the same id twice is kept once.

    Ticks the activity when its rule is met. Raises NotYourActivity, NotInteractive,
    TooManyStatements, or StatementTaken when somebody else's statement has this id.
    """
    version = _check_records(person, enrolment, activity)
    known = Statement.objects.filter(pk=told.id).first()
    if known is not None:
        return _same(known, enrolment, activity)
    a_minute_ago = timezone.now() - timedelta(minutes=1)
    lately = Statement.objects.filter(enrolment=enrolment, stored_at__gt=a_minute_ago)
    if lately.count() >= MOST_STATEMENTS_A_MINUTE:
        raise TooManyStatements
    try:
        with transaction.atomic():
            kept = _write(enrolment, activity, version, told)
    except IntegrityError:  # the same statement came twice at once
        return _same(Statement.objects.get(pk=told.id), enrolment, activity)
    if _meets_the_rule(activity, told):
        mark_done(enrolment, activity)
    if settings.LRS_URL:
        queue(kind=FORWARD, key=str(kept.pk), payload={"statement": str(kept.pk)})
    return kept


def _same(known: Statement, enrolment: Enrolment, activity: Activity) -> Statement:
    if (known.enrolment_id, known.activity_id) != (enrolment.pk, activity.pk):
        raise StatementTaken
    return known


def _write(
    enrolment: Enrolment, activity: Activity, version: ContentVersion, told: Told
) -> Statement:
    return Statement.objects.create(
        id=told.id,
        enrolment=enrolment,
        activity=activity,
        content_version=version,
        verb=told.verb,
        object_id=told.object_id[:500],
        sub_content=told.sub_content,
        is_part=told.is_part,
        question=told.question,
        response=told.response,
        raw_score=told.raw_score,
        max_score=told.max_score,
        success=told.success,
        completion=told.completion,
        duration=told.duration,
        timestamp=told.timestamp,
        body=stored_body(told, home_page=settings.PUBLIC_BASE_URL, name=pseudonym_of(enrolment.pk)),
    )


def _meets_the_rule(activity: Activity, told: Told) -> bool:
    match activity.done_when:
        case DoneWhen.OPENED:
            return True
        case DoneWhen.ANSWERED:
            return told.ends_the_whole
        case DoneWhen.SCORED:
            percent = told.percent
            asked = activity.min_score or 0
            return told.ends_the_whole and percent is not None and percent >= asked
    return False


@transaction.atomic
def save_state(*, person: User, enrolment: Enrolment, activity: Activity, data: str) -> None:
    """Keep where the participant is, over what was kept before.

    `data` is what the content says of it: a JSON object. Raises NotYourActivity, NotInteractive,
    StateTooLarge or UnreadableState.
    """
    _check_records(person, enrolment, activity)
    if len(data.encode()) > MOST_STATE_BYTES:
        raise StateTooLarge
    try:
        is_object = isinstance(json.loads(data), dict | list)
    except (ValueError, RecursionError):
        is_object = False
    if not is_object:
        raise UnreadableState
    H5PState.objects.update_or_create(
        enrolment=enrolment,
        activity=activity,
        defaults={"data": data, "updated_at": timezone.now()},
    )


@transaction.atomic
def reset_state(*, person: User, enrolment: Enrolment, activity: Activity) -> None:
    """Forget where the participant is: the activity starts again. Answers given stay.

    Raises NotYourActivity or NotInteractive.
    """
    _check_records(person, enrolment, activity)
    H5PState.objects.filter(enrolment=enrolment, activity=activity).delete()
