"""The files that a revision uses, named by what they hold: database numbers stay at home."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from modules.commons.models import Asset
from modules.programmes.models import Activity, Revision

FILES = "files"
_TO_THE_SITE = re.compile(r'(<a [^>]*href=")(/[^"]*")')
_IN_BODY = re.compile(r'(data-asset=")([^"]*)(")')
# What is told of a file; two assets of which the same is told are one file.
TOLD = ("name", "mime", "size", "alternative", "is_decoration", "licence", "authors", "source")


def activities_of(revision: Revision) -> list[Activity]:
    """Return the activities of a revision read `with_tree()`, in their order."""
    return [
        activity
        for day in revision.days.all()
        for sequence in day.sequences.all()
        for activity in sequence.activities.all()
    ]


def assets_in(body: str) -> list[UUID]:
    """Return the files that a text shows, in their order."""
    found = []
    for _before, key, _after in _IN_BODY.findall(body):
        try:
            found.append(UUID(key))
        except ValueError:
            continue
    return found


def references_in(body: str) -> list[str]:
    """Return the names by which a text calls its files, whatever they are."""
    return [name for _before, name, _after in _IN_BODY.findall(body)]


def renamed(body: str, name_of: Callable[[str], str]) -> str:
    """Return a text whose files are called by other names."""
    return _IN_BODY.sub(lambda found: found[1] + name_of(found[2]) + found[3], body)


def absolute(html: str) -> SafeString:
    """Return rendered HTML whose links to pages of the site lead there from anywhere."""
    site = settings.PUBLIC_BASE_URL.rstrip("/")
    return mark_safe(_TO_THE_SITE.sub(rf"\g<1>{site}\g<2>", html))  # noqa: S308 - it was safe


def assets_of(revision: Revision, among: Iterable[Activity] | None = None) -> dict[UUID, Asset]:
    """Return every file that a revision uses (or these activities of it), by its number."""
    wanted: set[UUID] = set()
    for activity in activities_of(revision) if among is None else among:
        wanted |= {key for key in (activity.asset_id, activity.captions_id) if key}
        wanted |= set(assets_in(activity.body))
    return {asset.pk: asset for asset in Asset.objects.filter(pk__in=wanted)}


def described(asset: Asset, reference: str) -> dict[str, Any]:
    """Return a file as module.json tells it."""
    told = {name: getattr(asset, name) for name in TOLD}
    return {"ref": reference, "path": path_of(asset.sha256, asset.name), **told}


def path_of(sha256: str, name: str) -> str:
    """Return where the bytes of a file are in the archive."""
    return f"{FILES}/{sha256}{PurePath(name).suffix.lower()}"


def references(assets: Iterable[Asset]) -> dict[UUID, str]:
    """Name files by their hash; "-2", "-3" follow it where the same bytes are told otherwise."""
    names: dict[UUID, str] = {}
    by_hash: dict[str, list[tuple[Any, ...]]] = {}
    for asset in sorted(assets, key=_key):
        same = by_hash.setdefault(asset.sha256, [])
        if not same or same[-1] != _key(asset):
            same.append(_key(asset))
        names[asset.pk] = asset.sha256 if len(same) == 1 else f"{asset.sha256}-{len(same)}"
    return names


def _key(asset: Asset) -> tuple[Any, ...]:
    return (asset.sha256, *(getattr(asset, name) for name in TOLD))


def files_told(assets: Mapping[UUID, Asset], names: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """Return the list of files of module.json, each once, by reference."""
    once = {names[key]: described(asset, names[key]) for key, asset in assets.items()}
    return [once[name] for name in sorted(once)]
