"""Read a module that may be hostile: every check is made before anything is kept.

Names, sizes and compression are checked as those of H5P packages are (modules.h5p.package), then
the document by its schema, then what it says of its files.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePath
from tempfile import SpooledTemporaryFile
from typing import IO, Any, BinaryIO, cast

from modules.commons.services import KINDS, LARGEST
from modules.exchange import schema
from modules.exchange.document import NAME, VERSION
from modules.exchange.package import DOCUMENT, IN_MEMORY
from modules.exchange.problems import Row, problem
from modules.exchange.references import references_in
from modules.h5p.documents import NotJsonError, TooDeepError, parse
from modules.h5p.issues import Issue, UnreadableFileError
from modules.h5p.limits import DEFAULT, Limits
from modules.h5p.package import Package

MEGABYTE = 1024 * 1024
LARGEST_ARCHIVE = 2048 * MEGABYTE
_OTHERS = {DOCUMENT, "schema.json", "LICENCE", "ATTRIBUTION"}
Json = dict[str, Any]
Said = Callable[[int, int], None]


def archive_limits() -> Limits:
    """Return what the archive of a module may weigh and hold."""
    return replace(
        DEFAULT,
        max_file=LARGEST,
        max_total=LARGEST_ARCHIVE,
        library_extensions=frozenset(KINDS) | {"h5p"},
    )


class InvalidModule(Exception):
    """The archive is refused; `problems` lists every reason."""

    def __init__(self, problems: list[Row]) -> None:
        """Keep the reasons."""
        super().__init__(", ".join(f"{row['code']} {row['place']}" for row in problems))
        self.problems = problems


class _Archive(Package):
    suffix = ".zip"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A sound archive: its document, and the bytes of its files."""

    document: Json
    warnings: list[Row]
    _archive: Package

    def opened(self, path: str) -> IO[bytes]:
        """Return a file of the archive, unpacked where it may be read again and again."""
        unpacked = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the caller closes it
        try:
            for chunk in self._archive.chunks(path):
                unpacked.write(chunk)
        except BaseException:
            unpacked.close()
            raise
        unpacked.seek(0)
        return cast("IO[bytes]", unpacked)


def in_silence(_done: int, _total: int) -> None:
    """Tell nobody how far the work is."""


@contextmanager
def open_module(file: BinaryIO, filename: str, said: Said = in_silence) -> Iterator[Incoming]:
    """Open and check the archive of a module. Raises InvalidModule with all that is wrong.

    `said` is told how many files are checked, and of how many.
    """
    archive = _Archive(file, filename, archive_limits())
    problems = [_of_archive(issue) for issue in archive.issues]
    if not archive.readable:
        raise InvalidModule(problems or [problem("no-document")])
    document = _document(archive, problems)
    _check_blocks(document, problems)
    warnings = _check_files(archive, document, problems, said)
    if problems:
        raise InvalidModule(problems)
    yield Incoming(document, warnings, archive)


def _of_archive(issue: Issue) -> Row:
    return problem(issue.code, issue.file, **issue.params)


def _document(archive: Package, problems: list[Row]) -> Json:
    """Return the document; raise where what is wrong with it hides the rest."""
    if DOCUMENT not in archive.files:
        raise InvalidModule([*problems, problem("no-document")])
    limits = archive.limits
    try:
        data = archive.read(DOCUMENT, at_most=4 * limits.max_json)
        document = parse(data, max_depth=limits.max_json_depth)
    except UnreadableFileError as error:
        raise InvalidModule([*problems, _of_archive(error.issue)]) from None
    except NotJsonError as error:
        raise InvalidModule([*problems, problem("not-json", reason=str(error))]) from None
    except TooDeepError:
        limit = limits.max_json_depth
        raise InvalidModule([*problems, problem("nesting-too-deep", limit=limit)]) from None
    version = document.get("version") if isinstance(document, dict) else None
    if isinstance(document, dict) and document.get("format") == NAME and version != VERSION:
        raise InvalidModule([*problems, problem("other-version", version=version)])
    if b"\\u0000" in data and _holds_null(document):
        problems.append(problem("null-character"))
    refused = schema.check(document)
    if refused:
        # What the blocks say cannot be looked into; the archive's own faults are told too.
        raise InvalidModule([*problems, *refused])
    return cast("Json", document)


def _holds_null(value: object) -> bool:
    if isinstance(value, dict):
        return any(_holds_null(one) for one in (*value, *value.values()))
    if isinstance(value, list):
        return any(map(_holds_null, value))
    return isinstance(value, str) and "\0" in value


def _check_blocks(document: Json, problems: list[Row]) -> None:
    files = _announced(document["files"], "ref", "fichiers", problems)
    contents = _announced(document["contents"], "path", "contenus", problems)
    lineages: dict[str, Counter[str]] = {}
    for kind, place, block in blocks_of(document):
        seen = lineages.setdefault(kind, Counter())
        seen[block["lineage"]] += 1
        if seen[block["lineage"]] > 1:
            problems.append(problem("same-lineage", place, lineage=block["lineage"]))
        if kind == "day":
            times = [block[name] for name in ("starts", "lunch_starts", "lunch_ends", "ends")]
            start, lunch, back, end = times
            if not start < lunch <= back < end:
                problems.append(problem("times-order", place))
        if kind == "activity":
            _check_activity(block, place, (files, contents), problems)
    _check_format(document["training_format"], problems)


def _check_activity(
    block: Json, place: str, known: tuple[set[str], set[str]], problems: list[Row]
) -> None:
    files, contents = known
    if (block["done_when"] == "scored") != (block["min_score"] is not None):
        problems.append(problem("score-rule", place))
    called = (block["asset"], block["captions"], *references_in(block["body"]))
    problems += [
        problem("unknown-file", place, name=name) for name in called if name and name not in files
    ]
    if block["content"] and block["content"] not in contents:
        problems.append(problem("unknown-content", place, name=block["content"]))


def _check_format(told: Json, problems: list[Row]) -> None:
    place = "training_format"
    if told["group_min"] > told["group_max"]:
        problems.append(problem("format-bounds", place))
    basis = told["completion_basis"]
    threshold = {"half_days": "required_half_days", "hours": "required_minutes"}.get(basis)
    if threshold and told[threshold] is None:
        problems.append(problem("format-threshold", place))


def _announced(rows: list[Json], key: str, place: str, problems: list[Row]) -> set[str]:
    count = Counter(str(row[key]) for row in rows)
    problems += [problem("same-reference", place, name=name) for name in count if count[name] > 1]
    return set(count)


def _check_files(archive: Package, document: Json, problems: list[Row], said: Said) -> list[Row]:
    """Check the bytes of what is announced; return what is there and is not."""
    files = _by_path(document["files"])
    for done, (path, rows) in enumerate(files.items()):
        said(done, len(files))
        suffix = PurePath(path).suffix.lstrip(".")
        if any(_suffix(row["name"]) != suffix for row in rows) or suffix not in KINDS:
            problems.append(problem("file-kind", path))
        elif path not in archive.files:
            problems.append(problem("file-not-there", path))
        else:
            _check_bytes(archive, path, rows, problems)
    contents = [row["path"] for row in document["contents"]]
    problems += [problem("file-not-there", path) for path in contents if path not in archive.files]
    announced = _OTHERS | {row["path"] for row in document["files"]} | set(contents)
    return [problem("unannounced", path) for path in archive.files if path not in announced]


def _check_bytes(archive: Package, path: str, rows: list[Json], problems: list[Row]) -> None:
    try:
        stored = archive.digest(path)
    except UnreadableFileError as error:
        problems.append(_of_archive(error.issue))
        return
    for row in rows:
        told = row["ref"].partition("-")[0], PurePath(path).stem, row["size"]
        if told != (stored.sha256, stored.sha256, stored.size):
            problems.append(problem("file-differs", path))


def _by_path(rows: list[Json]) -> Mapping[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for row in rows:
        found.setdefault(row["path"], []).append(row)
    return found


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower().lstrip(".")


def blocks_of(document: Json) -> Iterator[tuple[str, str, Json]]:
    """Yield every block with its kind and its place in words."""
    for d, day in enumerate(document["days"]):
        path: list[str | int] = ["days", d]
        yield "day", schema.place_of(path), day
        for s, sequence in enumerate(day["sequences"]):
            yield "sequence", schema.place_of([*path, "sequences", s]), sequence
            for a, activity in enumerate(sequence["activities"]):
                place = schema.place_of([*path, "sequences", s, "activities", a])
                yield "activity", place, activity
