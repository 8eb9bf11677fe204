"""The school's lists: its cohorts and its people, on the page and as files."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from accounts.users.models import User
from certificates.awards.models import Award
from frontend.formats import short_day
from frontend.tables import Column
from learning.attendance.models import AttendanceMark, is_sealed
from learning.cohorts.enums import TAKING_REQUESTS
from learning.cohorts.models import Cohort, CohortQuerySet, HalfDay
from learning.completion.models import Completion
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment, EnrolmentQuerySet, Reservation
from learning.enrolment.order import standing_of, why_waiting

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


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One of the school's people in a cohort: half-days followed, of those held, and the rest.

    `why` is why they wait.
    """

    enrolment: Enrolment
    completion: Completion | None
    there: int
    held: int
    missed: list[str]
    why: str | Promise = ""

    @property
    def never_came(self) -> bool:
        """Return whether they had a place and were at none of the half-days held."""
        return self.enrolment.is_confirmed and self.held > 0 and self.there == 0


def people_of(enrolments: "QuerySet[Enrolment]", cohort: Cohort) -> list[PersonRow]:
    """Return the school's people in a cohort, in a few queries whatever their number.

    They come `with_rank()` and `with_offer()`.
    """
    enrolments = (
        enrolments.filter(cohort=cohort)
        .select_related("person", "enrolling_organisation", "group", "approval", "reservation")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    rows = list(enrolments)
    halves = list(cohort.half_days.select_related("countersignature").order_by("starts_at"))
    marks: dict[object, dict[int, AttendanceMark]] = defaultdict(dict)
    for mark in AttendanceMark.objects.filter(enrolment__in=rows):
        marks[mark.enrolment_id][mark.half_day_id] = mark
    verdicts = {c.enrolment_id: c for c in Completion.objects.current().filter(enrolment__in=rows)}
    now = timezone.now()
    held = [half for half in halves if _is_held(half, now)]
    standing = standing_of(cohort) if any(row.is_waiting for row in rows) else None
    return [
        _row(
            one, verdicts.get(one.pk), held, marks[one.pk], cohort,
            why_waiting(one, standing).label if standing and one.is_waiting else "",
        )
        for one in rows
    ]  # fmt: skip


def _is_held(half_day: HalfDay, at: datetime) -> bool:
    return is_sealed(half_day) or half_day.ends_at <= at


def _row(
    enrolment: Enrolment,
    completion: Completion | None,
    held: list[HalfDay],
    marks: dict[int, AttendanceMark],
    cohort: Cohort,
    why: str | Promise,
) -> PersonRow:
    missed = []
    for half in held:
        mark = marks.get(half.pk)
        if mark is None or not mark.was_there:
            day = short_day(half.starts_at.astimezone(cohort.venue.zone).date())
            said = str(mark.get_status_display()).lower() if mark else str(_("non émargée"))
            missed.append(f"{day} {half.get_period_display()} : {said}")
    return PersonRow(enrolment, completion, len(held) - len(missed), len(held), missed, why)


def awards_that_count(
    managed: "QuerySet[Organisation]", counted: "QuerySet[Completion]"
) -> QuerySet[Award]:
    """Return the papers of the completions that count for these schools."""
    pairs = counted.filter(school__in=managed).values_list("enrolment", "version")
    keys = [f"completion:{of}:{version}" for of, version in pairs]
    return Award.objects.filter(key__in=keys).select_related("recipient")
