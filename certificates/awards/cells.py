"""The cells of a paper: a label, what it says, and what stands below in smaller type."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from certificates.awards.fitting import Step, fit, lines_of
from certificates.awards.sentences import TRAINING, joined
from certificates.awards.wording import dates_in_words, hours_in_words
from frontend import formats

NBSP = formats.NBSP
ORDINAL = re.compile(r"(?<=\d)(e|er|re)\b")
UNKNOWN = "Non renseigné"

# What each step of award.css holds (s0, s1…), from the largest type to the smallest. The cells
# with a note below have room for fewer lines.
VALUE_STEPS = (Step(25.6, 1), Step(29.8, 1), Step(34.6, 1), Step(45, 2), Step(56, 2))
ALONE_STEPS = (Step(25.6, 1), Step(29.8, 2), Step(34.6, 2), Step(40, 3), Step(57, 4))
NOTE_STEPS = (Step(32, 1), Step(41, 2), Step(56, 2))
# Sizes of the lists of a training, in points, and the millimetres they share.
LIST_POINTS = (10, 9.2, 8.2, 7, 5.4)
LIST_WIDTH, LIST_HEIGHT, RESULTS_HEIGHT = 87.0, 48.0, 20.0
LABEL_HEIGHT = 6.8
MILLIMETRES_PER_POINT = 0.3528
LINE_HEIGHT = 1.25 * MILLIMETRES_PER_POINT


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the step of type it is written in."""

    step: int
    text: str

    @property
    def html(self) -> SafeString:
        """Return the text escaped, its French ordinals raised ("La 27e Région")."""
        return mark_safe(ORDINAL.sub(r"<sup>\1</sup>", escape(self.text)))  # noqa: S308 - escaped

    @classmethod
    def fitted(cls, text: str, steps: Sequence[Step]) -> "Text":
        """Return `text` at the largest step that holds it."""
        return cls(*fit(text, steps))


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the paper."""

    label: str
    value: Text
    note: Text | None

    @classmethod
    def made(cls, label: str, value: str, note: str = "") -> "Cell":
        """Return the field, its texts as large as they hold."""
        if not note:
            return cls(label, Text.fitted(value, ALONE_STEPS), None)
        return cls(label, Text.fitted(value, VALUE_STEPS), Text.fitted(note, NOTE_STEPS))


@dataclass(frozen=True, slots=True)
class Lines:
    """A list and the step of type all of it is written in."""

    step: int
    items: list[Text]

    @property
    def height(self) -> float:
        """Return the millimetres the list takes."""
        step = _list_step(LIST_POINTS[self.step], LIST_HEIGHT)
        lines = sum(lines_of(item.text, step.ems) for item in self.items)
        return lines * LIST_POINTS[self.step] * LINE_HEIGHT

    @classmethod
    def fitted(cls, items: Sequence[str], height: float) -> "Lines":
        """Return the items at the largest size that holds them all in `height` millimetres.

        The last ones may be cut.
        """
        steps = [_list_step(points, height) for points in LIST_POINTS]
        for number, step in enumerate(steps):
            if sum(lines_of(item, step.ems) for item in items) <= step.lines:
                return cls(number, [Text(number, item) for item in items])
        number, last = len(steps) - 1, steps[-1]
        kept, left = [], last.lines
        for item in items:
            _, text = fit(item, [Step(last.ems, left)])
            kept.append(Text(number, text))
            left -= lines_of(text, last.ems)
            if left <= 0:
                break
        return cls(number, kept)


def _list_step(points: float, height: float) -> Step:
    return Step(LIST_WIDTH / (points * MILLIMETRES_PER_POINT), int(height / (points * LINE_HEIGHT)))


def learnt(facts: dict[str, Any]) -> tuple[Lines | None, Lines | None]:
    """Return (objectives, results) of a training; results only where there were any."""
    told = [joined(f"{NBSP}: ", one["title"], one["outcome"]) for one in facts.get("results") or []]
    results = Lines.fitted(told, RESULTS_HEIGHT) if told else None
    left = LIST_HEIGHT - (results.height + LABEL_HEIGHT if results else 0)
    objectives = facts.get("objectives") or []
    return Lines.fitted(objectives, left) if objectives else None, results


def columns_of(facts: dict[str, Any], name: str) -> list[list[Cell]]:
    """Return the columns of a paper's fields, in the order one reads them."""
    person, title = facts["beneficiary"], facts["title"]
    cohort = facts.get("group", "") and f"Cohorte : {facts['group']}"
    hours = hours_in_words(facts["minutes_attended"], facts["minutes_planned"])
    dates = dates_in_words(facts["starts_on"], facts["ends_on"])
    if facts["kind"] == TRAINING:
        about = joined(", ", person["function"], person["employer"])
        return [
            [
                Cell.made("Intitulé", title, cohort),
                Cell.made("Bénéficiaire", name, about),
                Cell.made("Nature et durée", facts["nature"], f"Durée suivie : {hours}"),
                Cell.made("Dates et lieu", dates, facts["place"]),
            ]
        ]
    provider = facts["provider"]
    place, _, street = facts["place"].partition(", ")
    return [
        [
            Cell.made("Bénéficiaire", name, person["function"]),
            Cell.made("Intitulé", title, cohort),
            Cell.made("Dates", dates),
            Cell.made("Lieu", place or UNKNOWN, street),
        ],
        [
            Cell.made("Employeur", person["employer"] or UNKNOWN),
            Cell.made("Nature de l’action", facts["nature"]),
            Cell.made("Durée suivie", hours),
            Cell.made("Organisme", provider["name"], _identity(provider)),
        ],
    ]


def whole_provider(provider: dict[str, str]) -> str:
    """Return the provider's name, address and numbers in one line."""
    return joined(", ", provider["name"], _identity(provider))


def _identity(provider: dict[str, str]) -> str:
    siret, activity = provider["siret"], provider["activity_number"]
    return joined(
        ", ",
        provider["address"],
        siret and f"SIRET{NBSP}{_grouped_siret(siret)}",
        activity and f"déclaration d’activité {activity.replace(' ', NBSP)}",
    )


def _grouped_siret(siret: str) -> str:
    digits = siret.replace(" ", "").replace(NBSP, "")
    return NBSP.join(filter(None, (digits[:3], digits[3:6], digits[6:9], digits[9:])))
