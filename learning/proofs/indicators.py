"""The indicators of the French quality standard, and the files of a pack that bear on each.

The mapping is data (indicators.json) with the version of the guide it was read in: another guide
is another file, and every pack says which one it follows.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from frontend.tables import Column, csv_text
from learning.proofs.enums import Folder

SOURCE = Path(__file__).parent / "indicators.json"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: the folders that hold something of it, what it is, what is held elsewhere."""

    number: int
    criterion: int
    title: str
    folders: tuple[Folder, ...]
    here: str
    elsewhere: str

    @property
    def numbers(self) -> str:
        """Return the numbers of its folders: "01, 03"; "" for none."""
        return ", ".join(folder.value[:2] for folder in self.folders)


@dataclass(frozen=True, slots=True)
class Standard:
    """The indicators that apply, and where they were read."""

    name: str
    guide: str
    law: str
    scope: str
    source: str
    read_on: str
    criteria: dict[int, str]
    indicators: tuple[Indicator, ...]

    @property
    def words(self) -> str:
        """Return what it is called, with its version."""
        return f"{self.name}, guide de lecture {self.guide}"


@cache
def standard() -> Standard:
    """Return the standard in force here."""
    told = json.loads(SOURCE.read_text(encoding="utf-8"))
    return Standard(
        name=told["standard"], guide=told["guide"], law=told["law"], scope=told["scope"],
        source=told["source"], read_on=told["read_on"],
        criteria={int(number): title for number, title in told["criteria"].items()},
        indicators=tuple(
            Indicator(
                number=one["number"], criterion=one["criterion"], title=one["title"],
                folders=tuple(Folder(name) for name in one["folders"]),
                here=one["here"], elsewhere=one["elsewhere"],
            )
            for one in told["indicators"]
        ),
    )  # fmt: skip


def indicators_csv() -> str:
    """Return the indicators as a table."""
    known = standard()
    columns: list[Column] = [
        ("Indicateur", lambda one: one.number),
        ("Critère", lambda one: f"{one.criterion}. {known.criteria[one.criterion]}"),
        ("Intitulé résumé", lambda one: one.title),
        ("Dossiers", lambda one: " | ".join(folder.value for folder in one.folders)),
        ("Ce que le dossier apporte", lambda one: one.here),
        ("Ce que la plateforme ne détient pas", lambda one: one.elsewhere),
        ("Référence", lambda _one: known.words),
    ]
    return csv_text(columns, known.indicators)
