"""Turn a checked module into a draft: the durable work behind an import."""

from collections.abc import Callable, Mapping
from datetime import time
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from modules.commons.markup import sanitise
from modules.commons.models import Asset
from modules.commons.services import add_asset
from modules.contents.enums import UploadState
from modules.contents.importing import process_upload
from modules.contents.limits import site_limits
from modules.contents.models import ContentVersion, Upload
from modules.contents.queries import current_versions
from modules.contents.services import receive_package
from modules.contents.store import DatabaseIndex, StorageBlobs
from modules.exchange.document import ACTIVITY, FORMAT, SEQUENCE, SHEET, TIMES
from modules.exchange.plan import known_asset, known_version
from modules.exchange.reading import Incoming, Json
from modules.exchange.references import renamed
from modules.h5p.package import open_package
from modules.h5p.validate import check_package
from modules.programmes.models import (
    Activity,
    Day,
    Edition,
    Format,
    Module,
    Revision,
    Sequence,
)

Said = Callable[[], None]
LONGEST_SLUG = 50


class ContentIsRefused(DomainError):
    """What was checked has changed since."""

    code = "content_is_refused"
    sentence = _(
        "Le contenu « %(title)s » n’a pas pu être importé (%(state)s) : contrôlez de nouveau le "
        "module."
    )


def write_contents(actor: User | None, incoming: Incoming, said: Said) -> dict[str, UUID]:
    """Import the interactive contents that are not here yet; return the version of each path.

    Each is kept as it is imported: done again after an accident, it is found here. Raises
    ContentIsRefused.
    """
    versions = {}
    for told in incoming.document["contents"]:
        versions[told["path"]] = _write_content(actor, incoming, told).pk
        said()
    return versions


def _write_content(actor: User | None, incoming: Incoming, told: Json) -> ContentVersion:
    with incoming.opened(told["path"]) as file:
        source = cast("BinaryIO", file)
        index = DatabaseIndex(StorageBlobs())
        with open_package(source, filename=told["path"], limits=site_limits()) as package:
            checked = check_package(package, index)
            there = known_version(checked) if checked.report.valid else None
        if there is not None:
            return there
        upload = send_package(actor, incoming, told, file=File(file))
    done = process_upload(upload=upload)
    if done.state != UploadState.IMPORTED or done.content is None:
        raise ContentIsRefused(title=told["title"], state=done.get_state_display().lower())
    return current_versions().get(content=done.content)


def send_package(
    actor: User | None, incoming: Incoming, told: Json, file: "File[Any] | None" = None
) -> Upload:
    """Hand a package of the archive to what checks packages; nothing of it is kept yet."""
    name = f"{slugify(told['title'])[:60] or 'contenu'}.h5p"
    if file is not None:
        return receive_package(actor=actor, file=file, filename=name)
    with incoming.opened(told["path"]) as opened:
        return receive_package(actor=actor, file=File(opened), filename=name)


@transaction.atomic
def write_module(
    *,
    actor: User | None,
    incoming: Incoming,
    versions: Mapping[str, UUID],
    target: Module | None,
    training_format: Format | None,
) -> Revision:
    """Write the draft: a new module, or the next edition of `target`.

    `training_format` None writes the format that the document tells.
    """
    document = incoming.document
    if target is None:
        module = _new_module(document, training_format or _new_format(document))
        number = document["edition"]
    else:
        module = Module.objects.select_for_update().get(pk=target.pk)
        number = 1 + max(module.editions.values_list("number", flat=True), default=0)
    revision = Revision.objects.create(
        edition=Edition.objects.create(module=module, number=number),
        number=1,
        sheet={name: document["module"][name] for name in SHEET},
        edited_by=actor,
    )
    writer = _Writer(revision, _write_files(actor, incoming), versions)
    for position, day in enumerate(document["days"], start=1):
        writer.day(position, day)
    record(
        actor=actor, action="module_imported", target=module, edition=number,
        as_new=target is None,
    )  # fmt: skip
    return revision


def _new_format(document: Json) -> Format:
    told = document["training_format"]
    return Format.objects.create(**{name: told[name] for name in FORMAT})


def _new_module(document: Json, training_format: Format) -> Module:
    told = document["module"]
    return Module.objects.create(
        slug=free_slug(told["slug"]),
        format=training_format,
        updated_on=timezone.localdate(),
        **{name: told[name] for name in SHEET},
    )


def free_slug(wanted: str) -> str:
    """Return an address that no module has: the one wanted, or with a number."""
    taken = set(Module.objects.filter(slug__startswith=wanted[:40]).values_list("slug", flat=True))
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        end = f"-{number}"
        slug = wanted[: LONGEST_SLUG - len(end)] + end
    return slug


def _write_files(actor: User | None, incoming: Incoming) -> dict[str, Asset]:
    assets = {}
    for told in incoming.document["files"]:
        there = known_asset(told)
        assets[told["ref"]] = there or _write_file(actor, incoming, told)
    return assets


def _write_file(actor: User | None, incoming: Incoming, told: Json) -> Asset:
    names = ("licence", "authors", "source", "alternative", "is_decoration")
    said: dict[str, Any] = {name: told[name] for name in names}
    with incoming.opened(told["path"]) as file:
        return add_asset(
            actor=actor, file=File(file, name=told["name"]), filename=told["name"], **said
        )


class _Writer:
    """Write blocks, calling files and contents by their numbers here."""

    def __init__(
        self, revision: Revision, assets: Mapping[str, Asset], versions: Mapping[str, UUID]
    ) -> None:
        self._revision, self._assets, self._versions = revision, assets, versions

    def day(self, position: int, told: Json) -> None:
        day = Day.objects.create(
            revision=self._revision, position=position, lineage=told["lineage"],
            title=told["title"], objective=told["objective"],
            **{name: time.fromisoformat(told[name]) for name in TIMES},
        )  # fmt: skip
        for sequence in told["sequences"]:
            self.sequence(day, sequence)

    def sequence(self, day: Day, told: Json) -> None:
        sequence = Sequence.objects.create(
            day=day, lineage=told["lineage"], title=told["title"],
            starts=time.fromisoformat(told["starts"]), **{name: told[name] for name in SEQUENCE},
        )  # fmt: skip
        Activity.objects.bulk_create(
            self.activity(sequence, position, activity)
            for position, activity in enumerate(told["activities"], start=1)
        )

    def activity(self, sequence: Sequence, position: int, told: Json) -> Activity:
        body = renamed(told["body"], self._key)
        return Activity(
            sequence=sequence, position=position, lineage=told["lineage"], body=sanitise(body),
            asset=self._assets.get(told["asset"]), captions=self._assets.get(told["captions"]),
            content_version_id=self._versions.get(told["content"]),
            **{name: told[name] for name in ACTIVITY},
        )  # fmt: skip

    def _key(self, reference: str) -> str:
        asset = self._assets.get(reference)
        return str(asset.pk) if asset else ""
