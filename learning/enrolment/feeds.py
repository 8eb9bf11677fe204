"""Addresses that calendar programs subscribe to: secret, one's own, and revocable."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from common.links.services import SECRET_BYTES, digest_of
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.enrolment.calendars import (
    Days,
    days_of_cohort,
    days_of_enrolment,
    days_of_trainer,
    feed,
)
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import CalendarFeed, Enrolment

# How long a day that was given up is still said cancelled: programs that missed it drop it then.
TOLD_CANCELLED = timedelta(days=30)
# What is told of the past: nobody looks further back in a calendar.
KEPT = timedelta(days=365)
GONE = (CohortState.POSTPONED, CohortState.CANCELLED)


class CannotFollowCohort(DomainError):
    code = "cannot_follow_cohort"
    sentence = _("Cette cohorte n’est pas de celles dont vous pouvez suivre les dates.")


@transaction.atomic
def make_feed(*, person: User, cohort: Cohort | None = None) -> str:
    """Give a person an address for their days, or for a cohort's; return its secret.

    It is kept nowhere: show it at once. The address before it dies. Raises CannotFollowCohort.
    """
    if cohort and not Cohort.objects.followed_by(person).filter(pk=cohort.pk).exists():
        raise CannotFollowCohort
    User.objects.select_for_update().get(pk=person.pk)
    CalendarFeed.objects.filter(owner=person, cohort=cohort).delete()
    secret = secrets.token_urlsafe(SECRET_BYTES)
    CalendarFeed.objects.create(digest=digest_of(secret), owner=person, cohort=cohort)
    record(actor=person, action="calendar_feed_made", target=cohort or person)
    return secret


@transaction.atomic
def revoke_feed(*, person: User, cohort: Cohort | None = None) -> bool:
    """Have an address answer no more; return whether there was one."""
    gone, _by_model = CalendarFeed.objects.filter(owner=person, cohort=cohort).delete()
    if gone:
        record(actor=person, action="calendar_feed_revoked", target=cohort or person)
    return bool(gone)


def read_feed(secret: str) -> bytes | None:
    """Return the calendar behind an address; None if it is dead, or its owner's right is."""
    found = CalendarFeed.objects.select_related("owner").filter(digest=digest_of(secret)).first()
    if found is None or not found.owner.is_active:
        return None
    if found.cohort_id is None:
        return feed(_t("Réenchantez l’action publique"), _days_of(found.owner))
    cohort = (
        Cohort.objects.followed_by(found.owner)
        .filter(pk=found.cohort_id)
        .select_related("venue", "revision__edition__module")
        .prefetch_related("half_days")
        .first()
    )
    return feed(cohort.title, _of_cohort(cohort)) if cohort else None


def _of_cohort(cohort: Cohort) -> list[Days]:
    days = days_of_cohort(cohort, address=_page("catalogue:module", _slug(cohort)))
    return _told([days])


def _days_of(person: User) -> list[Days]:
    """Return the days of a person: those they take part in, and those they train."""
    since = timezone.localdate() - KEPT
    enrolments = (
        Enrolment.objects.visible_to(person)
        .filter(person=person, confirmed_at__isnull=False, cohort__ends_on__gte=since)
        .filter(state__in=[EnrolmentState.CONFIRMED, EnrolmentState.CANCELLED])
        .select_related("person", "cohort__venue", "cohort__revision__edition__module")
        .prefetch_related("cohort__half_days")
        .order_by("cohort__starts_on", "pk")
    )
    trained = (
        Cohort.objects.visible_to(person)
        .run_by(person)
        .filter(ends_on__gte=since)
        .exclude(state=CohortState.DRAFT)
        .select_related("venue", "revision__edition__module")
        .prefetch_related("half_days")
        .order_by("starts_on", "pk")
    )
    mine = [
        days_of_enrolment(one, address=_page("learner:enrolment", str(one.pk)))
        for one in enrolments
    ]
    mine += [
        days_of_trainer(one, person, address=_page("catalogue:module", _slug(one)))
        for one in trained
    ]
    return _told(mine)


def _told(several: list[Days]) -> list[Days]:
    """Leave out what was cancelled too long ago for a program to hold it still."""
    marked = [days.cancelled() if days.cohort.state in GONE else days for days in several]
    oldest = timezone.now() - TOLD_CANCELLED
    return [days for days in marked if not days.is_cancelled or days.changed_at >= oldest]


def _slug(cohort: Cohort) -> str:
    return cohort.revision.edition.module.slug


def _page(name: str, part: str) -> str:
    return settings.PUBLIC_BASE_URL + reverse(name, args=[part])
