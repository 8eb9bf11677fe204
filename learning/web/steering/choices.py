"""What the form of filters offers: the parts that the target has, and what is chosen."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.utils.translation import gettext as _

from learning.counting.enums import Dimension
from learning.figures.filters import NAMES
from learning.figures.queries import Figures, figures_of
from learning.figures.words import choices_in
from learning.web.steering.asked import COMPARED, Asked


@dataclass(frozen=True, slots=True)
class Choice:
    """A list to choose from: its name in the address, its label, (value, label, chosen)."""

    name: str
    label: str
    everything: str
    options: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """The fields of the form."""

    lists: tuple[Choice, ...]
    since: str
    until: str
    known_on: str
    compared: tuple[tuple[str, str, bool], ...]
    compared_since: str
    is_open: bool


def choices_of(asked: Asked, figures: Figures) -> Choices:
    """Return the fields of the form; `figures` are those asked for."""
    whole = figures if asked.filters.is_empty else figures_of(asked.target, at=asked.at)
    chosen = {
        field.name: str(value)
        for field in fields(asked.filters)
        if (value := getattr(asked.filters, field.name)) is not None
    }

    def of(name: str, label: str, everything: str, pairs: Iterable[tuple[str, object]]) -> Choice:
        asked_for = chosen.get(name, "")
        options = tuple((value, str(said), value == asked_for) for value, said in pairs if value)
        return Choice(NAMES[name], label, everything, options)

    def counted(dimension: Dimension) -> list[tuple[str, str]]:
        return sorted(((one.value, one.label) for one in whole.by(dimension)), key=lambda p: p[1])

    return Choices(
        lists=(
            of("region", _("Région"), _("Toutes"), choices_in(Dimension.REGION)),
            of("versant", _("Versant"), _("Tous"), choices_in(Dimension.VERSANT)),
            of("category", _("Catégorie"), _("Toutes"), choices_in(Dimension.CATEGORY)),
            of("employer_kind", _("Employeur"), _("Tous"), choices_in(Dimension.EMPLOYER_KIND)),
            of("school", _("École"), _("Toutes"), counted(Dimension.SCHOOL)),
            of("module", _("Module"), _("Tous"), counted(Dimension.MODULE)),
            of("format", _("Format"), _("Tous"), counted(Dimension.FORMAT)),
        ),
        since=chosen.get("since", ""),
        until=chosen.get("until", ""),
        known_on=asked.query.get("au", ""),
        compared=tuple(
            (name, str(label), name == asked.compared) for name, label in COMPARED.items()
        ),
        compared_since=asked.query.get("face", ""),
        # A comparison without a first day says so beside its field.
        is_open=bool(asked.compared and not asked.filters.since),
    )
