"""Make the pack of a cohort, and open it as whoever receives it does."""

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from certificates.awards.tasks import RENDER
from learning.attendance.services import HALF_DAY_SEALED
from learning.cohorts.models import Cohort
from learning.enrolment.models import Enrolment
from learning.evidence.tasks import ANCHOR
from learning.proofs.making import make_pack
from tests.jobs import do_the_jobs
from tests.learning.builders import an_enrolment
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


def a_finished_room(*others: Enrolment, days: int = 1) -> Room:
    """Return a room that is over and sealed: its people were there, their papers are drawn."""
    room = a_room(is_over=True, days=days, required_half_days=days * 2)
    return finished(room)


def finished(room: Room) -> Room:
    """Seal every half-day of a room, its people there, and do all that follows."""
    from learning.attendance.services import countersign_half_day, record_roll_call
    people = list(Enrolment.objects.confirmed().filter(cohort=room.cohort))
    for half_day in room.half_days:
        record_roll_call(
            actor=room.trainer, half_day=half_day, presences=dict.fromkeys(people, PRESENT)
        )
        countersign_half_day(trainer=room.trainer, half_day=half_day)
    do_the_jobs(HALF_DAY_SEALED, RENDER, ANCHOR)
    return room
