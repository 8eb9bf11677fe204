"""Copies of the heads of chains, outside the database.

One small file per cohort and length, in the storage `anchors`: `<cohort>/<length>.json`. It is
never overwritten; keep it where the database's administrators cannot write (docs/deploy.md).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from learning.evidence.digests import VERSION, canonical, instant

ALIAS = "anchors"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a copy says: that the chain was `position` entries long and ended with `digest`."""

    position: int
    digest: str
    anchored_at: str
    name: str


def write_anchor(cohort_id: UUID, position: int, digest: str, at: datetime) -> str:
    """Write a copy of a head, and return its name. What is already there stays as it is."""
    storage = _storage()
    name = f"{cohort_id}/{position:08d}.json"
    if storage.exists(name):
        return name
    words = {
        "version": VERSION, "cohort": str(cohort_id), "position": position, "digest": digest,
        "anchored_at": instant(at),
    }  # fmt: skip
    return storage.save(name, ContentFile(canonical(words).encode()))


def anchors_of(cohort_id: UUID) -> Iterator[Anchor]:
    """Give the copies of a cohort's heads, the shortest chain first.

    A file that cannot be read as one is given with position 0.
    """
    storage = _storage()
    for name in sorted(_names(storage, str(cohort_id))):
        with storage.open(name) as file:
            raw = file.read()
        try:
            words = json.loads(raw)
            yield Anchor(
                int(words["position"]), str(words["digest"]), str(words["anchored_at"]), name
            )
        except (ValueError, KeyError, TypeError):
            yield Anchor(0, "", "", name)


def anchored_cohorts() -> set[str]:
    """Return the identifiers of the cohorts that have copies."""
    try:
        folders, _files = _storage().listdir("")
    except FileNotFoundError:
        return set()
    return set(folders)


def _names(storage: Storage, folder: str) -> list[str]:
    try:
        _folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return []
    return [f"{folder}/{file}" for file in files]


def _storage() -> Storage:
    return storages[ALIAS]
