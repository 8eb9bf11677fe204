"""Make up for a half-day one missed: ask for a date, answer the one proposed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import person_of
from common.errors import DomainError
from learning.cohorts.models import HalfDay
from learning.enrolment.models import Enrolment
from learning.makeups.models import MakeUp
from learning.makeups.queries import dates_for_person
from learning.makeups.services import is_missed
from learning.web.learner.views import enrolment_of
from learning.web.make_ups import act_on, guests_as_seen


@require_http_methods(["GET", "HEAD", "POST"])
def make_up(request: HttpRequest, enrolment_id: UUID, half_day_id: int) -> HttpResponse:
    """Show where a half-day one missed may be made up for; POST asks, answers or calls off."""
    mine = enrolment_of(request, enrolment_id)
    missed = get_object_or_404(
        HalfDay.objects.select_related("countersignature", "cohort__revision__edition"),
        pk=half_day_id, cohort=mine.cohort_id,
    )  # fmt: skip
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            said = act_on(request, Enrolment.objects.filter(person=person_of(request)))
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, said)
            return redirect("learner:make_up", mine.pk, missed.pk)
    now = timezone.now()
    standing = MakeUp.objects.open().filter(enrolment=mine, missed=missed).with_facts()
    seen = guests_as_seen(request, standing, now)
    is_to_make_up = is_missed(mine, missed, now)
    context = {
        "enrolment": mine,
        "cohort": mine.cohort,
        "missed": missed,
        "refusal": refusal,
        "standing": seen[0] if seen else None,
        "is_missed": is_to_make_up,
        "is_past": bool(seen) and seen[0].make_up.taken.starts_at <= now,
        "dates": dates_for_person(mine, missed, now) if is_to_make_up and not seen else [],
        "crumbs": [
            (_("Mes formations"), reverse("learner:home")),
            (mine.cohort.module_title, reverse("learner:enrolment", args=[mine.pk])),
        ],
    }
    with timezone.override(mine.cohort.venue.zone):
        status = 409 if refusal else 200
        return render(request, "learning/learner/make_up.html", context, status=status)
