"""What a file is worth beside what was issued: the very file, or which alteration of it.

Only the very bytes that were issued are good. What is told apart here is why others are not.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import chain
from typing import Any

from certificates.sealing.archive import FACTS_NAME
from certificates.sealing.examination import Examination
from certificates.sealing.seals import Hold, Seal

MOST_TOLD, LONGEST_TOLD = 6, 80


class Finding(StrEnum):
    """What a file is found to be."""

    GENUINE = "genuine"
    NOT_A_PDF = "not_a_pdf"
    UNREADABLE = "unreadable"
    NOT_OURS = "not_ours"
    CHANGED = "changed"  # bytes changed under the seal
    SEAL_BROKEN = "seal_broken"  # the seal itself was touched
    ADDED = "added"  # something after what the seal holds
    CUT = "cut"  # less than what the seal holds
    RESAVED = "resaved"  # written again: the seal holds nothing any more
    SEAL_GONE = "seal_gone"
    SEALED_BY_ANOTHER = "sealed_by_another"
    NOT_THE_KEPT = "not_the_kept"  # another file than the one kept, with nothing else against it


@dataclass(frozen=True, slots=True)
class Issued:
    """What was issued under a file's code: its hash, its seal ("" before there were any)."""

    sha256: str
    seal: str
    facts: dict[str, Any]
    words: str = ""


@dataclass(slots=True)
class Judgement:
    """A finding and what else is seen in the file.

    `facts` is "removed", "unreadable", "changed" (then `changed` names which) or ""; `words` are
    those the issued page does not say; `signer` is who else sealed it; `hosts` where its codes
    lead when not here.
    """

    finding: Finding
    added: int = 0
    signer: str = ""
    facts: str = ""
    changed: list[str] = field(default_factory=list)
    others_attached: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    lacks_words: bool = False
    hosts: list[str] = field(default_factory=list)
    pages: int = 0
    is_damaged: bool = False


def judge(
    seen: Examination, issued: Issued | None, *, ours: Collection[str], host: str
) -> Judgement:
    """Return what a file is worth.

    `issued` is what was issued under its code, `ours` the fingerprints of our own seals, `host`
    where the check page lives.
    """
    if issued is not None and issued.sha256 == seen.sha256:
        return Judgement(Finding.GENUINE)
    if not seen.is_pdf:
        return Judgement(Finding.NOT_A_PDF)
    # A seal that is sound was made by us, over these bytes or over what they were.
    own = next((seal for seal in seen.seals if seal.is_sound and seal.fingerprint in ours), None)
    foreign = next(
        (seal for seal in seen.seals if seal.is_intact and seal.fingerprint not in ours), None
    )
    told = Judgement(
        _finding(seen, own, foreign, issued),
        added=own.added if own and own.is_intact else 0,
        signer=_short(foreign.signer) if foreign else "",
        pages=seen.pages,
        is_damaged=seen.is_damaged,
    )
    if told.finding not in {Finding.UNREADABLE, Finding.NOT_OURS}:
        told.hosts = _elsewhere(seen.addresses, host)
        if issued is not None:
            _compare(told, seen, issued)
    return told


def _finding(
    seen: Examination, own: Seal | None, foreign: Seal | None, issued: Issued | None
) -> Finding:
    if own is not None and not own.is_intact:
        return Finding.CHANGED
    if own is not None:
        return Finding.ADDED if own.hold == Hold.START else Finding.NOT_THE_KEPT
    if issued is None:
        return Finding.NOT_OURS if seen.is_readable else Finding.UNREADABLE
    if foreign is not None and foreign.hold == Hold.WHOLE:
        return Finding.SEALED_BY_ANOTHER
    if seen.seals:
        return _broken(seen.seals[0])
    return Finding.SEAL_GONE if issued.seal else Finding.NOT_THE_KEPT


def _broken(seal: Seal) -> Finding:
    """Return what was done to a seal that is not intact, or not over all the file."""
    if seal.hold == Hold.CUT:
        return Finding.CUT
    if seal.hold == Hold.NOTHING:
        return Finding.RESAVED
    if seal.is_intact:
        return Finding.SEALED_BY_ANOTHER
    return Finding.CHANGED if seal.is_sound else Finding.SEAL_BROKEN


def _compare(told: Judgement, seen: Examination, issued: Issued) -> None:
    """Note in what the file says something else than what was issued."""
    told.others_attached = [_short(name) for name in seen.attached if name != FACTS_NAME]
    del told.others_attached[MOST_TOLD:]
    if issued.seal:
        if FACTS_NAME not in seen.attached:
            told.facts = "removed"
        elif seen.facts is None:
            told.facts = "unreadable"
        elif seen.facts != issued.facts:
            told.facts = "changed"
            names = dict.fromkeys(chain(issued.facts, seen.facts))
            told.changed = [
                name for name in names if seen.facts.get(name) != issued.facts.get(name)
            ]
    if issued.words and seen.is_readable:
        _compare_words(told, issued.words.split(), seen.words.split())


def _compare_words(told: Judgement, issued: list[str], seen: list[str]) -> None:
    """Note the words the issued page does not say; its own may be hidden."""
    matched = SequenceMatcher(None, issued, seen, autojunk=False)
    for act, _from, _to, start, end in matched.get_opcodes():
        if act in {"insert", "replace"} and len(told.words) < MOST_TOLD:
            told.words.append(_short(" ".join(seen[start:end])))
        told.lacks_words = told.lacks_words or act == "delete"


def _elsewhere(addresses: list[str], host: str) -> list[str]:
    hosts = dict.fromkeys(_short(address.split("/")[2]) for address in addresses)
    return [name for name in hosts if name != host][:MOST_TOLD]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_TOLD else f"{text[: LONGEST_TOLD - 1]}…"
