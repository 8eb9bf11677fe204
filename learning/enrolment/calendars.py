"""The days of a cohort, as calendar programs read them (RFC 5545, RFC 5546).

One event per day, whose identifier never changes: whatever happens to a day is told of the same
event, with a SEQUENCE that grows. An invitation (REQUEST) and its withdrawal (CANCEL) hold one
event each, as RFC 5546 wants it (all the components of such a message share one UID), so that a
mail carries as many of them as there are days. The hours are those of the venue, in its time zone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress, vText

from accounts.users.models import User
from frontend.formats import hours_range
from learning.cohorts.models import Cohort
from learning.enrolment.models import Enrolment

PRODUCT = "-//Reenchantez l action publique//FR"
ALARM = timedelta(hours=-1)
# How often a program that subscribed may ask again.
REFRESH = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A day of a cohort, in the venue's time."""

    day: int
    starts_at: datetime
    ends_at: datetime
    hours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a cohort as one calendar holds them.

    `key` begins their identifiers: it is the enrolment's for who takes part. `attendee` is who is
    invited, None in a calendar that is only read. `sequence` and `changed_at` grow together.
    """

    cohort: Cohort
    key: str
    address: str
    sequence: int
    changed_at: datetime
    attendee: User | None = None
    is_cancelled: bool = False

    def uid(self, day: int) -> str:
        """Return the identifier of a day, the same for ever."""
        return f"{self.key}-j{day}@{_host()}"

    def cancelled(self) -> "Days":
        """Return the same days, not held any more."""
        return replace(self, is_cancelled=True)


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A file to attach to a mail."""

    name: str
    content: bytes
    method: str

    @property
    def content_type(self) -> str:
        """Return the type that has a mail program offer to answer (RFC 6047)."""
        return f"text/calendar; method={self.method}"


def days_of_enrolment(enrolment: Enrolment, *, address: str) -> Days:
    """Return the days of who takes part; `address` is the page their events point to.

    Given up, they are one SEQUENCE further than what was last sent of them.
    """
    cohort, gone = enrolment.cohort, enrolment.cancelled_at
    at = gone or enrolment.confirmed_at or enrolment.requested_at
    return Days(
        cohort=cohort, key=str(enrolment.pk), address=address,
        sequence=cohort.calendar_sequence + (gone is not None),
        changed_at=max(at, cohort.calendar_changed_at), attendee=enrolment.person,
        is_cancelled=gone is not None,
    )  # fmt: skip


def days_of_trainer(cohort: Cohort, trainer: User, *, address: str) -> Days:
    """Return the days of a cohort for who trains it."""
    days = days_of_cohort(cohort, address=address)
    return replace(days, key=f"{cohort.pk}-{trainer.pk}", attendee=trainer)


def days_of_cohort(cohort: Cohort, *, address: str) -> Days:
    """Return the days of a cohort for whoever follows it."""
    return Days(
        cohort=cohort, key=str(cohort.pk), address=address, sequence=cohort.calendar_sequence,
        changed_at=cohort.calendar_changed_at,
    )  # fmt: skip


def invitations(days: Days) -> list[CalendarFile]:
    """Return an invitation (METHOD:REQUEST) per day; sent again, each replaces the one before."""
    return _messages(days, "REQUEST")


def cancellations(days: Days) -> list[CalendarFile]:
    """Return what takes each day out of the calendar that holds it (METHOD:CANCEL)."""
    return _messages(days.cancelled(), "CANCEL")


def published(days: Days) -> bytes:
    """Return all the days in one file (METHOD:PUBLISH), for a person to add by hand."""
    calendar = _calendar([days.cohort])
    calendar.add("method", "PUBLISH")
    for event in _events(replace(days, attendee=None), stamp=timezone.now()):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def feed(name: str, several: Iterable[Days]) -> bytes:
    """Return the days of several cohorts as a calendar one subscribes to.

    The same days give the same bytes: it carries when they changed, not when it was read.
    """
    kept = [replace(days, attendee=None) for days in several]
    calendar = _calendar([days.cohort for days in kept])
    for key in ("name", "x-wr-calname"):
        calendar.add(key, name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for days in kept:
        for event in _events(days, stamp=days.changed_at):
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def meetings_of(cohort: Cohort) -> list[Meeting]:
    """Return the days of a cohort in their order; prefetch `half_days` for several cohorts."""
    zone = cohort.venue.zone
    days: dict[int, list[tuple[datetime, datetime]]] = {}
    for half in sorted(cohort.half_days.all(), key=lambda half: half.starts_at):
        span = (half.starts_at.astimezone(zone), half.ends_at.astimezone(zone))
        days.setdefault(half.day, []).append(span)
    return [
        Meeting(day, spans[0][0], spans[-1][1], tuple(hours_range(*span) for span in spans))
        for day, spans in days.items()
    ]


def _messages(days: Days, method: str) -> list[CalendarFile]:
    files = []
    for number, event in enumerate(_events(days, stamp=timezone.now()), start=1):
        calendar = _calendar([days.cohort])
        calendar.add("method", method)
        calendar.add_component(event)
        name = _("jour-%(day)s.ics") % {"day": number}
        files.append(CalendarFile(name, bytes(calendar.to_ical()), method))
    return files


def _calendar(cohorts: list[Cohort]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    spans: dict[str, tuple[date, date]] = {}
    for cohort in cohorts:
        known = spans.get(cohort.venue.time_zone, (cohort.starts_on, cohort.ends_on))
        spans[cohort.venue.time_zone] = (
            min(known[0], cohort.starts_on), max(known[1], cohort.ends_on)
        )  # fmt: skip
    for name, (first, last) in sorted(spans.items()):
        zone = Timezone.from_tzid(
            name, first_date=date(first.year, 1, 1), last_date=date(last.year + 1, 1, 1)
        )
        calendar.add_component(zone)
    return calendar


def _events(days: Days, *, stamp: datetime) -> list[Event]:
    meetings = meetings_of(days.cohort)
    return [_event(days, one, meetings, stamp) for one in meetings]


def _event(days: Days, meeting: Meeting, all_of_them: list[Meeting], stamp: datetime) -> Event:
    cohort = days.cohort
    event = Event()
    event.add("uid", days.uid(meeting.day))
    event.add("sequence", days.sequence)
    event.add("dtstamp", stamp)
    event.add("last-modified", days.changed_at)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", _summary(cohort, meeting, all_of_them))
    event.add("location", cohort.venue.full_address)
    event.add("description", _description(days, meeting))
    event.add("url", days.address)
    event.add("status", "CANCELLED" if days.is_cancelled else "CONFIRMED")
    for other in all_of_them:
        if other.day != meeting.day:
            event.add("related-to", days.uid(other.day), parameters={"RELTYPE": "SIBLING"})
    event.add("organizer", _organizer())
    if days.attendee and days.attendee.email:
        event.add("attendee", _attendee(days.attendee))
    if not days.is_cancelled:
        event.add_component(_alarm(cohort))
    return event


def _summary(cohort: Cohort, meeting: Meeting, all_of_them: list[Meeting]) -> str:
    if len(all_of_them) == 1:
        return cohort.module_title
    told = {
        "title": cohort.module_title,
        "day": all_of_them.index(meeting) + 1,
        "days": len(all_of_them),
    }
    return _("%(title)s (jour %(day)s sur %(days)s)") % told


def _description(days: Days, meeting: Meeting) -> str:
    cohort = days.cohort
    online = _("À distance : %(link)s") % {"link": cohort.online_url} if cohort.online_url else ""
    told = (", ".join(meeting.hours), cohort.venue.access, online, days.address)
    return "\n".join(filter(None, told))


def _organizer() -> vCalAddress:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["cn"] = vText(name or "Réenchantez l’action publique")
    return organizer


def _attendee(person: User) -> vCalAddress:
    """Return who is invited: they have said yes already, and answer on the platform."""
    attendee = vCalAddress(f"mailto:{person.email}")
    attendee.params |= {
        "cn": vText(person.display_name), "cutype": vText("INDIVIDUAL"),
        "role": vText("REQ-PARTICIPANT"), "partstat": vText("ACCEPTED"), "rsvp": vText("FALSE"),
    }  # fmt: skip
    return attendee


def _alarm(cohort: Cohort) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", cohort.module_title)
    alarm.add("trigger", ALARM)
    return alarm


def _host() -> str:
    return settings.PUBLIC_BASE_URL.split("//", 1)[-1].split("/", 1)[0]
