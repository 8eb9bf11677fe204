"""What is found of interactive contents: their title, their kind, and the words they show."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from modules.contents.enums import VersionState
from modules.contents.models import Content, ContentVersion
from modules.search.enums import Reach
from modules.search.services import Entry, forget_entries, index_entries
from modules.search.text import plain
from modules.search.words import listed

CONTENT = "content"
# Texts of buttons and messages (`common` in semantics), and what nobody reads.
_LEFT_OUT = listed(
    "l10n UI behaviour currikisettings copyright metadata library subContentId path mime "
    "contentType license"
)
# Addresses, files, colours, and the values of choices: « single », « h2 ».
_UNREAD = re.compile(r"https?://.*|[\w./-]+\.\w{2,4}|#[0-9a-fA-F]{3,8}|[a-z0-9_-]+", re.DOTALL)


def index_content(*, content: Content) -> None:
    """Write again what is found of a content. Call it when it gets a version or is archived."""
    if content.archived_at:
        forget_entries(kind=CONTENT, key=str(content.pk))
    else:
        index_entries(entries=_entries(content_id=content.pk))


def entries() -> Iterator[Entry]:
    """Give what is found of every content that is not archived."""
    yield from _entries(content__archived_at__isnull=True)


def _entries(**which: Any) -> Iterator[Entry]:
    current = ContentVersion.objects.filter(state=VersionState.CURRENT, **which)
    rows = current.select_related("library").defer("library__files")
    for version in rows.order_by("content").iterator(chunk_size=50):
        said = " ".join(_said(version.params, _labels(version)))
        text = f"{version.library.title}. {said}"
        yield Entry(CONTENT, str(version.content_id), version.title, text, Reach.WORKSHOP)


def _labels(version: ContentVersion) -> frozenset[str]:
    """Return the names of fields nobody reads, and of those with the library's own wording."""
    return _LEFT_OUT | frozenset(
        str(field.get("name")) for field in version.library.semantics or ()
        if isinstance(field, Mapping) and field.get("common")
    )  # fmt: skip


def _said(value: Any, left_out: frozenset[str]) -> Iterator[str]:
    """Give the texts of a content's parameters; by name, as JSON keeps no order everywhere."""
    if isinstance(value, str):
        if any(map(str.isalpha, value)) and not _UNREAD.fullmatch(value):
            yield plain(value)
    elif isinstance(value, Mapping):
        for name, inside in sorted(value.items()):
            if name not in left_out:
                yield from _said(inside, left_out)
    elif isinstance(value, list):
        for inside in value:
            yield from _said(inside, left_out)
