"""The one way into the record: hold it, end what no longer holds, begin what does, settle.

Whoever writes holds the record until their transaction ends: two cohorts judged at once count one
after the other, instants follow each other, and the sums lose nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from learning.counting.cells import ONE_PERSON, Changes, measures_of, write_again
from learning.counting.enums import COUNTED
from learning.counting.models import Count, CountedPerson, CountedVerdict, RecordHead
from learning.counting.replay import Span, first_of, spans_of, takes
from learning.targets.models import Target

TICK = timedelta(microseconds=1)
PEOPLE_AT_ONCE = 2000


def hold_the_record() -> datetime:
    """Wait for the record, hold it until the transaction ends, and return the instant to write.

    Instants only grow, even when the machine's clock is set back.
    """
    now = timezone.now()
    RecordHead.objects.get_or_create(pk=1, defaults={"last_at": now - TICK})
    head = RecordHead.objects.select_for_update().get(pk=1)
    head.last_at = max(timezone.now(), head.last_at + TICK)
    head.save(update_fields=["last_at"])
    return head.last_at


def change_verdicts(
    at: datetime, *, ended: Sequence[CountedVerdict], begun: Sequence[CountedVerdict]
) -> None:
    """End verdicts and begin others at the instant held; every target follows."""
    CountedVerdict.objects.filter(pk__in=[one.pk for one in ended]).update(until=at)
    for one in begun:
        one.since = at
    CountedVerdict.objects.bulk_create(begun)
    targets = list(Target.objects.all())
    changes = Changes()
    for sign, verdicts in ((-1, ended), (1, begun)):
        for verdict in verdicts:
            for target in targets:
                if takes(target, verdict):
                    changes.add(target, verdict, measures_of(verdict), sign)
    _settle(at, targets, {one.key_id for one in (*ended, *begun)}, changes)
    changes.write()


def _settle(
    at: datetime, targets: Sequence[Target], keys: Iterable[UUID], changes: Changes
) -> None:
    """Have each of these people counted by the first of the verdicts they now have."""
    known: dict[tuple[UUID, str], list[CountedVerdict]] = defaultdict(list)
    for verdict in CountedVerdict.objects.standing().filter(key__in=keys, acquired=True):
        known[verdict.key_id, verdict.counts_as].append(verdict)
    counted = {
        (one.target_id, one.key_id, one.counts_as): one
        for one in Count.objects.standing().filter(key__in=keys).select_related("verdict")
    }
    ended, begun = [], []
    for target in targets:
        for key in keys:
            for counts_as in COUNTED:
                verdicts = known[key, counts_as]
                first = first_of(one for one in verdicts if takes(target, one))
                before = counted.get((target.pk, key, counts_as))
                if (before and before.verdict_id) == (first and first.pk):
                    continue
                if before:
                    ended.append(before.pk)
                    changes.add(target, before.verdict, ONE_PERSON, -1)
                if isinstance(first, CountedVerdict):
                    span = Span(counts_as, key, first.pk, first.effective_on, at, None)
                    begun.append(_count(target, span))
                    changes.add(target, first, ONE_PERSON, 1)
    Count.objects.filter(pk__in=ended).update(until=at)
    Count.objects.bulk_create(begun)


def _count(target: Target, span: Span) -> Count:
    return Count(
        target=target, counts_as=span.counts_as, key_id=span.key, verdict_id=span.verdict,
        effective_on=span.effective_on, since=span.since, until=span.until,
    )  # fmt: skip


def count_again(target: Target, *, at_once: int = PEOPLE_AT_ONCE) -> int:
    """Write what a target counts and counted at every instant, from the record; return how many.

    In parts, each holding the record for a moment; then the sums, and the target has figures.
    Whoever wrote before the first part has ended by then, whoever writes after it settles this
    target too: nobody is missed. Twice is harmless.
    """
    changed = 0
    last: UUID | None = None
    while True:
        with transaction.atomic():
            hold_the_record()
            keys = _next_people(last, at_once)
            changed += _replay(target, keys)
        if len(keys) < at_once:
            break
        last = keys[-1]
    with transaction.atomic():
        at = hold_the_record()
        write_again(target)
        Target.objects.filter(pk=target.pk, counted_at=None).update(counted_at=at)
    return changed


def _next_people(after: UUID | None, most: int) -> list[UUID]:
    people = CountedPerson.objects.order_by("pk")
    if after is not None:
        people = people.filter(pk__gt=after)
    return list(people.values_list("pk", flat=True)[:most])


def _replay(target: Target, keys: Sequence[UUID]) -> int:
    """Make the counts of these people in a target what the record says; return the changes."""
    wanted = set(spans_of(target, CountedVerdict.objects.filter(key__in=keys)))
    written = spans_written(target, keys)
    wrong = [pk for span, pk in written.items() if span not in wanted]
    Count.objects.filter(pk__in=wrong).delete()
    missing = [span for span in wanted if span not in written]
    missing.sort(key=lambda span: (span.since, span.verdict))
    Count.objects.bulk_create((_count(target, span) for span in missing), batch_size=1000)
    return len(wrong) + len(missing)


def spans_written(target: Target, keys: Iterable[UUID]) -> dict[Span, int]:
    """Return what a target says it counts of these people, and which rows say it."""
    rows = Count.objects.filter(target=target, key__in=keys)
    columns = ("pk", "counts_as", "key", "verdict", "effective_on", "since", "until")
    return {Span(*rest): pk for pk, *rest in rows.values_list(*columns)}
