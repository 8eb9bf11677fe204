"""Write a module as one file that another site imports. The same module gives the same bytes."""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

import orjson
from django.core.files.storage import default_storage

from modules.contents.exporting import export_content
from modules.contents.models import ContentVersion
from modules.exchange.credits import attribution_text, licence_text
from modules.exchange.document import content_path, document_of, read_whole, versions_of
from modules.exchange.references import assets_of, path_of
from modules.exchange.schema import schema_text
from modules.exchange.zips import ZipWriter
from modules.programmes.models import Revision

DOCUMENT = "module.json"
IN_MEMORY = 8 << 20
Said = Callable[[int, int], None]


def _in_silence(_done: int, _total: int) -> None:
    """Tell nobody."""


def export_module(revision: Revision, target: BinaryIO, said: Said = _in_silence) -> None:
    """Write a revision with its files and interactive contents into `target`.

    `said` is told how many files and contents are written, and of how many. Raises
    LibrariesAreMissing (modules.contents.exporting) when a content would not be whole.
    """
    whole = read_whole(revision)
    assets = {path_of(one.sha256, one.name): one for one in assets_of(whole).values()}
    versions = versions_of(whole)
    total = len(assets) + len(versions)
    with ZipWriter(target) as archive:
        archive.data(DOCUMENT, json_bytes(document_of(whole)))
        archive.text("schema.json", schema_text())
        archive.text("LICENCE", licence_text(whole))
        archive.text("ATTRIBUTION", attribution_text(whole))
        for done, (path, asset) in enumerate(sorted(assets.items()), start=1):
            with default_storage.open(str(asset.file.name)) as file:
                archive.copy(path, file, asset.size)
            said(done, total)
        for number, version in enumerate(versions, start=1):
            write_content(archive, content_path(number), version)
            said(len(assets) + number, total)


def write_content(archive: ZipWriter, path: str, version: ContentVersion) -> None:
    """Add the package of an interactive content. Raises LibrariesAreMissing."""
    with SpooledTemporaryFile(IN_MEMORY) as package:
        export_content(version=version, target=cast("BinaryIO", package))
        size = package.tell()
        package.seek(0)
        archive.copy(path, package, size)


def json_bytes(document: object) -> bytes:
    """Return a document as the archive holds it."""
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
