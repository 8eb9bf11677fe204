"""A year's return as it stands: what the platform knows, what was entered, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from frontend.formats import NBSP, grouped, plain_date
from learning.annual.boxes import Box, Frame, boxes, frames
from learning.annual.enums import Kind, Objective
from learning.annual.known import DUE, Known, Speciality, entries_of, known_of
from learning.annual.models import Entry

Value = str | int | date
NUMBERS = (Kind.COUNT, Kind.HOURS, Kind.EUROS, Kind.PART)
# The lists that figures are made of.
PRIVATE, PUBLIC, TRAINERS = "prives", "agents", "formateurs"
# Of which line of box C, and of which objective of box F-3.
CONVENTIONS = {"conventions-1": "c.1", "conventions-3": "c.3"}
OBJECTIVES = {f"objectif-{one.value}": one for one in Objective}


def said(value: Value | None, kind: Kind) -> str:
    """Return a value in words; nothing where there is none."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return plain_date(value)
    if kind not in NUMBERS or isinstance(value, str):
        return str(value)
    unit = {Kind.EUROS: "€", Kind.HOURS: "h", Kind.PART: "%"}.get(kind)
    return grouped(value) + (f"{NBSP}{unit}" if unit else "")


@dataclass(frozen=True, slots=True)
class Filled:
    """A box: what the platform knows, what was entered, which of them holds."""

    box: Box
    known: Value | None
    entry: Entry | None
    # What was just typed and refused with the rest.
    typed: str | None = None

    @property
    def in_field(self) -> str:
        """Return what its field holds: what was just typed, else what was entered."""
        if self.typed is not None:
            return self.typed
        return self.entry.value if self.entry else ""

    @property
    def value(self) -> Value | None:
        """Return what the box says: what was entered, else what is known."""
        if self.entry is None:
            return self.known
        if self.box.kind == Kind.DAY:
            return date.fromisoformat(self.entry.value)
        return int(self.entry.value) if self.box.kind in NUMBERS else self.entry.value

    @property
    def number(self) -> int:
        """Return the number it adds to a total."""
        return self.value if isinstance(self.value, int) else 0

    @property
    def words(self) -> str:
        """Return what the box says, in words."""
        return said(self.value, self.box.kind)

    @property
    def known_words(self) -> str:
        """Return what the platform knows, in words."""
        return said(self.known, self.box.kind)

    @property
    def is_missing(self) -> bool:
        """Return whether nobody said anything of it."""
        return self.value is None

    @property
    def behind(self) -> str:
        """Return the list of what makes the figure; "" where there is none."""
        if not self.known:
            return ""
        lists = {
            "f1.a.": PRIVATE, "f1.e.": PUBLIC, "e.own.": TRAINERS,
            **{box: of for of, box in CONVENTIONS.items()},
            **{f"f3.{one.value}.": of for of, one in OBJECTIVES.items()},
        }  # fmt: skip
        key = self.box.key
        return next((name for begins, name in lists.items() if key.startswith(begins)), "")

    @property
    def source(self) -> str:
        """Return where the figure comes from, in a sentence."""
        key = self.box.key
        if self.known is None:
            return str(self.box.note)
        if key.startswith("f"):
            return _("Personnes venues à une formation achevée dans l’année, et minutes émargées.")
        if key.startswith("e."):
            return _("Demi-journées contresignées, pour chaque membre de l’équipe de la cohorte.")
        if key.startswith("c."):
            return _("Conventions signées des cohortes achevées dans l’année.")
        if key.startswith(("a.", "h.")):
            return _("Fiche de l’organisme.")
        return _("Année civile ; échéance ordinaire, parfois reportée.")

    @property
    def origin(self) -> str:
        """Return who says it: somebody, some day, or the source of what is known."""
        if self.entry is None:
            return self.source
        return _("Saisi le %(day)s par %(name)s.") % {
            "day": plain_date(timezone.localtime(self.entry.entered_at)),
            "name": self.entry.entered_by or _("quelqu’un dont le compte n’est plus"),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a frame: one box, or how many and how long."""

    number: str
    label: str
    cells: tuple[Filled, ...]

    @property
    def key(self) -> str:
        """Return what names the line in its page."""
        return self.cells[0].box.key.replace(".", "-")


@dataclass(frozen=True, slots=True)
class FilledFrame:
    """A frame of the form, line by line, and the sums of those that add up."""

    frame: Frame
    lines: tuple[Line, ...]

    @property
    def totals(self) -> list[str]:
        """Return the totals in words, in the order of the lines' cells; none where nothing adds."""
        return [said(total, kind) for kind, total in self.sums]

    @property
    def sums(self) -> list[tuple[Kind, int]]:
        """Return the total of each kind that adds up."""
        cells = [cell for line in self.lines for cell in line.cells]
        return [
            (kind, sum(cell.number for cell in cells if cell.box.kind == kind))
            for kind in self.frame.adds
        ]


@dataclass(frozen=True)
class Return:
    """The return of a year; `typed` is what was refused, by box."""

    year: int
    typed: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def known(self) -> Known:
        """Return what the platform knows."""
        return known_of(self.year)

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Return what was entered, by box."""
        return entries_of(self.year)

    @cached_property
    def frames(self) -> list[FilledFrame]:
        """Return the frames of the form, filled."""
        return [FilledFrame(frame, self._lines(frame)) for frame in frames()]

    def _lines(self, frame: Frame) -> tuple[Line, ...]:
        lines: dict[str, list[Box]] = {}
        for box in frame.boxes:
            lines.setdefault(box.key.removesuffix(".people").removesuffix(".hours"), []).append(box)
        return tuple(
            Line(inside[0].number, str(inside[0].label), tuple(self.filled(box) for box in inside))
            for inside in lines.values()
        )

    def filled(self, box: Box) -> Filled:
        """Return a box, filled."""
        key = box.key
        return Filled(
            box, self.known.values.get(key), self.entries.get(key), self.typed.get(key)
        )  # fmt: skip

    @property
    def specialities(self) -> tuple[Speciality, ...]:
        """Return the lines of frame F-4."""
        return self.known.specialities

    @property
    def undeclared(self) -> bool:
        """Return whether a module taught that year has no speciality yet."""
        return any(not line.code for line in self.specialities)

    @property
    def missing(self) -> list[Filled]:
        """Return the boxes nobody said anything of."""
        return [
            cell
            for one in self.frames
            for line in one.lines
            for cell in line.cells
            if cell.is_missing
        ]

    @property
    def due_on(self) -> date:
        """Return the day it is due: what was entered, else that of ordinary years."""
        due = self.filled(boxes()["b.due"]).value
        return due if isinstance(due, date) else date(self.year + 1, *DUE)
