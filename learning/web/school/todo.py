"""What a school has to do today: who must answer, what must be named, what is under its minimum."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.organisations.models import Organisation
from accounts.users.models import User
from frontend.formats import hour, long_day, plain_date
from learning.attendance.enums import WERE_THERE
from learning.attendance.missing import absent_today
from learning.cohorts.enums import TAKING_REQUESTS, CohortState
from learning.cohorts.models import Cohort, HalfDay
from learning.enrolment.enums import EnrolmentState, OfferState
from learning.enrolment.models import Reservation
from learning.web.school.lists import mine

# How long before a deadline it is told of, and how long after a cohort its absences are.
NAMES_SOON, DECISION_SOON, AFTERWARDS = timedelta(10), timedelta(21), timedelta(14)
# An approval is answered within days: after that, someone may be reminded.
LONG_ASKED = timedelta(days=3)
_LATE_OVER = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Task:
    """How many of what, until when, and where to act."""

    tone: str
    icon: str
    count: int
    words: str
    detail: str
    url: str
    act: str


def tasks_of(person: User) -> list[Task]:
    """Return what needs the school today, the most pressing first."""
    return [
        *_absent_today(person),
        *_offers(person),
        *_kept(person),
        *_under_minimum(person),
        *_approvals(person),
        *_absences(person),
    ]


def late_leaves_of(person: User) -> int:
    """Return how many confirmed places the school gave up late over a year: an information."""
    since = timezone.now() - _LATE_OVER
    return mine(person).filter(left_late=True, cancelled_at__gte=since).count()


def _page(code: str, seen: str = "") -> str:
    return reverse("school:cohort", args=[code]) + seen


def _offers(person: User) -> Iterable[Task]:
    rows = (
        mine(person)
        .filter(state=EnrolmentState.OFFERED, offers__state=OfferState.OPEN)
        .values("cohort__code", "cohort__title", "cohort__venue__time_zone")
        .annotate(n=Count("pk"), until=Min("offers__expires_at"))
        .order_by("until")
    )
    for row in rows:
        until = timezone.localtime(row["until"])
        yield Task(
            "warn", "hourglass", row["n"],
            ngettext(
                "personne doit répondre à sa proposition", "personnes doivent répondre à leur "
                "proposition", row["n"],
            ),
            _("%(title)s : avant le %(day)s, %(hour)s") % {
                "title": row["cohort__title"], "day": long_day(until), "hour": hour(until),
            },
            _page(row["cohort__code"], "?voir=proposees"), _("Voir qui"),
        )  # fmt: skip


def _kept(person: User) -> Iterable[Task]:
    now = timezone.now()
    soon = Reservation.objects.visible_to(person).held().with_named().filter(
        name_by__gt=now, name_by__lte=now + NAMES_SOON, cohort__state__in=TAKING_REQUESTS
    )  # fmt: skip
    for kept in soon.select_related("cohort__venue").order_by("name_by"):
        left, cohort = kept.places - kept.named, kept.cohort
        if left > 0:
            until = kept.name_by.astimezone(cohort.venue.zone)
            yield Task(
                "warn", "calendar-clock", left,
                ngettext("place gardée sans nom", "places gardées sans nom", left),
                _("%(title)s : à nommer avant le %(day)s, sinon à tous") % {
                    "title": cohort.title, "day": long_day(until),
                },
                _page(cohort.code, "#kept"), _("Donner les noms"),
            )  # fmt: skip


def _under_minimum(person: User) -> Iterable[Task]:
    managed, today = Organisation.objects.managed_by(person), timezone.localdate()
    theirs = Q(organiser__in=managed) | Q(
        Exists(mine(person).active().filter(cohort=OuterRef("pk")))
    )
    cohorts = (
        Cohort.objects.visible_to(person)
        .filter(theirs, state=CohortState.OPEN, decision_on__range=(today, today + DECISION_SOON))
        .with_counts()
        .under_minimum()
        .order_by("decision_on", "code")
    )
    for cohort in cohorts:
        lacking = cohort.places_min - cohort.confirmed_count
        decided_on = cohort.decision_on or today
        yield Task(
            "bad", "users", lacking,
            ngettext("personne manque pour que la cohorte ait lieu", "personnes manquent pour que "
                     "la cohorte ait lieu", lacking),
            _("%(title)s : %(n)s confirmés pour %(min)s, décision le %(day)s") % {
                "title": cohort.title, "n": cohort.confirmed_count, "min": cohort.places_min,
                "day": plain_date(decided_on),
            },
            _page(cohort.code, "#enrol"), _("Proposer des personnes"),
        )  # fmt: skip


def _approvals(person: User) -> Iterable[Task]:
    rows = (
        mine(person)
        .filter(
            state=EnrolmentState.AWAITING,
            approval__asked_at__lte=timezone.now() - LONG_ASKED,
        )
        .values("cohort__code", "cohort__title")
        .annotate(n=Count("pk"), since=Min("approval__asked_at"))
        .order_by("since")
    )
    for row in rows:
        yield Task(
            "warn", "mail", row["n"],
            ngettext("accord se fait attendre", "accords se font attendre", row["n"]),
            _("%(title)s : demandé le %(day)s") % {
                "title": row["cohort__title"],
                "day": plain_date(timezone.localdate(row["since"])),
            },
            _page(row["cohort__code"], "?voir=accord"), _("Voir qui"),
        )  # fmt: skip


def _absent_today(person: User) -> Iterable[Task]:
    """Return who is missing right now, or was today: the school may call them."""
    absent = absent_today(mine(person).confirmed(), timezone.now())
    people = {one.enrolment.pk: one.half_day.cohort.title for one in absent}
    if people:
        yield Task(
            "bad", "user-x", len(people),
            ngettext("personne absente aujourd’hui", "personnes absentes aujourd’hui", len(people)),
            ", ".join(dict.fromkeys(people.values())),
            reverse("school:absences") + "?voir=aujourdhui", _("Voir qui"),
        )  # fmt: skip


def _absences(person: User) -> Iterable[Task]:
    now = timezone.now()
    over = HalfDay.objects.filter(cohort=OuterRef("cohort"), ends_at__lte=now)
    rows = (
        mine(person)
        .confirmed()
        .filter(
            cohort__state__in=[CohortState.RUNNING, CohortState.CLOSED],
            cohort__ends_on__gte=timezone.localdate() - AFTERWARDS,
        )
        .filter(Exists(over))
        .exclude(marks__status__in=WERE_THERE)
        .values("cohort__code", "cohort__title")
        .annotate(n=Count("pk"))
        .order_by("cohort__code")
    )
    for row in rows:
        yield Task(
            "warn", "user-x", row["n"],
            ngettext(
                "personne absente à toutes les demi-journées",
                "personnes absentes à toutes les demi-journées", row["n"],
            ),
            row["cohort__title"], _page(row["cohort__code"], "?voir=absences"), _("Voir qui"),
        )  # fmt: skip
