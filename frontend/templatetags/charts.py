"""`{% load charts %}`: a chart in a page, with its finding, its legend and its table."""

from typing import Any

from django import template

from frontend.charts.drawing import legend_of, svg_of
from frontend.charts.spec import Chart, Kind
from frontend.charts.telling import shortened, table_html, words_of

register = template.Library()


@register.inclusion_tag("components/chart.html")
def chart(spec: Chart, file: str = "", *, level: int = 2) -> dict[str, Any]:
    """Show a chart under its title, a heading of this level; `file` is its table as a CSV."""
    return {
        "chart": spec, "drawing": svg_of(spec), "legend": legend_of(spec),
        "table": table_html(shortened(spec.table)), "file": file, "heading": f"h{level}",
    }  # fmt: skip


@register.filter
def pourcent(rate: float | None) -> str:
    """Show a share from 0 to 1 as "96 %"."""
    return words_of(rate, Kind.SHARE)
