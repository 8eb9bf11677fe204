"""What the mails of a make-up say."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.notifications.services import language_of, send_message
from frontend.formats import hours_range, long_day
from learning.cohorts.models import HalfDay
from learning.makeups.enums import MakeUpState
from learning.makeups.kinds import MAKE_UP_ANSWERED, MAKE_UP_PROPOSED
from learning.makeups.models import MakeUp


def send_make_up(make_up: MakeUp, *, key: str) -> bool:
    """Mail the person a date to make up, or what became of it; return False without address."""
    enrolment, venue = make_up.enrolment, make_up.taken.cohort.venue
    if not enrolment.person.email:
        return False
    kind = MAKE_UP_PROPOSED if make_up.is_proposed else MAKE_UP_ANSWERED
    language = language_of(enrolment.person)
    with translation.override(language), timezone.override(venue.zone):
        page = reverse("learner:make_up", args=[enrolment.pk, make_up.missed_id])
        known = {
            "prenom": enrolment.person.get_short_name(),
            "titre": enrolment.cohort.public_title,
            "manquee": when(make_up.missed, enrolment.cohort.venue.zone),
            "date": when(make_up.taken, venue.zone),
            "lieu": venue.full_address,
            "groupe": make_up.taken.cohort.title,
            "rattrapage": settings.PUBLIC_BASE_URL + page,
            "reponse": _said(make_up),
        }
    values = {name: known[name] for name in kind.placeholders}
    send_message(kind=kind, key=key, to=enrolment.person, language=language, values=values)
    return True


def when(half_day: HalfDay, zone: object) -> str:
    """Return a half-day in words: its day, its hours."""
    starts = half_day.starts_at.astimezone(zone)  # type: ignore[arg-type]
    ends = half_day.ends_at.astimezone(zone)  # type: ignore[arg-type]
    return f"{long_day(starts)}, {hours_range(starts, ends)}"


def _said(make_up: MakeUp) -> str:
    if make_up.state == MakeUpState.ACCEPTED:
        return _("C’est entendu : vous êtes attendu·e à cette date. Une présence y comptera.")
    if make_up.state == MakeUpState.DECLINED:
        return _("L’équipe de formation ne peut pas vous recevoir à cette date. Choisissez-en une "
                 "autre, s’il en reste.")  # fmt: skip
    return _("Ce rattrapage est annulé : ne venez pas à cette date. Choisissez-en une autre, s’il "
             "en reste.")  # fmt: skip
