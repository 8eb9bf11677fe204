"""Messages to those who organise: a place given up late, kept places whose deadline comes."""

from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.notifications.kinds import MessageKind, Placeholder, register
from accounts.notifications.services import language_of, send_message
from accounts.organisations.models import Membership
from accounts.users.enums import Role
from accounts.users.models import User
from common.jobs.registry import RunningJob, handles
from frontend.formats import hour, long_day
from learning.cohorts.models import Cohort
from learning.enrolment.models import Enrolment, Reservation
from learning.enrolment.samples import sample_deadline, sample_first_day

TELL_ORGANISERS = "tell_of_a_late_leave"
REMIND_OF_KEPT = "remind_of_kept_places"
_TEXTS = Path(__file__).parent / "texts"
_COHORT = {
    "prenom": Placeholder(_("le prénom de la personne"), "Bénédicte"),
    "titre": Placeholder(
        _("le module et le numéro de son édition"), "Réenchantez l’action publique, édition 2"
    ),
    "groupe": Placeholder(_("le nom du groupe"), "Rennes, mars"),
    "date": Placeholder(_("le premier jour"), sample_first_day),
}
_SCHOOL = "École de l’Estuaire"
LATE_LEAVE = register(
    MessageKind(
        name="late_leave",
        label=_("Place libérée tard, à qui organise"),
        sent_when=_(
            "Quand une place confirmée se libère après la date de décision, ou dans les derniers "
            "jours avant le début."
        ),
        placeholders={
            **_COHORT,
            "agent": Placeholder(_("le nom de qui ne viendra pas"), "Camille Rousset"),
            "structure": Placeholder(_("qui l’avait inscrite, s’il y a lieu"), _SCHOOL),
            "raison": Placeholder(_("la raison donnée"), _("Arrêt maladie")),
        },
        folder=_TEXTS,
    )
)
KEPT_PLACES = register(
    MessageKind(
        name="kept_places",
        label=_("Places gardées sans nom, à l’école"),
        sent_when=_("Sept puis deux jours ouvrés avant que les places sans nom reviennent à tous."),
        placeholders={
            **_COHORT,
            "structure": Placeholder(_("qui garde les places"), _SCHOOL),
            "sans_nom": Placeholder(
                _("combien de places n’ont pas de nom"), _("3 places gardées n’ont pas de nom.")
            ),
            "expire": Placeholder(_("jusqu’à quand elles sont gardées"), sample_deadline),
            "code": Placeholder(_("le code d’invitation"), "K7PMX2QD"),
            "page": Placeholder(
                _("l’adresse de la page de la cohorte"),
                f"{settings.PUBLIC_BASE_URL}/ecole/cohortes/exemple/",
            ),
        },
        folder=_TEXTS,
    )
)


@handles(TELL_ORGANISERS)
def tell_organisers(job: RunningJob) -> dict[str, int]:
    """Tell who organises a cohort, and the administration, of a place given up late."""
    enrolment = Enrolment.objects.select_related(
        "person", "enrolling_organisation", "cohort__venue", "cohort__organiser",
        "cohort__revision__edition__module",
    ).get(pk=job.payload["enrolment"])  # fmt: skip
    school = enrolment.enrolling_organisation

    def told() -> dict[str, str]:
        return {
            "agent": enrolment.person.display_name,
            "structure": school.name if school else "",
            "raison": enrolment.cancellation_reason,
        }

    theirs = Q(role=Role.SCHOOL_MANAGER, organisation=enrolment.cohort.organiser)
    to = _people(Q(role=Role.ADMINISTRATOR) | theirs)
    return {"sent": _send(LATE_LEAVE, enrolment.cohort, to, told, key=str(job.job))}


@handles(REMIND_OF_KEPT)
def remind(job: RunningJob) -> dict[str, int]:
    """Remind a school of the places it keeps; say nothing if they all have a name by now."""
    kept = (
        Reservation.objects.held()
        .with_named()
        .select_related("organisation", "cohort__venue", "cohort__revision__edition__module")
        .filter(pk=job.payload["reservation"], name_by__gt=timezone.now())
        .first()
    )
    if kept is None or kept.named >= kept.places:
        return {"sent": 0}
    left, cohort, school = kept.places - kept.named, kept.cohort, kept.organisation
    until, code = kept.name_by.astimezone(cohort.venue.zone), kept.code

    def told() -> dict[str, str]:
        words = ngettext(
            "%(n)s place gardée n’a pas de nom.", "%(n)s places gardées n’ont pas de nom.", left
        )
        return {
            "structure": school.name,
            "sans_nom": words % {"n": left},
            "expire": f"{long_day(until)}, {hour(until)}",
            "code": code,
            "page": settings.PUBLIC_BASE_URL + reverse("school:cohort", args=[cohort.code]),
        }

    to = _people(Q(role=Role.SCHOOL_MANAGER, organisation=school))
    return {"sent": _send(KEPT_PLACES, cohort, to, told, key=str(job.job))}


def _people(wanted: Q) -> list[User]:
    """Return each person with an address who holds such a role today."""
    held = Membership.objects.current().filter(wanted)
    return list(
        User.objects.filter(pk__in=held.values("person"), is_active=True)
        .exclude(email=None)
        .order_by("pk")
    )


def _send(
    kind: MessageKind,
    cohort: Cohort,
    to: Iterable[User],
    told: Callable[[], dict[str, str]],
    *,
    key: str,
) -> int:
    """Send each person the message, in their language; return how many."""
    sent = 0
    for person in to:
        language = language_of(person)
        with translation.override(language), timezone.override(cohort.venue.zone):
            values = {
                "prenom": person.get_short_name(),
                "titre": cohort.public_title,
                "groupe": cohort.title,
                "date": long_day(cohort.starts_on),
                **told(),
            }
        send_message(
            kind=kind, key=f"{key}:{person.pk}", to=person, language=language, values=values
        )
        sent += 1
    return sent
