"""The corpus of real and hostile packages, read in place; it is not part of this repository."""

import csv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4] / "shared" / "h5p-corpus"
needs_corpus = pytest.mark.skipif(
    not ROOT.is_dir(), reason="the H5P corpus (../shared/h5p-corpus) is not here"
)


def rows() -> list[dict[str, str]]:
    """Lines of the manifest; none where the corpus is absent."""
    if not ROOT.is_dir():
        return []
    with (ROOT / "MANIFEST.csv").open(encoding="utf-8", newline="") as manifest:
        return list(csv.DictReader(manifest))


def files(folder: str) -> list[str]:
    return [row["file"] for row in rows() if row["file"].startswith(f"{folder}/")]
