"""How full the coming cohorts are, against the group they need."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend import formats
from frontend.charts.spec import Bar, BarChart, Column, Kind, Row, Table, Tone
from learning.cohorts.models import Cohort

# Each bar is on the scale of its own group, and goes a little beyond: the frame is seen whole.
ROOM = 1.12
KEY = "cohortes"
# What the chart says of a cohort.
SAID = (
    "code", "title", "starts_on", "decision_on", "places_min", "places_max",
    "confirmed_count", "held_count", "waiting_count",
)  # fmt: skip


def fill_chart(
    cohorts: Sequence[Cohort], *, url_of: Callable[[Cohort], str] = lambda _one: ""
) -> BarChart:
    """Return how full these cohorts are; they come `with_counts()`."""
    fitting = sum(one.confirmed_count >= one.places_min for one in cohorts)
    title = _("Aucune cohorte à venir : l’objectif n’avancera plus")
    if cohorts:
        title = ngettext(
            "%(n)s des %(total)s prochaines cohortes a son minimum",
            "%(n)s des %(total)s prochaines cohortes ont leur minimum", fitting,
        ) % {"n": fitting, "total": len(cohorts)}  # fmt: skip
    urls = [url_of(one) for one in cohorts]
    are_held = any(one.held_count for one in cohorts)
    return BarChart(
        key=KEY, title=title, method="",
        highest=ROOM,
        band=_("du minimum au nombre de places") if cohorts else "",
        pending=_("places proposées ou gardées, sans réponse") if are_held else "",
        bars=tuple(
            Bar(
                label=one.title, value=one.confirmed_count / _most(one), url=url,
                said=f"{one.confirmed_count} / {one.places_max}", note=_state_of(one),
                tone=_tone_of(one), band=(one.places_min / _most(one), 1),
                pending=one.held_count / _most(one),
            )
            for one, url in zip(cohorts, urls, strict=True)
        ),
        table=Table(
            caption=_("Remplissage des prochaines cohortes"),
            columns=(
                Column(_("Cohorte"), Kind.TEXT), Column(_("Début"), Kind.DAY),
                Column(_("Décision"), Kind.DAY), Column(_("Confirmés")), Column(_("Sans réponse")),
                Column(_("En attente")), Column(_("Minimum")), Column(_("Places")),
            ),
            rows=tuple(
                Row(
                    (one.title, one.starts_on, one.decision_on, one.confirmed_count, one.held_count,
                     one.waiting_count, one.places_min, one.places_max),
                    url,
                )
                for one, url in zip(cohorts, urls, strict=True)
            ),
        ),
    )  # fmt: skip


def _most(cohort: Cohort) -> int:
    return max(cohort.places_max, 1)


def _tone_of(cohort: Cohort) -> Tone:
    missing = cohort.places_min - cohort.confirmed_count
    if missing <= 0:
        return Tone.GOOD
    return Tone.WAIT if missing <= cohort.held_count else Tone.LOW


def _state_of(cohort: Cohort) -> str:
    missing = cohort.places_min - cohort.confirmed_count
    said = [formats.short_day(cohort.starts_on)]
    if missing > 0:
        said.append(_("manque %(n)s") % {"n": missing})
        if cohort.held_count:
            said.append(
                ngettext("%(n)s réponse attendue", "%(n)s réponses attendues", cohort.held_count)
                % {"n": cohort.held_count}
            )
        if cohort.decision_on:
            said.append(_("décision le %(day)s") % {"day": formats.plain_date(cohort.decision_on)})
    else:
        is_full = cohort.confirmed_count >= cohort.places_max
        said.append(_("complète") if is_full else _("dans la fourchette"))
        if cohort.waiting_count:
            said.append(_("%(n)s en attente") % {"n": cohort.waiting_count})
    return ", ".join(said)
