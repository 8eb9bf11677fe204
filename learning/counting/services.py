"""Tell the record what is known of people: a verdict, whose it is, and that someone is forgotten.

Called in the transaction of what it tells: figures are exact the moment it commits.
"""

from collections.abc import Iterable
from copy import copy
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.users.models import User
from learning.counting.models import CountedForGood, CountedPerson, CountedVerdict
from learning.counting.record import change_verdicts, hold_the_record
from learning.counting.replay import kind_of

if TYPE_CHECKING:
    from learning.completion.models import Completion


@transaction.atomic
def record_verdict(*, completion: "Completion", previous: "Completion | None" = None) -> None:
    """Count a verdict, in place of the one it corrects, if it corrects one.

    The completion comes with its employer, its module and its enrolment. A correction of what
    someone erased did is not counted: that was counted for good.
    """
    at = hold_the_record()
    before: list[CountedVerdict] = []
    if previous:
        if CountedForGood.objects.filter(completion=previous).exists():
            CountedForGood.objects.create(completion=completion)
            return
        before += CountedVerdict.objects.standing().filter(completion=previous)
    begun = counted_from(completion, key_of(completion.person))
    change_verdicts(at, ended=before, begun=[begun])


def key_of(person: User) -> CountedPerson:
    """Return the number by which figures know someone; the record is held."""
    return CountedPerson.objects.get_or_create(person=person)[0]


def counted_from(completion: "Completion", key: CountedPerson) -> CountedVerdict:
    """Return what the record keeps of a verdict, not yet written."""
    return CountedVerdict(
        key=key, completion=completion, cohort_id=completion.enrolment.cohort_id,
        acquired=completion.is_acquired, counts_as=completion.counts_as,
        effective_on=completion.effective_on, region=completion.region,
        versant=completion.versant, category=completion.category,
        employer_id=completion.employer_id, employer_kind=kind_of(completion.employer),
        school_id=completion.school_id, module_id=completion.module_id,
        format_id=completion.module.format_id, minutes=completion.minutes_attended,
        half_days=completion.half_days_attended, half_days_planned=completion.half_days_planned,
        since=completion.recorded_at,
    )  # fmt: skip


@transaction.atomic
def move_verdicts(*, completions: Iterable[int], to: User) -> None:
    """Count these verdicts as another person's from now on: two records were one person's.

    What was shown before was shown of two people, and stays so.
    """
    at = hold_the_record()
    ended = list(CountedVerdict.objects.standing().filter(completion__in=list(completions)))
    if not ended:
        return
    key = key_of(to)
    begun = [_held_by(key, one) for one in sorted(ended, key=lambda one: one.pk)]
    change_verdicts(at, ended=ended, begun=begun)


def _held_by(key: CountedPerson, verdict: CountedVerdict) -> CountedVerdict:
    """Return the same verdict as someone else's, not yet written."""
    same = copy(verdict)
    same.pk, same.until, same.key = None, None, key
    same._state.adding = True  # noqa: SLF001 - as Django tells to copy a row
    return same


@transaction.atomic
def forget_person_in_figures(person: User) -> int:
    """Cut what leads from figures to someone; every figure stays. Return how many verdicts stay.

    What they were (region, employer, day…) stays with the verdicts, under a number that leads to
    nobody. If they come back they are counted as somebody new. Call it before deleting anything.
    """
    hold_the_record()
    key = CountedPerson.objects.filter(person=person).first()
    if key is None:
        return 0
    theirs = CountedVerdict.objects.filter(key=key, completion__isnull=False)
    completions = set(theirs.values_list("completion", flat=True))
    # What a merge or its undoing moved away since is another person's, and goes on with them.
    standing = CountedVerdict.objects.standing().exclude(key=key)
    held = set(standing.filter(completion__in=completions).values_list("completion", flat=True))
    CountedForGood.objects.bulk_create(
        CountedForGood(completion_id=pk) for pk in completions - held
    )
    theirs.update(completion=None)
    key.person = None
    key.save(update_fields=["person"])
    return len(completions)
