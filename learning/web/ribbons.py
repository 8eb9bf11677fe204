"""A revision as its phases: what ribbons, posters and timetables draw."""

from collections import Counter
from typing import Any

from modules.programmes.models import Revision, Sequence


def ribbon_of_days(revision: Revision) -> list[list[dict[str, Any]]]:
    """Return, per day, {phase, minutes, starts_afternoon}; the revision comes `with_tree()`."""
    return [_pieces(list(day.sequences.all())) for day in revision.days.all()]


def _pieces(sequences: list[Sequence]) -> list[dict[str, Any]]:
    first_of_afternoon = next((seq for seq in sequences if seq.is_afternoon), None)
    return [
        {
            "phase": sequence.phase,
            "minutes": sequence.minutes,
            "starts_afternoon": sequence is first_of_afternoon,
        }
        for sequence in sequences
    ]


def phase_minutes(revision: Revision) -> dict[str, int]:
    """Return the minutes spent in each phase; the revision comes `with_tree()`."""
    minutes: Counter[str] = Counter()
    for day in revision.days.all():
        for sequence in day.sequences.all():
            minutes[sequence.phase] += sequence.minutes
    return dict(minutes)
