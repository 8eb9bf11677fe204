"""Bring into the record the verdicts written before it was kept, with who had them when."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from learning.completion.models import Completion
from learning.counting.models import CountedPerson, CountedVerdict, RecordHead
from learning.counting.record import count_again, hold_the_record
from learning.counting.services import counted_from
from learning.people.models import PersonMerge
from learning.targets.models import Target

COMPLETIONS = "learning.completion.person"
AT_ONCE = 1000
# Of a verdict: at which instant, from whom, to whom.
Move = tuple[datetime, UUID, UUID]


def adopt_verdicts() -> int:
    """Write in the record the verdicts that it never held; return how many.

    Targets are to be counted again after. Twice is harmless.
    """
    moves = _moves()
    adopted = last = 0
    while True:
        with transaction.atomic():
            hold_the_record()
            batch = list(_unknown().filter(pk__gt=last)[:AT_ONCE])
            _adopt(batch, moves)
        adopted += len(batch)
        if len(batch) < AT_ONCE:
            return adopted
        last = batch[-1].pk


def count_everything(told: Callable[[int, int], None] | None = None) -> dict[str, int]:
    """Bring every verdict into the record, then count every target; say what was done.

    `told` is called with how many targets are counted, of how many.
    """
    adopted = adopt_verdicts()
    targets = list(Target.objects.order_by("pk"))
    for done, target in enumerate(targets, start=1):
        count_again(target)
        if told:
            told(done, len(targets))
    return {"adopted": adopted, "targets": len(targets)}


def _unknown() -> QuerySet[Completion]:
    held = CountedVerdict.objects.filter(completion=OuterRef("pk"))
    return (
        Completion.objects.filter(~Exists(held), counted_for_good=None)
        .select_related("person", "employer", "module", "enrolment")
        .order_by("pk")
    )


def _adopt(batch: list[Completion], moves: dict[int, list[Move]]) -> None:
    keys = _keys_of(_holders(batch, moves))
    rows: list[CountedVerdict] = []
    for completion in batch:
        for person, since, until in _held(completion, moves.get(completion.pk, [])):
            row = counted_from(completion, keys[person])
            row.since, row.until = since, until
            rows.append(row)
    CountedVerdict.objects.bulk_create(rows, batch_size=500)
    last = max((at for row in rows for at in (row.since, row.until) if at), default=None)
    if last is not None:
        RecordHead.objects.filter(last_at__lt=last).update(last_at=last)


def _keys_of(people: set[UUID]) -> dict[UUID, CountedPerson]:
    """Return the numbers of these people, new ones where they have none."""
    known = CountedPerson.objects.filter(person__in=people).values_list("person", flat=True)
    missing = people - set(known)
    CountedPerson.objects.bulk_create(CountedPerson(person_id=person) for person in missing)
    rows = CountedPerson.objects.filter(person__in=people)
    return {row.person_id: row for row in rows if row.person_id}


def _holders(batch: list[Completion], moves: dict[int, list[Move]]) -> set[UUID]:
    found = {completion.person_id for completion in batch}
    for completion in batch:
        for _at, before, after in moves.get(completion.pk, []):
            found |= {before, after}
    return found


def _held(
    completion: Completion, moves: list[Move]
) -> Iterator[tuple[UUID, datetime, datetime | None]]:
    """Yield who had a verdict, from when until when, while it held."""
    begun, ended = completion.recorded_at, completion.superseded_at
    person = moves[0][1] if moves else completion.person_id
    for at, _before, after in moves:
        if at > begun and (ended is None or at < ended):
            yield person, begun, at
            begun = at
        if ended is None or at < ended:
            person = after
    if ended is None or ended > begun:
        yield person, begun, ended


def _moves() -> dict[int, list[Move]]:
    """Return what merges, and what undid them, moved: by verdict, in the order of time."""
    found: dict[int, list[Move]] = defaultdict(list)
    for merge in PersonMerge.objects.all():
        merged, surviving = merge.merged_id, merge.surviving_id
        for completion in merge.moved["moved"].get(COMPLETIONS, []):
            found[int(completion)].append((merge.made_at, merged, surviving))
            if merge.undone_at:
                found[int(completion)].append((merge.undone_at, surviving, merged))
    return {completion: sorted(moves) for completion, moves in found.items()}
