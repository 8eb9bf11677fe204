"""Anomalies of attendance sheets, on the pages of those who look at them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frontend.formats import hours_range
from frontend.tables import Column, as_file
from learning.cohorts.models import HalfDay
from learning.reports.anomalies import Anomaly, anomalies_of
from learning.reports.anomaly_facts import facts_of
from learning.reports.enums import AnomalyKind


def _day(one: Anomaly) -> object:
    return one.half_day.starts_at.astimezone(one.half_day.cohort.venue.zone).date()


def _hours(one: Anomaly) -> str:
    half, zone = one.half_day, one.half_day.cohort.venue.zone
    return hours_range(half.starts_at.astimezone(zone), half.ends_at.astimezone(zone))


COLUMNS: tuple[Column, ...] = (
    (_("Cohorte"), lambda one: one.half_day.cohort.title),
    (_("Jour"), _day),
    (_("Horaires"), _hours),
    (_("Nature"), lambda one: one.kind.label),
    (_("Ce qu’on voit"), lambda one: one.sentence),
    (_("Détail"), lambda one: " ; ".join(one.rows)),
    (_("Que faire"), lambda one: one.to_do),
)


def found_in(
    request: HttpRequest, half_days: "QuerySet[HalfDay]", name: str
) -> tuple[HttpResponse | None, dict[str, Any]]:
    """Return the file asked for, or what the page shows of these half-days' anomalies."""
    now = timezone.now()
    every = anomalies_of(facts_of(half_days.filter(starts_at__lte=now)), now)
    shown = request.GET.get("voir", "")
    typed = request.GET.get("q", "").strip()
    rows = [one for one in every if shown in {"", one.kind} and _answers(one, typed)]
    context = {
        "rows": rows, "total": len(every), "shown": shown, "typed": typed,
        "kinds": _counted(every),
    }  # fmt: skip
    return as_file(request, name, COLUMNS, lambda: rows), context


def _answers(one: Anomaly, typed: str) -> bool:
    text = f"{one.half_day.cohort.title} {' '.join(one.rows)}".casefold()
    return all(word in text for word in typed.casefold().split())


def _counted(every: Iterable[Anomaly]) -> Sequence[tuple[str, str, int]]:
    kinds = [one.kind for one in every]
    return [
        (kind.value, str(kind.label), kinds.count(kind)) for kind in AnomalyKind if kind in kinds
    ]
