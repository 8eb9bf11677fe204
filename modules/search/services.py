"""Keep the index. Called in the transaction that changes what is found."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from modules.search.backends import backend
from modules.search.enums import Reach
from modules.search.models import SearchEntry
from modules.search.words import composed, index_line

# A text is indexed and quoted up to here: a database's index of one text is limited.
LONGEST_TEXT = 60_000
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """What a room wants to be found; `text` is plain."""

    kind: str
    key: str
    title: str
    text: str
    reach: Reach
    part_of: str = ""


@transaction.atomic
def index_entries(*, entries: Iterable[Entry]) -> None:
    """Write entries, each in the place of what was known of the same kind and key."""
    now = timezone.now()
    rows = []
    for entry in entries:
        title, text = composed(entry.title)[:300], composed(entry.text)[:LONGEST_TEXT]
        rows.append(
            SearchEntry(
                kind=entry.kind, key=entry.key, part_of=entry.part_of, title=title, text=text,
                reach=entry.reach, title_stems=index_line(title), text_stems=index_line(text),
                updated_at=now,
            )
        )  # fmt: skip
    written = SearchEntry.objects.bulk_create(
        rows, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["kind", "key"],
        update_fields=[
            "part_of", "title", "text", "reach", "title_stems", "text_stems", "updated_at",
        ],
    )  # fmt: skip
    backend().keep(written)


@transaction.atomic
def forget_entries(*, kind: str = "", key: str = "", part_of: str = "") -> None:
    """Forget one entry (kind and key), all of a kind, or all that is part of something."""
    told = {"kind": kind, "key": key, "part_of": part_of}
    wanted = {name: value for name, value in told.items() if value}
    if not wanted:
        message = "Say what to forget."
        raise ValueError(message)
    found = SearchEntry.objects.filter(**wanted)
    backend().forget(list(found.values_list("pk", flat=True)))
    found.delete()


@transaction.atomic
def replace_all(*, entries: Iterable[Entry]) -> int:
    """Forget everything and write these entries; return how many."""
    backend().forget(list(SearchEntry.objects.values_list("pk", flat=True)))
    SearchEntry.objects.all().delete()
    held = list(entries)
    index_entries(entries=held)
    return len(held)
