"""The programme's figures for anyone: a page, its open data, and their dictionary."""

import csv
import io

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from learning.reports.published import COLUMNS, MEASURES, Published, lines_of, published, schema_of
from learning.web.figures.charts import charts_of
from modules.programmes.enums import CountsAs

HOUR_S = 3600


def _published() -> Published:
    found = published(timezone.now())
    if found is None:
        raise Http404
    return found


@login_not_required
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """Show the figures of the end of last month, with what they count."""
    told = _published()
    trained = told.totals[MEASURES[CountsAs.TRAINED]]
    context = {
        "told": told,
        "trained": trained,
        "part": round(trained / told.goal * 100) if trained and told.goal else 0,
        "sensitised": told.totals[MEASURES[CountsAs.SENSITISED]],
        "charts": charts_of(told),
        "fields": schema_of(reverse("figures:data"))["fields"],
    }
    return render(request, "learning/figures/public.html", context)


@login_not_required
@require_safe
@cache_control(public=True, max_age=HOUR_S)
def data(_request: HttpRequest) -> HttpResponse:
    """Give every published figure as open data (RFC 4180, UTF-8)."""
    told = _published()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([name for name, _value in COLUMNS])
    for line in lines_of(told):
        writer.writerow([value(line) for _name, value in COLUMNS])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="chiffres-{told.on}.csv"'
    return response


@login_not_required
@require_safe
@cache_control(public=True, max_age=HOUR_S)
def schema(request: HttpRequest) -> HttpResponse:
    """Give the dictionary of the open data, for programs."""
    address = request.build_absolute_uri(reverse("figures:data"))
    return JsonResponse(schema_of(address), json_dumps_params={"ensure_ascii": False, "indent": 2})
