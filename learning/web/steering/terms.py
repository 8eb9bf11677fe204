"""What a cohort costs and the group it aims at."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import person_of
from common.errors import DomainError
from learning.cohorts.terms import set_terms
from learning.enrolment.diversity import diversity_of
from learning.web.steering.access import steering_only
from learning.web.steering.cohorts import cohort_of
from learning.web.steering.forms import TermsForm


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def terms(request: HttpRequest, code: str) -> HttpResponse:
    """Say what a place costs, and what group is aimed at; beside it, who is there."""
    shown = cohort_of(request, code)
    form = TermsForm(request.POST or None, instance=shown)
    refusal: DomainError | None = None
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid:
        try:
            set_terms(actor=person_of(request), cohort=shown, **form.cleaned_data)
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("C’est noté."))
            return redirect("steering:cohort", code)
    context = {
        "cohort": shown,
        "form": form,
        "refusal": refusal,
        "diversity": diversity_of(shown),
        "crumbs": [
            (_("Cohortes"), reverse("steering:cohorts")),
            (shown.title, reverse("steering:cohort", args=[code])),
        ],
    }
    status = 409 if refusal else 422 if form.is_bound and not is_valid else 200
    return render(request, "learning/steering/terms.html", context, status=status)
