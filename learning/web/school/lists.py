"""The school's lists: its cohorts and its people, on the page and as files."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from accounts.users.models import User
from certificates.awards.models import Award
from frontend.tables import Column
from learning.cohorts.enums import TAKING_REQUESTS
from learning.cohorts.models import Cohort, CohortQuerySet
from learning.completion.models import Completion
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment, EnrolmentQuerySet, Reservation
from learning.issuing.queries import awards_of

SEARCHED = ("title", "venue__city", "venue__name", "revision__edition__module__title")
ORDERS = {
    "prochaines": ("is_past", "starts_on", "code"),
    "recentes": ("-starts_on", "code"),
    "remplissage": ("is_past", "confirmed_count", "starts_on", "code"),
}
AWARD_ORDERS = {
    "recents": ("-issued_at", "serial"),
    "noms": ("recipient__last_name", "recipient__first_name", "-issued_at"),
}
# Cohorts that still have a place to give; comes after `with_counts()`.
FREE = Q(state__in=TAKING_REQUESTS, confirmed_count__lt=F("places_max") - F("held_count"))

COHORT_COLUMNS: tuple[Column, ...] = (
    (_("Cohorte"), lambda cohort: cohort.title),
    (_("Module"), lambda cohort: cohort.public_title),
    (_("Premier jour"), lambda cohort: cohort.starts_on),
    (_("Dernier jour"), lambda cohort: cohort.ends_on),
    (_("Ville"), lambda cohort: cohort.venue.city),
    (_("État"), lambda cohort: cohort.get_state_display()),
    (_("Confirmés"), lambda cohort: cohort.confirmed_count),
    (_("Places"), lambda cohort: cohort.places_max),
    (_("Les miens"), lambda cohort: cohort.my_confirmed),
    (_("Les miens en attente"), lambda cohort: cohort.my_waiting),
    (_("Les miens sans réponse"), lambda cohort: cohort.my_unanswered),
    (_("Places gardées sans nom"), lambda cohort: cohort.my_kept),
)
PERSON_COLUMNS: tuple[Column, ...] = (
    (_("Nom"), lambda row: row.enrolment.person.last_name),
    (_("Prénom"), lambda row: row.enrolment.person.first_name),
    (_("Courriel"), lambda row: row.enrolment.person.email),
    (_("Fonction"), lambda row: row.enrolment.function),
    (_("Inscription"), lambda row: row.enrolment.get_state_display()),
    (_("Demandée le"), lambda row: timezone.localdate(row.enrolment.requested_at)),
    (_("Rang d’attente"), lambda row: row.enrolment.rank),
    (_("Raison de l’attente"), lambda row: row.why),
    (_("Groupe"), lambda row: row.enrolment.group),
    (_("Raison de l’annulation"), lambda row: row.enrolment.cancellation_reason),
    (_("Départ tardif"), lambda row: _("oui") if row.enrolment.left_late else ""),
    (_("Demi-journées suivies"), lambda row: row.there),
    (_("Demi-journées tenues"), lambda row: row.held),
    (_("Achèvement"), lambda row: row.completion.reason if row.completion else ""),
)
AWARD_COLUMNS: tuple[Column, ...] = (
    (_("Numéro"), lambda award: award.serial),
    (_("Nom"), lambda award: award.recipient.last_name),
    (_("Prénom"), lambda award: award.recipient.first_name),
    (_("Délivré le"), lambda award: award.facts["issued_on"]),
    (_("Vérification"), lambda award: award.verify_url),
)


def mine(person: User) -> EnrolmentQuerySet:
    """Return the enrolments that the person's schools made: all they see of people."""
    managed = Organisation.objects.managed_by(person)
    return Enrolment.objects.visible_to(person).made_by(managed)


def cohorts_of(person: User) -> CohortQuerySet:
    """Return the cohorts the school may enrol in or has people in, with its own figures."""
    theirs = Q(enrolments__in=mine(person))

    def count(*states: EnrolmentState) -> Count:
        wanted = theirs & Q(enrolments__state__in=states)
        return Count("enrolments", filter=wanted, distinct=True)

    return (
        Cohort.objects.visible_to(person)
        .for_lists()
        .annotate(
            my_confirmed=count(EnrolmentState.CONFIRMED),
            my_waiting=count(EnrolmentState.WAITING),
            my_unanswered=count(EnrolmentState.OFFERED, EnrolmentState.AWAITING),
            is_past=Q(ends_on__lt=timezone.localdate()),
        )
    )


def with_kept(person: User, cohorts: Sequence[Cohort]) -> Sequence[Cohort]:
    """Bring `my_kept` to each cohort: the places its schools keep there, without a name."""
    held = Reservation.objects.visible_to(person).held().with_named().filter(cohort__in=cohorts)
    left: dict[object, int] = defaultdict(int)
    for kept in held:
        left[kept.cohort_id] += max(kept.places - kept.named, 0)
    for cohort in cohorts:
        cohort.my_kept = left[cohort.pk]  # type: ignore[attr-defined]
    return cohorts


def awards_that_count(
    managed: "QuerySet[Organisation]", counted: "QuerySet[Completion]"
) -> QuerySet[Award]:
    """Return the papers of the completions that count for these schools."""
    judged = counted.filter(school__in=managed).values("enrolment")
    return awards_of(Enrolment.objects.filter(pk__in=judged)).select_related("recipient")
