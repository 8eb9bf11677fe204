"""Write a content back as a .h5p that any H5P server accepts.

Rules: content.json holds the filtered parameters; h5p.json lists preloaded and dynamic
dependencies; the folders of libraries the editor needs are included, not listed. Equal contents
give equal bytes.
"""

import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO, Protocol

import orjson

from modules.h5p.dependencies import Dependencies, find_addons, resolve
from modules.h5p.issues import MissingLibrariesError
from modules.h5p.libraries import Library, StoredFile
from modules.h5p.names import LibraryName
from modules.h5p.package import CONTENT_FILE, CONTENT_FOLDER, H5P_FILE
from modules.h5p.store import BlobStore, Index
from modules.h5p.words import words

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PACKED_ALREADY = words("png jpg jpeg gif mp4 webm ogg mp3 m4a woff woff2 glb")


class Content(Protocol):
    """What an export needs of a content; ImportedContent has it, a host's own record may."""

    @property
    def main_library(self) -> LibraryName: ...
    @property
    def title(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def metadata(self) -> Mapping[str, object]: ...
    @property
    def params(self) -> Mapping[str, object]: ...
    @property
    def files(self) -> Mapping[str, StoredFile]: ...
    @property
    def used(self) -> Sequence[LibraryName]: ...


def export_package(
    content: Content,
    target: BinaryIO,
    *,
    index: Index,
    blobs: BlobStore,
    contents: BlobStore | None = None,
) -> None:
    """Write the package of a content into `target`, with every library it needs.

    Raises MissingLibrariesError when one of them is not installed.
    """
    needed = resolve([*content.used, *find_addons(content.params, index.addons())], index.get)
    if needed.missing:
        raise MissingLibrariesError(needed.missing)
    with zipfile.ZipFile(target, "w") as archive:
        _write(archive, H5P_FILE, orjson.dumps(h5p_json(content, needed)))
        _write(archive, CONTENT_FILE, orjson.dumps(content.params))
        media = ((f"{CONTENT_FOLDER}/{path}", file) for path, file in sorted(content.files.items()))
        _copy(archive, media, contents or blobs)
        for library in sorted(needed.all, key=lambda one: one.name):
            _copy(archive, _library_files(library), blobs)


def h5p_json(content: Content, needed: Dependencies) -> dict[str, object]:
    """Build h5p.json from what the content says of itself and the libraries it needs."""
    document: dict[str, object] = {
        **content.metadata,
        "title": content.title,
        "language": content.language,
        "mainLibrary": content.main_library.machine_name,
        "embedTypes": content.metadata.get("embedTypes") or ["div"],
        "preloadedDependencies": [library.name.as_json() for library in needed.preloaded],
    }
    if needed.dynamic:
        document["dynamicDependencies"] = [library.name.as_json() for library in needed.dynamic]
    return document


def _library_files(library: Library) -> Iterator[tuple[str, StoredFile]]:
    for path, file in sorted(library.files.items()):
        yield f"{library.name.folder}/{path}", file


def _copy(
    archive: zipfile.ZipFile, files: Iterable[tuple[str, StoredFile]], store: BlobStore
) -> None:
    for path, file in files:
        with store.open(file.sha256) as source, archive.open(_info(path, file.size), "w") as target:
            shutil.copyfileobj(source, target, 1 << 18)


def _write(archive: zipfile.ZipFile, path: str, data: bytes) -> None:
    archive.writestr(_info(path, len(data)), data)


def _info(path: str, size: int) -> zipfile.ZipInfo:
    """Describe an entry: no date of today, media not compressed twice."""
    info = zipfile.ZipInfo(path, _EPOCH)
    packed_already = path.rpartition(".")[2].lower() in _PACKED_ALREADY
    info.compress_type = zipfile.ZIP_STORED if packed_already else zipfile.ZIP_DEFLATED
    info.file_size = size
    info.external_attr = 0o644 << 16
    return info
