"""What the administration decides of places: the rules, and what is done by hand with a reason."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import person_of
from common.errors import DomainError
from learning.enrolment.by_hand import give_place, put_first
from learning.enrolment.models import Enrolment
from learning.enrolment.rules import PlaceRules, set_place_rules
from learning.enrolment.words import order_in_words
from learning.web.steering.access import steering_only
from learning.web.steering.cohorts import cohort_of, show_cohort
from learning.web.steering.forms import RulesForm


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def rules(request: HttpRequest, code: str) -> HttpResponse:
    """Say how many places there are, for whom first, and how long one has to answer."""
    shown = cohort_of(request, code)
    refusal: DomainError | None = None
    # Hours are those of the place, as everyone reads them.
    with timezone.override(shown.venue.zone):
        form = RulesForm(request.POST or None, instance=shown)
        is_valid = request.method == "POST" and form.is_valid()
        if is_valid:
            asked = PlaceRules(**{name: form.cleaned_data[name] for name in form.fields})
            try:
                set_place_rules(actor=person_of(request), cohort=shown, rules=asked)
            except DomainError as error:
                refusal = error
            else:
                messages.success(
                    request, _("Les règles sont changées, et la liste d’attente servie.")
                )
                return redirect("steering:cohort", code)
        context = {
            "cohort": shown,
            "form": form,
            "refusal": refusal,
            "order": order_in_words(cohort_of(request, code)),
            "crumbs": [
                (_("Cohortes"), reverse("steering:cohorts")),
                (shown.title, reverse("steering:cohort", args=[code])),
            ],
        }
        status = 409 if refusal else 422 if form.is_bound and not is_valid else 200
        return render(request, "learning/steering/rules.html", context, status=status)


@require_POST
@steering_only
def by_hand(request: HttpRequest, code: str, enrolment_id: UUID) -> HttpResponse:
    """Put someone first (`acte`=avant) or give them a place (`acte`=place), for a `raison`."""
    shown = cohort_of(request, code)
    moved = get_object_or_404(
        Enrolment.objects.select_related("person"), cohort=shown, pk=enrolment_id
    )
    acts = {"avant": put_first, "place": give_place}
    act = acts.get(request.POST.get("acte", ""))
    if act is None:
        raise Http404
    reason = request.POST.get("raison", "")
    try:
        done = act(actor=person_of(request), enrolment=moved, reason=reason)
    except DomainError as refusal:
        return show_cohort(request, shown, refusal, reason)
    said = _("%(name)s : %(state)s.")
    told = {"name": moved.person.display_name, "state": done.get_state_display().lower()}
    messages.success(request, said % told)
    return redirect("steering:cohort", code)
