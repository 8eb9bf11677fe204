"""What a cohort's people need, for those who prepare it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import person_of
from learning.needs.models import KEPT_AFTER, Need
from learning.web.trainer.cohorts import cohort_of


@require_safe
def needs(request: HttpRequest, code: str) -> HttpResponse:
    """List what the people of a cohort need, each in their words."""
    cohort = cohort_of(request, code)
    told = Need.objects.visible_to(person_of(request)).to_prepare().filter(enrolment__cohort=cohort)
    rows = told.select_related("enrolment__person").order_by(
        "kind", "enrolment__person__last_name", "enrolment__person__first_name", "pk"
    )
    context = {
        "cohort": cohort,
        "rows": list(rows),
        "deleted_on": cohort.ends_on + KEPT_AFTER,
        "crumbs": [
            (_("Mes cohortes"), reverse("trainer:home")),
            (cohort.title, reverse("trainer:room", args=[code])),
        ],
    }
    return render(request, "learning/trainer/needs.html", context)
