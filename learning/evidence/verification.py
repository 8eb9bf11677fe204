"""Read a chain again from its first entry, and say what was done to it.

Whoever can write in the database can recompute hashes; what they cannot reach is the copies of
the heads outside it (learning/evidence/anchors.py). Entries written since the last copy are only
held by the chain itself: how many, and since when, is part of the answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from learning.cohorts.models import Cohort
from learning.evidence.anchors import anchors_of
from learning.evidence.digests import beginning_of, digest_of, sealed_reason
from learning.evidence.models import EvidenceChain, EvidenceEntry, HalfDayFacts

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was done to the evidence; `position` names the entry, 0 for the whole."""

    position: int
    sentence: str


@dataclass(slots=True)
class Reading:
    """What was read of a chain: how many entries, what is wrong, what the copies cover."""

    length: int = 0
    head: str = ""
    anchored_length: int = 0
    # When the first entry that no copy covers was written.
    open_since: datetime | None = None
    erased_reasons: int = 0
    findings: list[Finding] = field(default_factory=list)

    def say(self, position: int, sentence: str) -> None:
        """Keep a finding."""
        self.findings.append(Finding(position, sentence))


def read_chain(cohort: Cohort) -> tuple[Reading, list[EvidenceEntry]]:
    """Check the chain of a cohort from end to end; return what was read, and the entries."""
    reading = Reading()
    entries = list(EvidenceEntry.objects.filter(cohort=cohort).order_by("position").iterator(CHUNK))
    chain = EvidenceChain.objects.filter(pk=cohort.pk).first()
    _follow(cohort, entries, reading)
    _compare_with_head(chain, entries, reading)
    _compare_with_facts(entries, reading)
    _compare_with_anchors(cohort, entries, reading)
    if chain and chain.anchored_length > reading.anchored_length and not reading.findings:
        gone = _("la copie hors de la base, écrite alors, est introuvable.")
        reading.say(chain.anchored_length, gone)
    return reading, entries


def _follow(cohort: Cohort, entries: list[EvidenceEntry], reading: Reading) -> None:
    """Check each entry by itself, then that it follows the one before."""
    position, previous = 0, beginning_of(cohort.pk)
    for entry in entries:
        missing = range(position + 1, entry.position)
        for gone in missing:
            reading.say(gone, _("absente : elle a été retirée."))
        if entry.hashed() != entry.digest:
            reading.say(
                entry.position,
                _("son contenu n’est plus celui de son empreinte : changée ou déplacée."),
            )
        elif not missing and entry.previous != previous:
            reading.say(position, _("réécrite : la ligne suivante ne la suit plus."))
        _check_reason(entry, reading)
        position, previous = entry.position, entry.digest
    reading.length, reading.head = position, previous


def _check_reason(entry: EvidenceEntry, reading: Reading) -> None:
    if entry.reason_digest and not entry.reason:
        reading.erased_reasons += 1
    elif entry.reason_digest != sealed_reason(entry.reason_salt, entry.reason):
        reading.say(entry.position, _("sa raison a été changée."))


def _compare_with_head(
    chain: EvidenceChain | None, entries: list[EvidenceEntry], reading: Reading
) -> None:
    length, head = (chain.length, chain.head) if chain else (0, "")
    for gone in range(reading.length + 1, length + 1):
        reading.say(gone, _("absente : la fin de la chaîne a été coupée."))
    for added in range(length + 1, reading.length + 1):
        reading.say(added, _("ajoutée sans passer par la chaîne."))
    if entries and length == reading.length and head != reading.head:
        reading.say(length, _("réécrite : la tête de la chaîne ne la reconnaît pas."))


def _compare_with_facts(entries: list[EvidenceEntry], reading: Reading) -> None:
    named = {entry.facts for entry in entries}
    kept = dict(HalfDayFacts.objects.filter(pk__in=named).values_list("digest", "text"))
    broken = {digest for digest in named if digest_of(kept.get(digest, "")) != digest}
    for entry in entries:
        if entry.facts in broken:
            reading.say(
                entry.position, _("les faits de sa demi-journée ont été changés ou retirés.")
            )


def _compare_with_anchors(cohort: Cohort, entries: list[EvidenceEntry], reading: Reading) -> None:
    """Compare with the copies: they tell of a tail cut or written again with all its hashes."""
    by_position = {entry.position: entry for entry in entries}
    sound = 0
    for anchor in anchors_of(cohort.pk):
        entry = by_position.get(anchor.position)
        if not anchor.position:
            reading.say(0, _("la copie %(name)s ne se lit pas.") % {"name": anchor.name})
        elif entry is None:
            said = _("absente : une copie du %(at)s hors de la base la connaît.")
            reading.say(anchor.position, said % {"at": anchor.anchored_at})
        elif entry.digest != anchor.digest:
            said = _(
                "réécrite, elle ou une autre depuis la %(since)s : une copie du %(at)s hors de la "
                "base dit autre chose."
            )
            reading.say(anchor.position, said % {"since": sound + 1, "at": anchor.anchored_at})
        else:
            sound = anchor.position
    reading.anchored_length = sound
    reading.open_since = next((one.recorded_at for one in entries if one.position > sound), None)


def by_mark(entries: Iterable[EvidenceEntry]) -> dict[tuple[UUID, int], list[EvidenceEntry]]:
    """Group the entries by the mark they are about: an enrolment and a half-day."""
    found: dict[tuple[UUID, int], list[EvidenceEntry]] = {}
    for entry in entries:
        if entry.enrolment_id:
            found.setdefault((entry.enrolment_id, entry.half_day_id), []).append(entry)
    return found
