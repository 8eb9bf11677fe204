"""Verdicts as a history of them goes: written, corrected, counted, without a sheet behind them."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.organisations.enums import Region
from accounts.users.models import User
from learning.completion.enums import Verdict
from learning.completion.models import Completion
from learning.counting.record import count_again
from learning.counting.services import record_verdict
from learning.enrolment.models import Enrolment
from learning.targets.models import Target
from modules.programmes.enums import CompletionBasis, CountsAs
from tests.learning.builders import a_cohort, an_enrolment

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
