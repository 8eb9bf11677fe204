"""Verdicts as a history of them goes: written, corrected, counted, without a sheet behind them."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.organisations.enums import Region
from accounts.users.models import User
from learning.cohorts.models import Cohort
from learning.completion.enums import Verdict
from learning.completion.models import Completion
from learning.counting.enums import Dimension
from learning.counting.record import count_again
from learning.counting.services import record_verdict
from learning.enrolment.models import Enrolment
from learning.figures.queries import figures_of
from learning.targets.models import Target
from modules.programmes.enums import CompletionBasis, CountsAs
from tests.jobs import do_the_jobs
from tests.learning.builders import a_cohort, an_enrolment
from tests.learning.scenes import Room, a_room

TODAY = timezone.localdate()
STARTS, ENDS = TODAY - timedelta(days=700), TODAY + timedelta(days=700)


def a_target(**fields: Any) -> Target:
    """Return a counted target of the whole programme, around today."""
    target = Target.objects.create(
        **{
            "name": "2 000", "count": 2000, "counts_as": CountsAs.TRAINED,
            "starts_on": STARTS, "ends_on": ENDS, **fields,
        }
    )  # fmt: skip
    count_again(target)
    target.refresh_from_db()
    return target


def a_verdict(person: User | None = None, days_ago: int = 30, **fields: Any) -> Completion:
    """Return a verdict, acquired unless told otherwise, of a cohort of its own."""
    return write_verdict(an_enrolment(a_cohort(), person), TODAY - timedelta(days_ago), **fields)


def write_verdict(enrolment: Enrolment, on: date, **fields: Any) -> Completion:
    """Write the next verdict of an enrolment, in place of the one that holds; it is counted."""
    previous = enrolment.completions.current().first()
    now = timezone.now()
    if previous:
        previous.superseded_at = now
        previous.save(update_fields=["superseded_at"])
    module = enrolment.cohort.revision.edition.module
    completion = Completion.objects.create(
        **{
            "enrolment": enrolment, "version": previous.version + 1 if previous else 1,
            "person": enrolment.person, "verdict": Verdict.ACQUIRED, "reason": "acquis",
            "basis": CompletionBasis.HALF_DAYS, "minutes_planned": 1260, "minutes_attended": 1050,
            "half_days_attended": 5, "half_days_planned": 6, "counts_as": module.format.counts_as,
            "module": module, "region": Region.BRETAGNE, "versant": "fpt", "category": "a",
            "effective_on": on, "recorded_at": now, **fields,
        }
    )  # fmt: skip
    record_verdict(completion=completion, previous=previous)
    return completion


def people_in(target: Target, at: Any = None, **asked: Any) -> int:
    """Return how many people a target counts, now unless told otherwise."""
    return figures_of(target, at=at or timezone.now(), **asked).people


def parts_of(target: Target, dimension: Dimension, **asked: Any) -> dict[str, int]:
    """Return the people of each part that has some, by its name."""
    told = figures_of(target, at=timezone.now(), **asked).by(dimension)
    return {part.label: part.people for part in told if part.people}


def a_room_judged() -> Room:
    """Return a room of one person who was there six times, judged, three days ago."""
    room = a_room(is_over=True)
    ends_on = TODAY - timedelta(days=3)
    Cohort.objects.filter(pk=room.cohort.pk).update(starts_on=ends_on, ends_on=ends_on)
    room.seal(there=range(1, 7))
    do_the_jobs("half_day_sealed")
    return room
