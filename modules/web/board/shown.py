"""What the board's page shows, gathered for its templates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.users.models import User
from frontend import formats
from modules.authoring.undo import redoable, undoable
from modules.programmes.enums import ActivityKind, Lane, Mode, Phase, RevisionState
from modules.programmes.models import Day, Revision, Sequence
from modules.programmes.queries import DayPlan
from modules.programmes.timetable import end_of, minute_of, overlaps, totals
from modules.web.board.clock import Clock, clock_of, hour
from modules.web.board.columns import columns_of, faults_of, totals_in_words
from modules.web.board.wording import label_of, name_of

TEXTS = ("purpose", "unfolding", "outcome", "material", "roles", "trainer_notes")


@dataclass(frozen=True, slots=True)
class Saved:
    """Where the writing stands: its version, when and by whom, what may be undone or done again."""

    version: int
    at: datetime
    by: str
    undo: str | None
    redo: str | None


def saved(revision: Revision, person: User) -> Saved:
    """Return where the writing stands for someone."""
    last, next_ = undoable(revision, person), redoable(revision, person)
    by = "" if revision.edited_by_id in {None, person.pk} else name_of(revision.edited_by)
    return Saved(
        revision.version, revision.edited_at, by,
        last.subject if last else None, next_.subject if next_ else None,
    )  # fmt: skip


def totals_of(plans: Iterable[DayPlan]) -> dict[str, Any]:
    """Return the totals of days."""
    found = totals(plan.sequences for plan in plans)
    return {
        "totals": found,
        "totals_words": totals_in_words(found),
        "phases": [
            {"phase": phase, "minutes": minutes, "share": round(100 * minutes / found.minutes)}
            for phase, minutes in found.phases.items()
        ],
        "missing": [Phase(phase) for phase in Phase.values if phase not in found.phases],
    }


def board_of(plans: list[DayPlan], clock: Clock | None = None) -> dict[str, Any]:
    """Return the columns of days, and the clock beside them."""
    clock = clock or clock_of(plans)
    return {"clock": clock, "columns": columns_of(plans, clock)}


def can_write(revision: Revision) -> bool:
    """Return whether the revision can still change."""
    return revision.state != RevisionState.PUBLISHED


def sequence_panel(plans: list[DayPlan], chosen: Sequence) -> dict[str, Any]:
    """Return what the panel of a sequence shows, among the days."""
    days = [plan.day for plan in plans]
    position, plan = next((n, one) for n, one in enumerate(plans) if one.day.pk == chosen.day_id)
    day, siblings = plan.day, plan.sequences
    index, held = next((n, one) for n, one in enumerate(siblings) if one.pk == chosen.pk)
    return {
        "field": "panel",
        "address": f"?sequence={chosen.pk}#panneau",
        "sequence": chosen,
        "place": _("Séquence %(n)s sur %(of)s de la journée %(day)s")
        % {"n": index + 1, "of": len(siblings), "day": day.position},
        "ends_words": hour(end_of(held)),
        "faults": faults_of(day, siblings)[held.pk],
        "fixes": list(_fixes(held, siblings)),
        "activities": list(
            chosen.activities.only("sequence", "kind", "title", "minutes").order_by("position")
        ),
        "others": [one for plan in plans for one in plan.sequences if one.pk != held.pk],
        "previous_day": days[position - 1] if position else None,
        "next_day": days[position + 1] if position + 1 < len(days) else None,
        "phase_choices": Phase.choices,
        "mode_choices": zip(Mode.choices, ("hammer", "ear"), strict=True),
        "lane_choices": Lane.choices,
        "kind_choices": ActivityKind.choices,
        "texts": [
            (name, label_of(chosen, name), getattr(chosen, name)) for name in TEXTS
        ],
    }  # fmt: skip


def _fixes(held: Sequence, siblings: list[Sequence]) -> Iterable[tuple[str, str]]:
    """Yield the acts that undo an overlap: what the button sends, and what it says."""
    for first, second in overlaps(siblings):
        if held.pk == second.pk and end_of(first) < 24 * 60:
            ends = end_of(first)
            yield (
                f"at:{ends // 60:02d}:{ends % 60:02d}",
                _("Commencer à %(hour)s") % {"hour": hour(ends)},
            )
        left = minute_of(second.starts) - minute_of(first.starts)
        if held.pk in {first.pk, second.pk} and left > 0:
            act = f"last:{left}" if held.pk == first.pk else f"shorten:{first.pk}:{left}"
            yield act, _("Raccourcir « %(title)s » à %(minutes)s") % {
                "title": first.title, "minutes": formats.duration(left),
            }  # fmt: skip


def day_panel(plans: list[DayPlan], chosen: Day) -> dict[str, Any]:
    """Return what the panel of a day shows."""
    positions = {plan.day.pk: n for n, plan in enumerate(plans)}
    return {
        "field": "panel-day",
        "address": f"?journee={chosen.pk}#panneau",
        "day": chosen,
        "is_first": positions[chosen.pk] == 0,
        "is_last": positions[chosen.pk] == len(plans) - 1,
        "hours": [
            (name, label_of(chosen, name), getattr(chosen, name))
            for name in ("starts", "lunch_starts", "lunch_ends", "ends")
        ],
    }
