"""The rule of my module, where I stand against it, and what I may still make up for."""

from dataclasses import dataclass
from typing import Any

from learning.completion.models import Completion
from learning.completion.queries import rule_of, tasks_of
from learning.completion.rules import NO_TASKS, rule_in_words
from learning.enrolment.models import Enrolment
from learning.makeups.models import MakeUp
from learning.web.learner.timeline import HalfDayState, Timeline


@dataclass(frozen=True, slots=True)
class MissedHalfDay:
    """A half-day that took place without the person, and the make-up that stands for it."""

    state: HalfDayState
    make_up: MakeUp | None


def rule_for(mine: Enrolment, timeline: Timeline, completion: Completion | None) -> dict[str, Any]:
    """Return what the page of a module says of its rule, in three queries at most."""
    rule = rule_of(mine.cohort)
    required = (rule.required_half_days or 0) if completion is None else 0
    missing = [half for half in timeline.half_days if half.look in {"missing", "excused"}]
    standing = {
        one.missed_id: one
        for one in (MakeUp.objects.open().filter(enrolment=mine).with_facts() if missing else ())
    }
    made_up = sum(one.is_accepted for one in standing.values())
    return {
        "rule": rule,
        "rule_words": rule_in_words(rule, len(timeline.half_days)),
        "tasks": tasks_of(mine) if rule.requires_activities else NO_TASKS,
        "missing_halves": max(required - timeline.signed - made_up, 0),
        "missed": [MissedHalfDay(half, standing.get(half.half_day.pk)) for half in missing],
    }
