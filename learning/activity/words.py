"""What a report says in words: what it is about, what its figures mean."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.organisations.models import Organisation
from frontend.formats import NBSP, grouped, month_and_year, plain_date
from learning.counting.enums import Dimension
from learning.figures.queries import Figures, Part, Point
from learning.figures.words import labels_of, scope_of
from learning.reports.pace import Pace
from learning.targets.enums import ScopeKind
from modules.programmes.enums import CountsAs

DAYS_PER_WEEK = 7
# Beyond this, weeks are harder to read than months.
MONTHS_FROM = 90
LEADING = 3
# In the address of a part of the figures: what each value is called.
NAMED = {
    "region": Dimension.REGION, "versant": Dimension.VERSANT, "category": Dimension.CATEGORY,
    "employer_kind": Dimension.EMPLOYER_KIND, "employer": Dimension.EMPLOYER,
    "school": Dimension.SCHOOL, "module": Dimension.MODULE, "format": Dimension.FORMAT,
}  # fmt: skip


def percent(rate: float | None) -> str:
    """Return "94,2 %", or a dash where nothing can be said."""
    return "–" if rate is None else f"{grouped(round(rate * 100, 1))}{NBSP}%"


def subject_of(figures: Figures) -> str:
    """Return what the report is about: a school, who pays, or the programme."""
    filters, target = figures.filters, figures.target
    if filters.funder:
        name = Organisation.objects.filter(pk=filters.funder).values_list("name", flat=True).first()
        return name or _("Financeur inconnu")
    if filters.school:
        return _named(Dimension.SCHOOL, str(filters.school))
    if target.scope_kind == ScopeKind.SCHOOL:
        return _named(Dimension.SCHOOL, target.scope_value)
    return _("Tout le programme")


def _named(dimension: Dimension, value: str) -> str:
    return labels_of(dimension, [value])[value]


def part_of(figures: Figures) -> list[str]:
    """Return the limits of what is counted, beyond the subject and the period, in words."""
    filters, target = figures.filters, figures.target
    said = [
        f"{dimension.label} : {_named(dimension, str(getattr(filters, name)))}"
        for name, dimension in NAMED.items()
        if name != "school" and getattr(filters, name) is not None
    ]
    if target.scope_kind not in (ScopeKind.PROGRAMME, ScopeKind.SCHOOL):
        said.append(_("personnes %(scope)s") % {"scope": scope_of(target)})
    return said


def period_of(figures: Figures) -> str:
    """Return the days counted, both included: what is to come is left out."""
    since = figures.filters.since or figures.target.starts_on
    until = min(figures.filters.until or figures.on, figures.on)
    return _("du %(first)s au %(last)s") % {
        "first": plain_date(since), "last": plain_date(max(since, until)),
    }  # fmt: skip


def people_counted(figures: Figures) -> str:
    """Return "agents formés", as many as there are."""
    if figures.counts_as == CountsAs.SENSITISED:
        return ngettext("agent sensibilisé", "agents sensibilisés", figures.people)
    return ngettext("agent formé", "agents formés", figures.people)


def finding_of(figures: Figures, pace: Pace | None, before: Figures | None) -> tuple[str, str]:
    """Return what the headline means, the words to underline last."""
    if not figures.people:
        return _("Sur cette période,"), _("personne n’est encore compté")
    if pace is not None:
        return _of_pace(pace)
    if before is not None:
        return _beside(figures.people, before.people)
    return _("Soit"), _("%(hours)s h de formation suivies") % {"hours": grouped(figures.hours)}


def _of_pace(pace: Pace) -> tuple[str, str]:
    if pace.is_reached:
        return _("Objectif"), _("atteint")
    if abs(pace.days_ahead) < DAYS_PER_WEEK:
        return _("Le programme est"), _("dans les temps")
    opening = _("En avance de") if pace.days_ahead > 0 else _("En retard de")
    return opening, _span(abs(pace.days_ahead))


def _span(days: int) -> str:
    if days < MONTHS_FROM:
        weeks = round(days / DAYS_PER_WEEK)
        return ngettext("%(n)s semaine", "%(n)s semaines", weeks) % {"n": weeks}
    return _("%(n)s mois") % {"n": round(days * 12 / 365)}


def _beside(now: int, before: int) -> tuple[str, str]:
    if not before:
        return _("Personne ne l’était sur la période précédente :"), _("c’est un début")
    gap = now - before
    if not gap:
        return _("Sur la période précédente,"), _("il y en avait autant")
    opening = _("Contre %(before)s sur la période précédente :") % {"before": grouped(before)}
    more = _("%(n)s de plus") if gap > 0 else _("%(n)s de moins")
    return opening, more % {"n": grouped(abs(gap))}


def finding_of_parts(dimension: Dimension, parts: Sequence[Part], whole: int) -> str:
    """Return what a breakdown shows: who comes first, and how much of the whole they make."""
    counted = [part for part in parts if part.people]
    if not counted or not whole:
        return _("Personne n’est encore compté")
    first = counted[0]
    name = first.label
    if dimension == Dimension.CATEGORY:
        name = _("Catégorie %(name)s") % {"name": name}
    if len(counted) == 1:
        return _("%(name)s : tout le monde") % {"name": name}
    if len(counted) <= LEADING:
        return _("%(name)s d’abord : %(part)s des personnes") % {
            "name": name, "part": percent(first.people / whole),
        }  # fmt: skip
    leading = counted[:LEADING]
    share = sum(part.people for part in leading) / whole
    names = _("%(first)s, %(second)s et %(third)s") % {
        "first": leading[0].label, "second": leading[1].label, "third": leading[2].label,
    }  # fmt: skip
    return _("%(names)s font %(part)s du total") % {"names": names, "part": percent(share)}


def finding_of_months(points: Sequence[Point]) -> str:
    """Return which month counted the most people."""
    strongest = max(points, key=lambda point: point.people, default=None)
    if strongest is None or not strongest.people:
        return _("Personne n’est encore compté")
    words = ngettext(
        "Le mois le plus fort : %(month)s, %(n)s personne",
        "Le mois le plus fort : %(month)s, %(n)s personnes", strongest.people,
    )  # fmt: skip
    return words % {"month": month_and_year(strongest.on), "n": grouped(strongest.people)}


def method_of(figures: Figures) -> list[str]:
    """Return how the figures are made, a sentence each: what nobody should have to guess."""
    said = [
        _(
            "Chaque personne est rangée d’après ce que disait son inscription le jour où elle "
            "compte : les parties d’un tableau s’additionnent jusqu’au total."
        ),
        _(
            "Les heures, l’achèvement et la présence portent sur toutes les personnes évaluées, "
            "chaque fois qu’elles sont venues ; seules les personnes comptent une fois."
        ),
        _(
            "Les chiffres viennent du registre des achèvements, tel qu’il était connu à l’heure "
            "où ce rapport est arrêté : relu plus tard, il dit la même chose. Une correction "
            "écrite depuis paraît dans le rapport suivant."
        ),
    ]
    if figures.filters.funder:
        said.append(
            _(
                "Le financeur est la structure qui paie d’après sa convention : ne comptent que "
                "les personnes qu’elle a inscrites dans les cohortes dont la convention est "
                "revenue signée."
            )
        )
    elif figures.filters.school:
        said.append(
            _(
                "Une personne que deux écoles ont inscrite compte pour celle de son premier "
                "achèvement."
            )
        )
    return said
