"""How long an import takes, beside Lumi's H5P server and beside a bare unzip-and-write.

Both servers import the same file, in turn, into stores on the same disk, each in a process that
has already imported another package: neither pays for starting. Wall time of the import alone.
"""

import statistics
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from modules.h5p.folder import FolderBlobs, FolderIndex
from modules.h5p.importer import import_package
from tests import lumi
from tests.modules.h5p.corpus import ROOT

PACKAGES = (
    "H5P.MultiChoice-1.16",
    "H5P.QuestionSet",
    "H5P.InteractiveVideo",
    "H5P.CoursePresentation",
)
WARM_UP = "H5P.TrueFalse-1.8"
ROUNDS = 5
Line = dict[str, Any]


def measure(name: str) -> Iterator[Line]:
    """Yield a line per package: `h5p_import_cold`, `h5p_import_warm` or `h5p_import_floor`."""
    if not ROOT.is_dir():
        yield _skipped(name, "the H5P corpus (../shared/h5p-corpus) is not here")
    elif name == "h5p_import_floor":
        for package in PACKAGES:
            yield _against(name, package, "bare unzip-and-write", _floor_rounds(package))
    else:
        try:
            with _peer() as peer:
                for package in PACKAGES:
                    rounds = _peer_rounds(peer, package, is_warm=name == "h5p_import_warm")
                    yield _against(name, package, f"{lumi.PACKAGE} {lumi.VERSION}", rounds)
        except lumi.CannotInstallError as error:
            yield _skipped(name, f"the peer could not be installed from npm: {error}")


def _skipped(name: str, reason: str) -> Line:
    return {"name": name, "skipped": reason}


def _against(
    name: str, package: str, floor_name: str, rounds: Iterator[tuple[float, float]]
) -> Line:
    pairs = list(rounds)
    ours, floor = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratios = [mine / theirs for mine, theirs in pairs]
    return {
        "name": name,
        "package": package,
        "value": round(ours, 4),
        "unit": "s",
        "floor": round(floor, 4),
        "floor_name": floor_name,
        "ratio": round(ours / floor, 3),
        "spread": [round(min(ratios), 3), round(max(ratios), 3)],
        "n": len(pairs),
    }


def _peer_rounds(peer: lumi.Lumi, package: str, *, is_warm: bool) -> Iterator[tuple[float, float]]:
    file = ROOT / "valid" / f"{package}.h5p"
    for number in range(ROUNDS):
        with _folder() as mine, _folder() as theirs:
            sides = [
                lambda store=mine: _ours(file, store),
                lambda store=theirs: _theirs(peer, file, store),
            ]
            if is_warm:
                for side in sides:
                    side()
            yield _in_turn(number, *sides)


def _floor_rounds(package: str) -> Iterator[tuple[float, float]]:
    file = ROOT / "valid" / f"{package}.h5p"
    with _folder() as store:
        _ours(ROOT / "valid" / f"{WARM_UP}.h5p", store)
    for number in range(ROUNDS):
        with _folder() as mine, _folder() as bare:
            yield _in_turn(
                number, lambda store=mine: _ours(file, store), lambda to=bare: _unzip(file, to)
            )


def _in_turn(number: int, ours: Any, theirs: Any) -> tuple[float, float]:
    """Measure both, the first one first every other time."""
    if number % 2:
        return ours(), theirs()
    floor = theirs()
    return ours(), floor


def _ours(file: Path, store: Path) -> float:
    start = time.perf_counter()
    import_package(file, index=FolderIndex(store / "libraries"), blobs=FolderBlobs(store / "files"))
    return time.perf_counter() - start


def _theirs(peer: lumi.Lumi, file: Path, store: Path) -> float:
    return float(peer.bring_in(file, store)["seconds"])


def _unzip(file: Path, to: Path) -> float:
    start = time.perf_counter()
    with zipfile.ZipFile(file) as archive:
        for entry in archive.infolist():
            if not entry.is_dir():
                path = to / entry.filename
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(archive.read(entry))
    return time.perf_counter() - start


@contextmanager
def _folder() -> Iterator[Path]:
    """Give an empty folder beside all the others, on one disk."""
    root = settings.DATA_DIR / "bench-h5p"
    root.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=root) as folder:
        yield Path(folder)


@contextmanager
def _peer() -> Iterator[lumi.Lumi]:
    """Start the peer, and have both sides import a first package."""
    with lumi.running() as peer:
        with _folder() as mine, _folder() as theirs:
            warm_up = ROOT / "valid" / f"{WARM_UP}.h5p"
            _ours(warm_up, mine)
            _theirs(peer, warm_up, theirs)
        yield peer
