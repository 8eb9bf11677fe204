"""What is odd about the sheets of all cohorts, over the season."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frontend.tables import PAGE_SIZE
from learning.cohorts.models import HalfDay
from learning.web.anomalies import found_in
from learning.web.steering.access import steering_only

# Beyond a season, what was to be looked at was.
LOOKED_AT = timedelta(days=90)


@require_safe
@steering_only
def anomalies(request: HttpRequest) -> HttpResponse:
    """List what somebody should look at, latest half-days first."""
    half_days = HalfDay.objects.filter(starts_at__gt=timezone.now() - LOOKED_AT)
    file, context = found_in(request, half_days, "anomalies")
    if file:
        return file
    page = Paginator(context["rows"], PAGE_SIZE).get_page(request.GET.get("page"))
    context |= {
        "page": page,
        "rows": page.object_list,
        "cohort": None,
        "crumbs": [(_("Cohortes"), reverse("steering:cohorts"))],
    }
    return render(request, "learning/anomalies.html", context)
