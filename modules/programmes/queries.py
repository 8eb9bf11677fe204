"""Read what is taught."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet

from modules.programmes.models import Activity, Day, Revision, Sequence

# A few editions are followed at a time.
KEPT = 32


@lru_cache(maxsize=KEPT)
def published_tree(revision_id: int) -> Revision:
    """Return a published revision with its days, sequences and activities; read it, never write.

    It is frozen, so this process reads it once. Raises Revision.DoesNotExist for a draft.
    """
    return Revision.objects.published().with_tree().get(pk=revision_id)


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A day with its sequences in their order, and by sequence the titles of its activities."""

    day: Day
    sequences: list[Sequence]
    titles: dict[int, list[str]]


# What a plan does not show.
LONG_TEXTS = ("purpose", "unfolding", "outcome", "material", "roles", "trainer_notes")


def plans_of(days: "QuerySet[Day]") -> list[DayPlan]:
    """Return the plans of days in their order, in three queries; long texts are left behind."""
    found = list(days.order_by("position"))
    numbers = [day.pk for day in found]
    by_day: defaultdict[int, list[Sequence]] = defaultdict(list)
    sequences = Sequence.objects.filter(day__in=numbers).defer(*LONG_TEXTS)
    for sequence in sequences.order_by("starts", "lane", "pk"):
        by_day[sequence.day_id].append(sequence)
    titles: defaultdict[int, list[str]] = defaultdict(list)
    activities = Activity.objects.filter(sequence__day__in=numbers).order_by("position")
    for number, title in activities.values_list("sequence_id", "title"):
        titles[number].append(title)
    return [DayPlan(day, by_day[day.pk], titles) for day in found]
