"""Make a pack: one piece after the other, into a file, so that a large group takes no more memory.

What cannot be made is named and left out: one broken paper must not cost the others.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import BinaryIO
from uuid import UUID

from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certificates.awards.models import Award
from common.pdf.renderer import PaperError
from frontend.formats import plain_date
from learning.attendance.sheets.enums import SheetKind
from learning.attendance.sheets.printing import print_sheet
from learning.conventions.pdf import printed
from learning.enrolment.models import Enrolment
from learning.enrolment.papers import convocation
from learning.evidence.digests import canonical
from learning.proofs import tables
from learning.proofs.bundle import Bundle
from learning.proofs.enums import Folder, GapKind
from learning.proofs.evidence import register_of
from learning.proofs.gaps import Gap, gaps_of
from learning.proofs.indicators import indicators_csv, standard
from learning.proofs.names import person_name, plain, written
from learning.proofs.pdf import cover, module_sheet
from learning.proofs.reading import Facts, PaperScan, read_facts
from modules.exchange.papers.programme import programme

COVER = "00-LISEZ-MOI.pdf"
# Grows when the same facts are written otherwise.
VERSION = 1
# Somebody may be noting presences meanwhile: then it is made again from what they are now.
MOST_TRIES = 3
SUFFIXES = {
    "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/heic": "heic",
}  # fmt: skip
Said = Callable[[int, int], None]


class StillChanging(Exception):
    """The facts of a cohort changed each time its pack was being made: try later."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: the digest of the facts, how many pieces, what is missing."""

    facts_digest: str
    pieces: int
    gaps: list[Gap]


def make_pack(cohort_id: UUID, target: BinaryIO, said: Said = lambda _done, _total: None) -> Made:
    """Write the pack of a cohort into `target`, an empty file. Raises StillChanging.

    Papers are drawn one by one from the database: once they are, the facts are read again, and
    the pack is of one instant because nothing changed between the two.
    """
    with translation.override("fr"):
        for _try in range(MOST_TRIES):
            target.seek(0)
            target.truncate()
            facts = read_facts(cohort_id)
            digest = digest_of_facts(facts)
            with timezone.override(facts.cohort.venue.zone):
                made = _Maker(facts, digest, target, said).make()
            if digest_of_facts(read_facts(cohort_id)) == digest:
                return made
    raise StillChanging(cohort_id)


def digest_of_facts(facts: Facts) -> str:
    """Return the SHA-256 of all that a pack is made of: the same facts, the same pack."""
    cohort, venue, provider = facts.cohort, facts.cohort.venue, facts.provider
    said = {
        "version": VERSION,
        "standard": standard().words,
        "cohort": [
            str(cohort.pk), cohort.title, cohort.code, cohort.state, cohort.bring,
            cohort.online_url, cohort.revision_id, cohort.calendar_sequence,
        ],
        "venue": [venue.full_address, venue.access, venue.accessibility, venue.time_zone],
        "provider": provider and [
            provider.name, provider.address, provider.siret or "", provider.activity_number,
            provider.signatory_name, provider.signatory_quality,
        ],
        "sheet": facts.sheet,
        "trainers": [[str(one.pk), one.display_name] for one in facts.trainers],
        "halves": [
            [half.pk, half.starts_at.isoformat(), half.ends_at.isoformat()] for half in facts.halves
        ],
        "head": repr(facts.head),
        "conventions": [[str(one.pk), one.facts] for one in facts.conventions],
        "ready": [[award.serial, award.is_ready] for _one, award in facts.valid_awards],
        "scans": [
            [str(one.scan.pk), one.scan.sha256, one.scan.state, one.is_ours, one.to_settle,
             [str(page.pk) for page in one.pages]]
            for one in facts.scans
        ],
        "tables": [
            tables.participants_csv(facts), tables.presences_csv(facts),
            tables.results_csv(facts), tables.awards_csv(facts, lambda award: award.serial),
            tables.conventions_csv(facts), tables.messages_csv(facts),
        ],
    }  # fmt: skip
    return hashlib.sha256(canonical(said).encode()).hexdigest()


@dataclass
class _Maker:
    """One pack being made."""

    facts: Facts
    digest: str
    target: BinaryIO
    said: Said
    gaps: list[Gap] = field(default_factory=list)
    papers: dict[UUID, str] = field(default_factory=dict)

    def make(self) -> Made:
        """Write every piece, then the cover that lists them, then the manifest."""
        self.gaps = gaps_of(self.facts)
        root = f"dossier-de-preuves-{self.facts.cohort.code}"
        with Bundle(self.target, root) as self.bundle:
            steps = list(self._steps())
            for done, step in enumerate(steps):
                self.said(done, len(steps))
                step()
            self.gaps.sort(key=lambda gap: gap.folder.value)
            counts = self.bundle.counts()
            self.bundle.data(COVER, cover(self.facts, counts, self.gaps, self.digest))
            self.bundle.list_pieces(self._about())
        self.said(len(steps), len(steps))
        return Made(self.digest, len(self.bundle.pieces), self.gaps)

    def _steps(self) -> Iterator[Callable[[], None]]:
        """Give what there is to do, in the order of the folders."""
        facts = self.facts
        yield self._programme
        for one in facts.conventions:
            yield lambda one=one: self._paper(  # type: ignore[misc]
                Folder.CONVENTIONS, plain(f"{one.number}-v{one.version}", otherwise="convention"),
                one.number, lambda: printed(one),
            )  # fmt: skip
        yield lambda: self._table(Folder.CONVENTIONS, "conventions", tables.conventions_csv)
        for enrolment in facts.people:
            yield lambda enrolment=enrolment: self._convocation(enrolment)  # type: ignore[misc]
        for day in range(1, len(facts.cohort.days) + 1):
            yield lambda day=day: self._sheet(day)  # type: ignore[misc]
        for scan in facts.scans:
            yield lambda scan=scan: self._scan(scan)  # type: ignore[misc]
        yield self._register
        yield lambda: self._table(Folder.RESULTS, "participants", tables.participants_csv)
        yield lambda: self._table(Folder.RESULTS, "presences", tables.presences_csv)
        yield lambda: self._table(Folder.RESULTS, "resultats", tables.results_csv)
        for enrolment, award in facts.valid_awards:
            if award.is_ready:
                yield lambda pair=(enrolment, award): self._award(*pair)  # type: ignore[misc]
        yield self._awards
        yield lambda: self._table(Folder.MESSAGES, "messages", tables.messages_csv)
        yield self._quality

    def _programme(self) -> None:
        facts = self.facts
        self._paper(
            Folder.PROGRAMME, "fiche-du-module", _("fiche du module"), lambda: module_sheet(facts)
        )
        self._paper(
            Folder.PROGRAMME, "programme", _("programme"),
            lambda: programme(facts.cohort.revision),
        )  # fmt: skip

    def _convocation(self, enrolment: Enrolment) -> None:
        # As a person's page prints it: from the cohort, in the hours of its venue.
        enrolment.cohort = self.facts.cohort
        self._paper(
            Folder.CONVOCATIONS, person_name(enrolment.person, enrolment.pk),
            written(enrolment.person), lambda: convocation(enrolment),
        )  # fmt: skip

    def _sheet(self, day: int) -> None:
        def draw() -> bytes:
            sheet = print_sheet(self.facts.cohort, kind=SheetKind.FILLED, day=day)
            return sheet.pdf if sheet else b""

        on = plain_date(self.facts.cohort.days[day - 1])
        self._paper(Folder.SHEETS, f"feuille-jour-{day}", on, draw)

    def _scan(self, one: PaperScan) -> None:
        """Attach what was signed by hand: the file as it came, or our pages where others' are."""
        scan, zone = one.scan, self.facts.cohort.venue.zone
        if not one.files:
            return
        day = timezone.localdate(scan.sent_at, zone).isoformat()
        stem = f"{Folder.SHEETS}/papier-{day}-{scan.pk.hex[:8]}"
        if one.is_ours:
            suffix = SUFFIXES.get(scan.mime, "bin")
            self._file(Folder.SHEETS, f"{stem}.{suffix}", scan.name, scan.file, scan.sha256)
            return
        for page in one.pages:
            self._file(
                Folder.SHEETS, f"{stem}-page-{page.number}.jpg", scan.name, page.image, ""
            )  # fmt: skip

    def _register(self) -> None:
        register = register_of(self.facts)
        for name, text in register.files.items():
            self.bundle.text(f"{Folder.EVIDENCE}/{name}", text)
        if not register.verified.is_whole:
            found = register.verified.reading.findings
            self._lack(
                GapKind.ALTERED, Folder.EVIDENCE,
                _("Le registre de preuve a été altéré : voir relecture.txt."),
                [finding.sentence for finding in found],
            )  # fmt: skip

    def _award(self, enrolment: Enrolment, award: Award) -> None:
        name = plain(f"{award.serial} {written(enrolment.person)}", otherwise=award.pk.hex)
        path = f"{Folder.AWARDS}/{name}.pdf"
        if self._file(Folder.AWARDS, path, award.serial, award.pdf, award.pdf_sha256):
            self.papers[award.pk] = path

    def _awards(self) -> None:
        table = tables.awards_csv(self.facts, lambda award: self.papers.get(award.pk, ""))
        self.bundle.text(f"{Folder.AWARDS}/certificats.csv", table)

    def _quality(self) -> None:
        self.bundle.text(f"{Folder.QUALITY}/indicateurs.csv", indicators_csv())

    def _table(self, folder: Folder, name: str, write: Callable[[Facts], str]) -> None:
        self.bundle.text(f"{folder}/{name}.csv", write(self.facts))

    def _paper(self, folder: Folder, name: str, called: str, draw: Callable[[], bytes]) -> None:
        """Add a paper drawn now; one that cannot be drawn is named."""
        try:
            pdf = draw()
        except PaperError:
            self._lack(GapKind.UNREADABLE, folder, _("Un papier ne se dessine pas."), [called])
        else:
            self.bundle.data(f"{folder}/{name}.pdf", pdf)

    def _file(self, folder: Folder, path: str, called: str, file: FieldFile, sha256: str) -> bool:
        """Add a stored file; say when it is not there, or not the one that was stored."""
        try:
            source = default_storage.open(str(file.name))
        except OSError:
            sentence = _("Un fichier n’est plus dans le stockage.")
            self._lack(GapKind.UNREADABLE, folder, sentence, [called])
            return False
        with source:
            piece = self.bundle.copy(path, source, source.size)
        if sha256 and piece.sha256 != sha256:
            sentence = _("Un fichier n’est plus celui dont l’empreinte a été gardée.")
            self._lack(
                GapKind.ALTERED, folder, sentence, [f"{called} ({PurePosixPath(path).name})"]
            )
        return True

    def _lack(self, kind: GapKind, folder: Folder, sentence: str, names: list[str]) -> None:
        """Name what is missing, with what is missing for the same reason."""
        for gap in self.gaps:
            if (gap.kind, gap.folder, gap.sentence) == (kind, folder, sentence):
                gap.names.extend(names)
                return
        self.gaps.append(Gap(kind, folder, sentence, names))

    def _about(self) -> dict[str, object]:
        """Return what the manifest says before the list of files."""
        facts, known = self.facts, standard()
        return {
            "cohort": {
                "code": facts.cohort.code, "group": facts.cohort.title,
                "title": facts.cohort.public_title,
                "starts_on": facts.cohort.starts_on.isoformat(),
                "ends_on": facts.cohort.ends_on.isoformat(),
            },
            "as_of": facts.latest.isoformat(),
            "facts_sha256": self.digest,
            "evidence_head": facts.head.digest if facts.head else "",
            "missing": [gap.as_json() for gap in self.gaps],
            "quality": {
                "standard": known.name, "guide": known.guide, "source": known.source,
                "indicators": {
                    str(one.number): [folder.value for folder in one.folders]
                    for one in known.indicators
                },
            },
        }  # fmt: skip
