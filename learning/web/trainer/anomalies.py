"""What is odd about the sheets of a cohort."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learning.cohorts.models import HalfDay
from learning.web.anomalies import found_in
from learning.web.trainer.cohorts import cohort_of, crumbs_of


@require_safe
def anomalies(request: HttpRequest, code: str) -> HttpResponse:
    """List what somebody should look at in the sheets of a cohort."""
    cohort = cohort_of(request, code)
    half_days = HalfDay.objects.filter(cohort=cohort)
    file, context = found_in(request, half_days, f"{code}-anomalies")
    if file:
        return file
    context |= {
        "page": None,
        "cohort": cohort,
        "crumbs": [
            *crumbs_of(cohort),
            (_("Le groupe"), reverse("trainer:group", args=[code])),
        ],
    }
    return render(request, "learning/anomalies.html", context)
