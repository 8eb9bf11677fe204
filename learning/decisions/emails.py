"""What the mails of a decision say."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.notifications.kinds import MessageKind
from accounts.notifications.services import File, language_of, send_message
from accounts.users.models import User
from common.links.services import make_link
from frontend.formats import long_day
from learning.cohorts.models import Cohort
from learning.decisions.facts import Facts
from learning.decisions.kinds import (
    CANCELLED_TRAINER,
    DECISION_DUE,
    POSTPONED,
    POSTPONED_TRAINER,
)
from learning.decisions.models import DateQuestion, Postponement
from learning.enrolment.calendars import days_of_trainer, invitations
from learning.enrolment.convocations import attached, attachments_of
from learning.enrolment.emails import about_cohort
from learning.enrolment.models import Enrolment

# What the link of the question is for; its object is the question.
ANSWER_DATES = "answer_dates"


def send_decision_due(
    cohort: Cohort, person: User, *, facts: Facts, decides: bool, key: str
) -> bool:
    """Tell someone that a cohort under its minimum is to be decided on; `decides`: by them."""
    assert cohort.decision_on is not None  # noqa: S101 - it is what made it due
    with translation.override(language_of(person)):
        known = {
            "decision": long_day(cohort.decision_on),
            "confirmees": str(facts.confirmed),
            "minimum": str(facts.minimum),
            "proposees": str(facts.offered),
            "attente": str(facts.waiting + facts.awaiting),
            "gardees": str(facts.kept),
            "suite": _("Confirmez-la quand même, reportez-la ou annulez-la.")
            if decides
            else _(
                "L’administration du programme décide de la confirmer, de la reporter ou de "
                "l’annuler ; vous serez prévenu·e."
            ),
            "page": _address("steering:decision" if decides else "trainer:room", cohort.code),
        }
    return _send(DECISION_DUE, cohort, person, known, key=key)


def send_question(question: DateQuestion, *, key: str) -> bool:
    """Ask someone whether they come at the new dates, with the link to answer by."""
    postponement, enrolment = question.postponement, question.enrolment
    secret = make_link(
        purpose=ANSWER_DATES, object_id=question.pk, expires_at=postponement.closes_at
    )
    with translation.override(language_of(enrolment.person)):
        known = {
            "raison": postponement.reason,
            "limite": long_day(postponement.answer_by),
            "silence": _silence(enrolment),
            "reponse": _address("places:dates", secret),
        }
    # Who has a place keeps it unless they say otherwise: their calendar follows at once.
    with timezone.override(postponement.cohort.venue.zone):
        files = attachments_of(enrolment)
    return _send(POSTPONED, postponement.cohort, enrolment.person, known, key=key, files=files)


def _silence(enrolment: Enrolment) -> str:
    """Say what holds for someone who does not answer."""
    if enrolment.is_confirmed:
        return _("Sans réponse de votre part, votre place reste la vôtre.")
    if enrolment.is_offered:
        return _(
            "Une place vous est proposée : dire que vous venez l’accepte. Sans réponse, la "
            "proposition suit son délai."
        )
    return _("Sans réponse de votre part, vous gardez votre tour.")


def send_new_days(postponement: Postponement, trainer: User, *, key: str) -> bool:
    """Tell a trainer the new days of their cohort."""
    cohort = postponement.cohort
    page = _address("trainer:room", cohort.code)
    files = attached(invitations(days_of_trainer(cohort, trainer, address=page)))
    known = {"raison": postponement.reason, "page": page}
    return _send(POSTPONED_TRAINER, cohort, trainer, known, key=key, files=files)


def send_called_off(cohort: Cohort, trainer: User, *, reason: str, key: str) -> bool:
    """Tell a trainer that their cohort will not take place."""
    return _send(CANCELLED_TRAINER, cohort, trainer, {"raison": reason}, key=key)


def _send(
    kind: MessageKind,
    cohort: Cohort,
    person: User,
    known: dict[str, str],
    *,
    key: str,
    files: Sequence[File] = (),
) -> bool:
    if not person.email:
        return False
    language = language_of(person)
    with translation.override(language), timezone.override(cohort.venue.zone):
        said = {**about_cohort(cohort), "prenom": person.get_short_name(), **known}
    send_message(
        kind=kind, key=key, to=person, language=language, files=files,
        values={name: said[name] for name in kind.placeholders},
    )  # fmt: skip
    return True


def _address(name: str, *args: object) -> str:
    return settings.PUBLIC_BASE_URL + reverse(name, args=args)
