"""The calendar invitation of a cohort (RFC 5545)."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from icalendar import Alarm, Calendar, Event, Timezone

from learning.cohorts.models import Cohort


def invitation(cohort: Cohort, *, address: str) -> bytes:
    """Return a calendar with one event per half-day, in the venue's time zone.

    `address` is the page the events point to. Identifiers are stable: a second invitation
    replaces the first in the person's calendar.
    """
    venue = cohort.venue
    calendar = Calendar()
    calendar.add("prodid", "-//Reenchantez l action publique//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(Timezone.from_tzid(venue.time_zone))
    for half_day in cohort.half_days.order_by("starts_at"):
        event = Event()
        event.add("uid", f"{cohort.pk}-{half_day.day}-{half_day.period}@{_host()}")
        event.add("dtstamp", timezone.now())
        event.add("dtstart", half_day.starts_at.astimezone(venue.zone))
        event.add("dtend", half_day.ends_at.astimezone(venue.zone))
        event.add("summary", cohort.module_title)
        event.add("location", venue.full_address)
        event.add("description", address)
        event.add("url", address)
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", cohort.module_title)
        alarm.add("trigger", timedelta(hours=-1))
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _host() -> str:
    return settings.PUBLIC_BASE_URL.split("//", 1)[-1].split("/", 1)[0]
