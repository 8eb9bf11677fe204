"""Make the pack of a cohort, and open it as whoever receives it does."""

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from certificates.awards.models import Award
from learning.attendance.services import (
    HALF_DAY_SEALED,
    countersign_half_day,
    record_roll_call,
)
from learning.cohorts.models import Cohort
from learning.enrolment.models import Enrolment
from learning.evidence.tasks import ANCHOR
from learning.proofs import making
from learning.proofs.making import make_pack
from tests.jobs import do_the_jobs
from tests.learning.scenes import PRESENT, Room, a_room


@dataclass(frozen=True, slots=True)
class Opened:
    """A pack once it is unzipped in a folder."""

    folder: Path
    data: bytes

    @property
    def names(self) -> list[str]:
        """Return the paths of its files, in order."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return sorted(str(path.relative_to(self.folder)) for path in files)

    def read(self, name: str) -> bytes:
        """Return what is in a file."""
        return (self.folder / name).read_bytes()

    def table(self, name: str) -> list[dict[str, str]]:
        """Return the rows of a CSV."""
        text = self.read(name).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text), delimiter=";"))

    @property
    def manifest(self) -> dict[str, Any]:
        """Return what its manifest says."""
        said: dict[str, Any] = json.loads(self.read("manifeste.json"))
        return said

    @property
    def missing(self) -> dict[str, list[str]]:
        """Return what it says is missing: whom or what it is about, by kind."""
        return {gap["kind"]: gap["names"] for gap in self.manifest["missing"]}


def opened(cohort: Cohort, folder: Path) -> Opened:
    """Return the pack of a cohort, made now."""
    target = io.BytesIO()
    make_pack(cohort.pk, target)
    with zipfile.ZipFile(target) as archive:
        archive.extractall(folder)
    (root,) = folder.iterdir()
    return Opened(root, target.getvalue())


def a_pdf(words: str = "") -> bytes:
    """Return a PDF of an empty page, whose title is `words`: what a test need not have drawn."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = words
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def without_drawing(patch: pytest.MonkeyPatch) -> None:
    """Have the papers of packs be empty pages that say what they are of."""
    patch.setattr(making, "cover", lambda *told: a_pdf(told[-1]))
    patch.setattr(making, "module_sheet", lambda facts: a_pdf(facts.sheet["title"]))
    patch.setattr(making, "programme", lambda revision: a_pdf(str(revision)))
    patch.setattr(making, "printed", lambda convention: a_pdf(str(convention)))
    patch.setattr(making, "convocation", lambda enrolment: a_pdf(str(enrolment)))
    sheet = lambda cohort, *, kind, day: SimpleNamespace(pdf=a_pdf(f"{cohort} {kind} {day}"))  # noqa: E731
    patch.setattr(making, "print_sheet", sheet)


def a_day(**fields: Any) -> Room:
    """Return a room of one day, over, whose rule asks for both half-days."""
    return a_room(is_over=True, days=1, required_half_days=2, **fields)


def finished(room: Room) -> Room:
    """Seal every half-day of a room, its people there, and do all that follows but drawing."""
    people = list(Enrolment.objects.confirmed().filter(cohort=room.cohort))
    for half_day in room.half_days:
        record_roll_call(
            actor=room.trainer, half_day=half_day, presences=dict.fromkeys(people, PRESENT)
        )
        countersign_half_day(trainer=room.trainer, half_day=half_day)
    do_the_jobs(HALF_DAY_SEALED, ANCHOR)
    for award in Award.objects.filter(rendered_at=None):
        pdf = a_pdf(award.serial)
        award.pdf.save(f"{award.pk}.pdf", ContentFile(pdf), save=False)
        award.pdf_sha256, award.rendered_at = hashlib.sha256(pdf).hexdigest(), timezone.now()
        award.save()
    return room
