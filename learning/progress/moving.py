"""Carry what participants did from the activities of one revision to those of another."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from learning.cohorts.models import Cohort
from learning.progress.models import ActivityCompletion, H5PState, Statement
from modules.programmes.models import Activity


@transaction.atomic
def carry_over(*, cohort: Cohort, revision_id: int) -> int:
    """Point what a cohort's people did at the same activities of the revision it follows now.

    An activity that is no longer there keeps what was done in it. Returns how many facts moved;
    doing it again moves nothing. Nothing moves if the cohort has been moved again since.
    """
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if cohort.revision_id != revision_id:
        return 0
    wanted = {
        activity.lineage: activity
        for activity in _activities(sequence__day__revision=revision_id)
    }  # fmt: skip
    return sum(
        _carry(old, wanted[old.lineage], cohort)
        for old in _left_behind(cohort)
        if old.lineage in wanted and old.pk != wanted[old.lineage].pk
    )


def _activities(**of: Any) -> Iterable[Activity]:
    return Activity.objects.filter(**of).select_related("content_version")


def _left_behind(cohort: Cohort) -> Iterable[Activity]:
    """Return the activities of other revisions that the cohort's people did something in."""
    done: set[int] = set()
    for facts in (ActivityCompletion, H5PState, Statement):
        rows = facts.objects.filter(enrolment__cohort=cohort).exclude(
            activity__sequence__day__revision=cohort.revision_id
        )
        done.update(rows.values_list("activity", flat=True).distinct())
    return _activities(pk__in=done)


def _carry(old: Activity, new: Activity, cohort: Cohort) -> int:
    mine = {"enrolment__cohort": cohort, "activity": old}
    moved = _unless_there(ActivityCompletion, mine, new)
    if _same_content(old, new):
        # Another content would not understand where one was in this one.
        moved += _unless_there(H5PState, mine, new)
    return moved + Statement.objects.filter(**mine).update(activity=new)


def _unless_there(
    facts: type[ActivityCompletion] | type[H5PState], mine: dict[str, Any], new: Activity
) -> int:
    """Move facts that each person has once; what they did since the move stands."""
    since = facts.objects.filter(activity=new).values_list("enrolment", flat=True)
    facts.objects.filter(**mine, enrolment__in=list(since)).delete()
    return facts.objects.filter(**mine).update(activity=new)


def _same_content(old: Activity, new: Activity) -> bool:
    if old.content_version is None or new.content_version is None:
        return False
    return old.content_version.content_id == new.content_version.content_id
