"""The register of evidence in a pack: as a table, as lines to compute again, and how to."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from accounts.users.models import User
from common.snapshots import one_instant
from frontend.tables import Column, csv_text
from learning.attendance.enums import AttendanceStatus, MarkMethod
from learning.attendance.verification import Verified, verify
from learning.cohorts.models import Cohort, HalfDay
from learning.enrolment.models import Enrolment
from learning.evidence.anchors import anchors_of
from learning.evidence.digests import canonical
from learning.evidence.exporting import line_of
from learning.evidence.models import EvidenceEntry, HalfDayFacts
from learning.proofs.names import written
from learning.proofs.reading import Facts

# What recomputes the register: a file of the pack as it is here.
PROGRAM = Path(__file__).parent / "recompute.py"
CHUNK = 500
LINES, TABLE, FACTS = "lignes.jsonl", "lignes.csv", "faits-demi-journees.jsonl"
COPIES, SAID, READER = "copies-hors-base.jsonl", "relecture.txt", "relire.py"
FILES = (LINES, TABLE, FACTS, COPIES, READER, SAID)


@dataclass(frozen=True, slots=True)
class Register:
    """A cohort's register as text files by their names, and what its reading found."""

    verified: Verified
    files: dict[str, str]


def register_of(facts: Facts) -> Register:
    """Read the register again from its first line, all of it at one instant."""
    with one_instant():
        verified = verify(facts.cohort)
        entries = EvidenceEntry.objects.filter(cohort=facts.cohort).order_by("position")
        lines = list(entries.iterator(CHUNK))
    named = HalfDayFacts.objects.filter(pk__in={one.facts for one in lines}).order_by("digest")
    told = [{"words": one.text, "sha256": one.digest} for one in named]
    copies = [
        {"position": one.position, "digest": one.digest, "anchored_at": one.anchored_at}
        for one in anchors_of(facts.cohort.pk)
        if one.position
    ]
    files = {
        LINES: _lines(line_of(one) for one in lines),
        TABLE: _table(facts, lines),
        FACTS: _lines(canonical(one) for one in told),
        COPIES: _lines(canonical(one) for one in copies),
        READER: PROGRAM.read_text(encoding="utf-8"),
        SAID: _said(facts.cohort, verified),
    }
    return Register(verified, files)


def _lines(texts: Iterator[str]) -> str:
    return "".join(f"{text}\n" for text in texts)


def _said(cohort: Cohort, verified: Verified) -> str:
    """Return in words what the reading found."""
    reading = verified.reading
    said = [
        f"Cohorte {cohort.code}",
        f"Lignes relues : {reading.length}",
        f"Tête de la chaîne : {reading.head}",
        f"Copie hors de la base jusqu’à la ligne {reading.anchored_length}",
        f"Raisons effacées : {reading.erased_reasons}",
    ]
    for finding in reading.findings:
        where = f"Ligne {finding.position} : " if finding.position else ""
        said.append(f"ALTÉRÉ  {where}{finding.sentence}")
    if verified.is_whole:
        said.append("INTACT  Les présences affichées sont celles du registre.")
    said.append("Pour relire sans la plateforme : python3 relire.py")
    return "\n".join([*said, ""])


def _table(facts: Facts, lines: list[EvidenceEntry]) -> str:
    """Return the lines with the names that their identifiers stand for."""
    halves = {half.pk: half for half in facts.halves}
    people: dict[UUID, str] = {
        one.pk: written(one.person) for one in (*facts.people, *facts.left, *facts.guests)
    }
    unknown = {one.enrolment_id for one in lines if one.enrolment_id} - set(people)
    people |= {
        one.pk: written(one.person)
        for one in Enrolment.objects.filter(pk__in=unknown).select_related("person")
    }
    authors = User.objects.in_bulk({one.author_id for one in lines if one.author_id})
    zone = facts.cohort.venue.zone

    def half_day(one: EvidenceEntry) -> str:
        half: HalfDay | None = halves.get(one.half_day_id)
        if half is None:
            return str(one.half_day_id)
        return f"{half.starts_at.astimezone(zone):%Y-%m-%d} {half.get_period_display()}"

    def author(one: EvidenceEntry) -> str:
        known = authors.get(one.author_id) if one.author_id else None
        return written(known) if known else str(one.author_id or "")

    columns: list[Column] = [
        ("Ligne", lambda one: one.position),
        ("Genre", lambda one: one.get_kind_display()),
        ("Demi-journée", half_day),
        ("Inscription", lambda one: one.enrolment_id or ""),
        ("Personne", lambda one: people.get(one.enrolment_id, "")),
        ("Présence", lambda one: AttendanceStatus(one.status).label if one.status else ""),
        ("Méthode", lambda one: MarkMethod(one.method).label if one.method else ""),
        ("Appareil", lambda one: one.device),
        ("À (UTC)", lambda one: one.at.isoformat()),
        ("Écrit à (UTC)", lambda one: one.recorded_at.isoformat()),
        ("Par", author),
        ("Raison", lambda one: one.reason),
        ("Empreinte", lambda one: one.digest),
    ]
    return csv_text(columns, lines)
