"""My module as it stands now: what is done, what is asked, what comes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from django.utils.translation import gettext as _

from learning.attendance.models import AttendanceMark, is_sealed, window_of
from learning.attendance.permissions import can_sign
from learning.cohorts.models import Cohort, HalfDay
from learning.completion.models import Completion
from learning.enrolment.models import Enrolment
from learning.progress.models import ActivityCompletion
from modules.programmes.enums import Moment
from modules.programmes.models import Activity, Sequence
from modules.programmes.queries import published_tree


@dataclass(frozen=True, slots=True)
class Task:
    """An activity, and whether the participant has done it."""

    activity: Activity
    is_done: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A sequence of the day; `is_now` while it takes place."""

    sequence: Sequence
    tasks: list[Task]
    is_now: bool


@dataclass(frozen=True, slots=True)
class HalfDayState:
    """A half-day as the participant sees it: `look` is the style of its mark."""

    half_day: HalfDay
    mark: AttendanceMark | None
    look: str
    can_sign: bool
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class DayView:
    """A day of the timeline: "done", "now" or "coming"."""

    title: str
    position: int
    on: date
    state: str
    steps: list[Step]
    before: list[Task]
    after: list[Task]
    half_days: list[HalfDayState]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole page: the days, the half-days by period, and what to sign now."""

    days: list[DayView]
    half_days: list[HalfDayState] = field(default_factory=list)

    @property
    def to_sign(self) -> HalfDayState | None:
        """Return the half-day that waits for the participant's signature now."""
        return next((half for half in self.half_days if half.can_sign), None)

    @property
    def signed(self) -> int:
        """Return how many half-days the participant was there for."""
        return sum(1 for half in self.half_days if half.mark and half.mark.was_there)

    @property
    def before(self) -> list[Task]:
        """Return what is to do before the first day."""
        return self.days[0].before if self.days else []

    @property
    def after(self) -> list[Task]:
        """Return what is to do after the last day."""
        return self.days[-1].after if self.days else []

    @property
    def is_prepared(self) -> bool:
        """Return whether everything to do before the first day is done."""
        return all(task.is_done for task in self.before)

    @property
    def is_over(self) -> bool:
        """Return whether the last day is behind."""
        return all(day.state == "done" for day in self.days)

    @property
    def mornings(self) -> list[HalfDayState | None]:
        """Return one morning per day, None where there is none."""
        return [_of_period(day, "am") for day in self.days]

    @property
    def afternoons(self) -> list[HalfDayState | None]:
        """Return one afternoon per day, None where there is none."""
        return [_of_period(day, "pm") for day in self.days]


def _of_period(day: DayView, period: str) -> HalfDayState | None:
    return next((half for half in day.half_days if half.half_day.period == period), None)


def headline(timeline: Timeline, at: datetime, zone: tzinfo) -> str:
    """Return where the participant is in the module, in one line."""
    today = next((day for day in timeline.days if day.state == "now"), None)
    if today is not None:
        return _("Jour %(n)s sur %(total)s : %(title)s") % {
            "n": today.position, "total": len(timeline.days), "title": today.title,
        }  # fmt: skip
    coming = next((day for day in timeline.days if day.state == "coming"), None)
    if coming is None:
        return _("Les journées sont terminées")
    days = (coming.on - at.astimezone(zone).date()).days
    if days <= 1:
        return _("C’est demain : %(title)s") % {"title": coming.title}
    return _("Dans %(days)s jours : %(title)s") % {"days": days, "title": coming.title}


def timeline_of(enrolment: Enrolment, at: datetime) -> Timeline:
    """Return the timeline of an enrolment, in three queries whatever the length of the module."""
    cohort = enrolment.cohort
    revision = published_tree(cohort.revision_id)
    done = set(
        ActivityCompletion.objects.filter(enrolment=enrolment).values_list("activity", flat=True)
    )
    halves = half_day_states(enrolment, at)
    days = []
    for day in revision.days.all():
        mine = [half for half in halves if half.half_day.day == day.position]
        if not mine:
            continue
        steps = [_step(sequence, mine, done, at, cohort) for sequence in day.sequences.all()]
        activities = [a for sequence in day.sequences.all() for a in _for_me(sequence)]
        days.append(
            DayView(
                title=day.title,
                position=day.position,
                on=mine[0].half_day.starts_at.astimezone(cohort.venue.zone).date(),
                state=_state(mine, at, cohort),
                steps=steps,
                before=_tasks(activities, Moment.BEFORE, done),
                after=_tasks(activities, Moment.AFTER, done),
                half_days=mine,
            )
        )
    return Timeline(days, halves)


def half_day_states(enrolment: Enrolment, at: datetime) -> list[HalfDayState]:
    """Return the cohort's half-days with the participant's marks, in two queries."""
    halves = enrolment.cohort.half_days.select_related("countersignature").order_by("starts_at")
    marks = {mark.half_day_id: mark for mark in enrolment.marks.all()}
    return [_half_day_state(enrolment, half, marks.get(half.pk), at) for half in halves]


def _half_day_state(
    enrolment: Enrolment, half_day: HalfDay, mark: AttendanceMark | None, at: datetime
) -> HalfDayState:
    is_signed = mark is not None and mark.signed_at is not None
    may_sign = not is_signed and can_sign(enrolment.person, enrolment, half_day, at)
    if may_sign:
        look = "open"
    elif mark is not None:
        look = {"present": "signed", "left_early": "late", "absent": "missing"}.get(
            mark.status, mark.status
        )
    elif half_day.ends_at < at or is_sealed(half_day):
        look = "missing"
    else:
        look = ""
    return HalfDayState(half_day, mark, look, may_sign, *window_of(half_day))


def _tasks(activities: Iterable[Activity], moment: Moment, done: set[int]) -> list[Task]:
    return [Task(a, a.pk in done) for a in activities if a.moment == moment]


def _step(
    sequence: Sequence, halves: list[HalfDayState], done: set[int], at: datetime, cohort: Cohort
) -> Step:
    local = at.astimezone(cohort.venue.zone)
    is_today = any(half.half_day.is_now(at) for half in halves)
    is_now = is_today and sequence.starts <= local.time() < sequence.ends
    return Step(sequence, _tasks(_for_me(sequence), Moment.DURING, done), is_now)


def _for_me(sequence: Sequence) -> list[Activity]:
    """Return what participants see of a sequence; it comes with its activities."""
    return [activity for activity in sequence.activities.all() if activity.is_for_participants]


def _state(halves: list[HalfDayState], at: datetime, cohort: Cohort) -> str:
    zone = cohort.venue.zone
    last = max(half.half_day.ends_at for half in halves)
    first = min(half.half_day.starts_at for half in halves)
    if first.astimezone(zone).date() == at.astimezone(zone).date() and at <= last:
        return "now"
    return "done" if last < at else "coming"


def to_prepare(enrolment: Enrolment, timeline: Timeline, at: datetime) -> list[Task]:
    """Return what the participant has not done yet, before the first day."""
    if enrolment.cohort.starts_on <= at.astimezone(enrolment.cohort.venue.zone).date():
        return []
    return [task for task in timeline.before if not task.is_done]


def current_completion(enrolment: Enrolment) -> Completion | None:
    """Return the verdict that holds, if there is one."""
    return enrolment.completions.current().first()
