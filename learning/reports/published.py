"""The figures anyone may read: whole months, small cells hidden, each said with its definition."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.organisations.enums import Region
from accounts.users.enums import Versant
from frontend.tables import Column
from learning.counting.enums import Dimension
from learning.figures.queries import Figures, Step, figures_of
from learning.figures.words import definition_of, labels_of
from learning.reports.suppression import hidden_cells, is_total_hidden
from learning.targets.models import Target
from modules.programmes.enums import CountsAs

# Month by month, who came that day cannot be read from the difference between two days.
KEPT_S = 24 * 3600
YEAR, REGION, VERSANT = "annee", "region", "versant"
WHOLE = "ensemble"
MEASURES = {CountsAs.TRAINED: "formes", CountsAs.SENSITISED: "sensibilises"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A published cell; `people` is None where it is hidden."""

    value: str
    label: str
    people: int | None


@dataclass(frozen=True, slots=True)
class Published:
    """The figures of a target at the end of a month. `parts` are by measure and dimension."""

    name: str
    on: date
    goal: int
    definition: str
    totals: dict[str, int | None]
    parts: dict[tuple[str, str], tuple[Cell, ...]]


def last_month_end(today: date) -> date:
    """Return the last day of the month before."""
    return today.replace(day=1) - timedelta(days=1)


def published(now: datetime) -> Published | None:
    """Return the figures of the programme's target at the end of last month; kept a day.

    None where no target is set, or none was counted yet.
    """
    on = last_month_end(timezone.localdate(now))
    target = Target.objects.main(on)
    if target is None or target.counted_at is None:
        return None
    key = f"published:{target.pk}:{on}:{target.count}:{get_language()}"
    found: Published | None = cache.get(key)
    if found is None:
        found = _read(target, on)
        cache.set(key, found, KEPT_S)
    return found


def _read(target: Target, on: date) -> Published:
    at = timezone.make_aware(datetime.combine(on, time.max))
    totals: dict[str, int | None] = {}
    parts: dict[tuple[str, str], tuple[Cell, ...]] = {}
    for counts_as, measure in MEASURES.items():
        figures = figures_of(target, at=at, counts_as=counts_as)
        is_hidden = is_total_hidden(figures.people)
        totals[measure] = None if is_hidden else figures.people
        for dimension, cells in _cells_of(figures):
            hidden = hidden_cells([people for _value, _label, people in cells])
            parts[measure, dimension] = tuple(
                Cell(value, label, None if is_hidden or place in hidden else people)
                for place, (value, label, people) in enumerate(cells)
            )
    return Published(
        figures.terms.name, on, figures.terms.count, definition_of(target), totals, parts
    )


def _cells_of(figures: Figures) -> Iterator[tuple[str, list[tuple[str, str, int]]]]:
    """Yield each dimension with every cell it could have: an empty one says nothing either."""
    counted = {one.on.year: one.people for one in figures.points(Step.YEAR) if one.people}
    # Before the first year there was nobody, which is no secret.
    first = min(counted, default=figures.on.year)
    years = {str(year): counted.get(year, 0) for year in range(first, figures.on.year + 1)}
    yield YEAR, [(year, year, people) for year, people in sorted(years.items())]
    for name, dimension, choices in (
        (REGION, Dimension.REGION, Region.values), (VERSANT, Dimension.VERSANT, Versant.values),
    ):  # fmt: skip
        people = {part.value: part.people for part in figures.by(dimension)}
        labels = labels_of(dimension, choices)
        yield name, [(value, labels[value], people.get(value, 0)) for value in choices]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the open data."""

    on: date
    measure: str
    dimension: str
    value: str
    label: str
    people: int | None


def lines_of(figures: Published) -> Iterator[Line]:
    """Yield every published figure, one by one."""
    yield Line(figures.on, "objectif", WHOLE, "", figures.name, figures.goal)
    for measure, total in figures.totals.items():
        yield Line(figures.on, measure, WHOLE, "", _("Ensemble"), total)
        for (of, dimension), cells in figures.parts.items():
            if of == measure:
                for cell in cells:
                    yield Line(figures.on, of, dimension, cell.value, cell.label, cell.people)


# The columns of the file, and what the dictionary says of them (Table Schema).
COLUMNS: tuple[Column, ...] = (
    ("arrete_au", lambda line: line.on.isoformat()),
    ("mesure", lambda line: line.measure),
    ("dimension", lambda line: line.dimension),
    ("valeur", lambda line: line.value),
    ("libelle", lambda line: line.label),
    ("personnes", lambda line: "" if line.people is None else line.people),
    ("masque", lambda line: "true" if line.people is None else "false"),
)


def schema_of(address: str) -> dict[str, object]:
    """Return the dictionary of the file at `address`, as a Table Schema."""
    told: dict[str, tuple[str, str, dict[str, object]]] = {
        "arrete_au": ("date", _("Dernier jour compté : la fin d’un mois."), {"required": True}),
        "mesure": (
            "string",
            _("Ce qui est compté, des personnes, chacune une fois : formées, sensibilisées ; ou ce "
              "qui est visé."),
            {"required": True, "enum": [*MEASURES.values(), "objectif"]},
        ),
        "dimension": (
            "string", _("Selon quoi : tout ensemble, année, région ou versant de l’employeur."),
            {"required": True, "enum": [WHOLE, YEAR, REGION, VERSANT]},
        ),
        "valeur": (
            "string",
            _("L’année ; le code Insee de la région, 99 ailleurs ; le versant (fpe, fpt…) ; "
              "vide pour l’ensemble."), {},
        ),
        "libelle": ("string", _("La même en toutes lettres."), {"required": True}),
        "personnes": (
            "integer",
            _("Combien ; vide si c’est moins de 5, ou si le dire permettrait de calculer une autre "
              "case masquée."), {"minimum": 0},
        ),
        "masque": ("boolean", _("Vrai si le nombre est masqué."), {"required": True}),
    }  # fmt: skip
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "name": "chiffres-reenchantez-action-publique",
        "title": _("Personnes formées par le programme « Réenchantez l’action publique »"),
        "path": address,
        "licenses": [{"name": "etalab-2.0", "title": "Licence Ouverte 2.0"}],
        "missingValues": [""],
        "fields": [
            {
                "name": name, "type": kind, "description": words, "constraints": rules,
            }
            for name, (kind, words, rules) in told.items()
        ],
    }  # fmt: skip
