"""Bring a content to a newer installed version of its libraries, without ever losing the old one.

The libraries' own upgrade steps run in a browser's opaque frame; what comes back is filtered here
and waits as a `proposed` version until somebody accepts it.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from modules.contents.enums import VersionState
from modules.contents.indexing import index_content
from modules.contents.models import Content, ContentVersion, Library, Use
from modules.contents.queries import used_names
from modules.contents.store import DatabaseIndex, StorageBlobs, storable
from modules.contents.wording import as_rows
from modules.h5p.issues import H5PError
from modules.h5p.names import LibraryName
from modules.h5p.semantics import filter_params

STEPS = "upgrades.js"


class NotAnUpgrade(DomainError):
    """The library asked for is not a newer one of this content."""

    code = "not_an_upgrade"
    sentence = _("« %(name)s » n’est pas une version plus récente : rechargez la page.")


class UpgradeLosesContent(DomainError):
    """What came back is empty, unreadable, or has lost most of its words."""

    code = "upgrade_loses_content"
    sentence = _(
        "La mise à niveau a rendu un contenu vide ou illisible : elle n’est pas gardée, "
        "et le contenu reste comme il était."
    )


class NothingProposed(DomainError):
    """Somebody decided on this version meanwhile."""

    code = "nothing_proposed"
    sentence = _("Cette version n’attend plus de décision : rechargez la page.")


class NothingToGoBackTo(DomainError):
    """There is no previous version."""

    code = "nothing_to_go_back_to"
    sentence = _("Ce contenu n’a pas de version précédente.")


def upgrades_of(version: ContentVersion) -> list[Library]:
    """Return the installed newer versions of a content's main library, newest first."""
    now = version.library.name
    same = Library.objects.filter(machine_name=now.machine_name, runnable=True)
    newer = [row for row in same.defer("semantics", "files") if row.name > now]
    return sorted(newer, key=lambda row: row.name, reverse=True)


def upgradable() -> list[tuple[ContentVersion, Library]]:
    """Return the contents that could go to a newer version, each with the newest."""
    current = ContentVersion.objects.filter(
        state=VersionState.CURRENT, content__archived_at__isnull=True
    )
    newest: dict[str, Library] = {}
    for row in Library.objects.filter(runnable=True).defer("semantics", "files"):
        known = newest.get(row.machine_name)
        if known is None or known.name < row.name:
            newest[row.machine_name] = row
    versions = current.select_related("library", "content").order_by("title", "pk")
    return [
        (version, newer)
        for version in versions
        if (newer := newest.get(version.library.machine_name)) and newer.name > version.library.name
    ]


def libraries_for_upgrade(version: ContentVersion) -> QuerySet[Library]:
    """Return the installed libraries, of any version, whose names the content uses."""
    machines = {name.machine_name for name in used_names(version)}
    rows = Library.objects.filter(machine_name__in=machines)
    return rows.order_by("machine_name", "major", "minor")


@transaction.atomic
def propose_upgrade(
    *, actor: User, content: Content, target: Library, params: object
) -> ContentVersion:
    """Keep what the upgrade made of a content, filtered, until somebody decides on it.

    A proposal replaces the one before. Raises NotAnUpgrade or UpgradeLosesContent.
    """
    content = Content.objects.select_for_update().get(pk=content.pk)
    current = content.versions.select_related("library").get(state=VersionState.CURRENT)
    if target not in upgrades_of(current):
        raise NotAnUpgrade(name=target)
    get = DatabaseIndex(StorageBlobs()).get
    try:
        filtered = filter_params(params, target.name, get, files=current.files)
    except H5PError as error:
        raise UpgradeLosesContent from error
    missing = [name for name in filtered.libraries if get(name) is None]
    if missing or _lost(current.params, filtered.params):
        raise UpgradeLosesContent
    content.versions.filter(state=VersionState.PROPOSED).delete()
    number = (content.versions.aggregate(n=Max("number"))["n"] or 0) + 1
    version = ContentVersion.objects.create(
        content=content, number=number, state=VersionState.PROPOSED, library=target,
        title=current.title, language=current.language, licence=current.licence,
        params=storable(filtered.params), metadata=current.metadata, files=current.files,
        notices=as_rows(filtered.notices), created_by=actor,
    )  # fmt: skip
    _write_uses(version, filtered.libraries)
    record(actor=actor, action="content_upgrade_proposed", target=content, version=number)
    return version


def _lost(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Return whether an upgrade emptied a content: all of its fields, or most of its words."""
    had, has = _words(before), _words(after)
    return bool(before) and (not after or (had > 0 and has < had / 2))


def _words(value: object) -> int:
    if isinstance(value, str):
        return len(value.split())
    if isinstance(value, Mapping):
        return sum(map(_words, value.values()))
    return sum(map(_words, value)) if isinstance(value, list) else 0


def _write_uses(version: ContentVersion, names: tuple[LibraryName, ...]) -> None:
    machines = {name.machine_name for name in names}
    rows = {row.name: row for row in Library.objects.filter(machine_name__in=machines)}
    Use.objects.bulk_create(
        Use(version=version, library=rows[name], position=position)
        for position, name in enumerate(names)
    )


@transaction.atomic
def accept_version(*, actor: User, version: ContentVersion) -> ContentVersion:
    """Show the proposed version from now on; the one before stays, one act away.

    Revisions that pin an older version go on showing it. Raises NothingProposed.
    """
    content = Content.objects.select_for_update().get(pk=version.content_id)
    version = ContentVersion.objects.get(pk=version.pk)
    if version.state != VersionState.PROPOSED:
        raise NothingProposed
    _make_current(content, version)
    record(actor=actor, action="content_upgraded", target=content, version=version.number)
    return version


@transaction.atomic
def drop_version(*, actor: User, version: ContentVersion) -> None:
    """Forget the proposed version: the content stays as it is. Raises NothingProposed."""
    content = Content.objects.select_for_update().get(pk=version.content_id)
    dropped, _by_model = content.versions.filter(
        pk=version.pk, state=VersionState.PROPOSED
    ).delete()
    if not dropped:
        raise NothingProposed
    record(actor=actor, action="content_upgrade_dropped", target=content, version=version.number)


@transaction.atomic
def go_back(*, actor: User, content: Content) -> ContentVersion:
    """Show again the latest of the previous versions. Raises NothingToGoBackTo."""
    content = Content.objects.select_for_update().get(pk=content.pk)
    current = content.versions.get(state=VersionState.CURRENT)
    before = content.versions.filter(state=VersionState.PREVIOUS, number__lt=current.number)
    version = before.order_by("-number").first()
    if version is None:
        raise NothingToGoBackTo
    _make_current(content, version)
    record(actor=actor, action="content_went_back", target=content, version=version.number)
    return version


def _make_current(content: Content, version: ContentVersion) -> None:
    content.versions.filter(state=VersionState.CURRENT).update(state=VersionState.PREVIOUS)
    version.state = VersionState.CURRENT
    version.save(update_fields=["state"])
    index_content(content=content)
