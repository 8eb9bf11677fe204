"""Keep venues for cohorts: one group at a time in each."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from frontend.formats import long_day
from learning.cohorts.models import Cohort, Venue, VenueBooking


class VenueIsTaken(DomainError):
    code = "venue_is_taken"
    sentence = _(
        "%(venue)s reçoit déjà « %(cohort)s » le %(day)s : choisissez un autre lieu, ou une autre "
        "date."
    )


def book(cohort: Cohort) -> None:
    """Keep the cohort's venue for each of its half-days, in place of what was kept for it.

    Call it in a transaction: the venue is held until the end of it. Raises VenueIsTaken.
    """
    lock_venue(cohort.venue_id)
    release(cohort)
    wanted = [
        VenueBooking(
            venue_id=cohort.venue_id, half_day=half, starts_at=half.starts_at, ends_at=half.ends_at
        )
        for half in cohort.half_days.order_by("starts_at")
    ]
    _refuse_taken(cohort, wanted)
    VenueBooking.objects.bulk_create(wanted)


def release(cohort: Cohort) -> None:
    """Let the venue go: others may book it."""
    VenueBooking.objects.filter(half_day__cohort=cohort).delete()


def lock_venue(venue_id: int) -> None:
    """Hold the venue until the transaction ends: it is booked by one at a time."""
    Venue.objects.select_for_update().get(pk=venue_id)


def _refuse_taken(cohort: Cohort, wanted: list[VenueBooking]) -> None:
    overlaps = [Q(starts_at__lt=one.ends_at, ends_at__gt=one.starts_at) for one in wanted]
    if not overlaps:
        return
    taken = (
        VenueBooking.objects.filter(reduce(or_, overlaps), venue=cohort.venue_id)
        .select_related("half_day__cohort")
        .order_by("starts_at")
        .first()
    )
    if taken:
        day = taken.starts_at.astimezone(cohort.venue.zone)
        raise VenueIsTaken(
            venue=cohort.venue, cohort=taken.half_day.cohort.title, day=long_day(day)
        )
