"""The register as files that anyone computes again."""

from learning.evidence.digests import canonical
from learning.evidence.models import EvidenceEntry


def line_of(entry: EvidenceEntry) -> str:
    """Return an entry as a line of JSON: its words as they are hashed, and their hash."""
    return canonical({"words": canonical(entry.words()), "sha256": entry.digest})
