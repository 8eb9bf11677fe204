"""Once a week, what trainers and schools want to know; nothing when there is nothing to say."""

from datetime import date, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.notifications.services import language_of, send_message
from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from common.jobs.registry import RunningJob, handles
from common.jobs.services import queue_all
from frontend.formats import days_span, long_day
from learning.attendance.enums import AttendanceStatus
from learning.attendance.models import AttendanceMark
from learning.cohorts.enums import ANNOUNCED
from learning.cohorts.models import Cohort, CohortQuerySet
from learning.enrolment.models import Enrolment, EnrolmentQuerySet
from learning.reports.kinds import SCHOOL_DIGEST, TRAINER_DIGEST

DIGEST = "digest"
LEAVES_AT = time(8)
AHEAD = timedelta(days=60)
WEEK, DAY = timedelta(days=7), timedelta(days=1)


@transaction.atomic
def write_digests() -> int:
    """Have the digests of this week written, on its Monday; return how many. Twice is harmless.

    A scheduler that was away all Monday skips a week: the next one says it all again.
    """
    now = timezone.localtime()
    if now.weekday() != 0 or now.time() < LEAVES_AT:
        return 0
    people = User.objects.filter(wants_digests=True, is_active=True, email__isnull=False)
    today = now.date()
    trainers = people.filter(cohorts_run__in=_coming(today)).distinct()
    current = Q(memberships__ended_on=None) | Q(memberships__ended_on__gt=today)
    managers = people.filter(current, memberships__role=Role.SCHOOL_MANAGER).distinct()
    payloads = {
        f"{person}:{kind}:{today.isoformat()}": {
            "person": str(person), "kind": kind, "monday": today.isoformat(),
        }
        for kind, rows in ((TRAINER_DIGEST.name, trainers), (SCHOOL_DIGEST.name, managers))
        for person in rows.values_list("pk", flat=True)
    }  # fmt: skip
    queue_all(kind=DIGEST, payloads=payloads)
    return len(payloads)


@handles(DIGEST)
def send_digest(job: RunningJob) -> dict[str, bool]:
    """Mail one digest, unless it has nothing to say or is no longer wanted."""
    person = User.objects.get(pk=job.payload["person"])
    monday = date.fromisoformat(job.payload["monday"])
    if not (person.wants_digests and person.email):
        return {"sent": False}
    is_trainer = job.payload["kind"] == TRAINER_DIGEST.name
    kind = TRAINER_DIGEST if is_trainer else SCHOOL_DIGEST
    language = language_of(person)
    with translation.override(language):
        lines = _for_trainer(person, monday) if is_trainer else _for_school(person, monday)
        page = reverse("trainer:home" if is_trainer else "school:home")
        values = {
            "prenom": person.get_short_name(),
            "date": long_day(monday),
            "cohortes": "\n".join(f"- {line}" for line in lines),
            kind.page: settings.PUBLIC_BASE_URL + page,
        }
    if not lines:
        return {"sent": False}
    send_message(kind=kind, key=str(job.job), to=person, language=language, values=values)
    return {"sent": True}


def _coming(today: date) -> CohortQuerySet:
    return Cohort.objects.filter(
        state__in=ANNOUNCED, starts_on__range=(today, today + AHEAD)
    ).order_by("starts_on", "code")


def _named(cohort: Cohort) -> str:
    return f"{cohort.title}, {days_span(cohort.starts_on, cohort.ends_on)}"


def _for_trainer(person: User, today: date) -> list[str]:
    cohorts = _coming(today).filter(pk__in=Cohort.objects.run_by(person)).with_counts()
    return [f"{_named(cohort)} : {_fill(cohort)}" for cohort in cohorts]


def _fill(cohort: Cohort) -> str:
    said = _("%(n)s inscrits sur %(most)s, %(waiting)s en attente") % {
        "n": cohort.confirmed_count, "most": cohort.places_max, "waiting": cohort.waiting_count,
    }  # fmt: skip
    missing = cohort.places_min - cohort.confirmed_count
    if missing > 0:
        said += _(" ; il en manque %(n)s pour tenir la cohorte") % {"n": missing}
    return said


def _for_school(person: User, today: date) -> list[str]:
    mine = Enrolment.objects.made_by(Organisation.objects.managed_by(person))
    counts = {
        "confirmed": Count("pk", filter=Q(state="confirmed")),
        "waiting": Count("pk", filter=Q(state="waiting")),
        "unanswered": Count("pk", filter=Q(state__in=("offered", "awaiting"))),
    }
    cohorts = _coming(today)
    theirs = mine.active().filter(cohort__in=cohorts).order_by()
    told = {row["cohort"]: row for row in theirs.values("cohort").annotate(**counts)}
    words = _("%(confirmed)s confirmés, %(waiting)s en attente, %(unanswered)s sans réponse")
    coming = [f"{_named(one)} : {words % told[one.pk]}" for one in cohorts if one.pk in told]
    return [*_absences(mine, today), *coming]


def _absences(mine: EnrolmentQuerySet, monday: date) -> list[str]:
    """Return how many absences the school's people had last week, by cohort."""
    last_week = {"half_day__starts_at__date__range": (monday - WEEK, monday - DAY)}
    rows = (
        AttendanceMark.objects.filter(
            enrolment__in=mine.confirmed(), status=AttendanceStatus.ABSENT, **last_week
        )
        .values_list("half_day__cohort__title")
        .annotate(n=Count("pk"))
        .order_by("half_day__cohort__title")
    )
    return [
        ngettext(
            "%(group)s : %(n)s absence la semaine passée, à rattraper avec un autre groupe",
            "%(group)s : %(n)s absences la semaine passée, à rattraper avec un autre groupe", n,
        ) % {"group": title, "n": n}
        for title, n in rows
    ]  # fmt: skip
