"""The code one shows on arriving: on one's own screen, and where its address leads."""

from uuid import UUID

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import person_of
from learning.cohorts.permissions import can_run
from learning.enrolment.arrival_codes import arrival_address, enrolment_of_code
from learning.enrolment.models import Enrolment
from learning.web.learner.views import enrolment_of


@require_safe
def arrival(request: HttpRequest, arrival: str) -> HttpResponse:
    """Lead who opened the code to where it is of use: its owner, or who receives the group."""
    person = person_of(request)
    found = get_object_or_404(
        Enrolment.objects.visible_to(person).select_related("cohort"),
        pk=enrolment_of_code(arrival),
    )
    if found.person_id == person.pk:
        return redirect("learner:enrolment", found.pk)
    if not can_run(person, found.cohort):
        raise Http404
    desk = reverse("trainer:desk", args=[found.cohort.code])
    return redirect(f"{desk}?code={arrival}")


@require_safe
def my_code(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Show the person their code, large: for who left the paper at home."""
    mine = enrolment_of(request, enrolment_id)
    if not mine.is_confirmed:
        return redirect("learner:enrolment", mine.pk)
    code = segno.make(arrival_address(mine.pk), error="m", mask=3, micro=False)
    drawn = code.svg_inline(scale=8, border=4, dark="#1c1a2e", light="#ffffff", omitsize=True)
    context = {
        "enrolment": mine,
        "cohort": mine.cohort,
        # Ours alone: the drawing of an address we made.
        "qr": mark_safe(drawn),  # noqa: S308
        "crumbs": [
            (_("Mes formations"), reverse("learner:home")),
            (mine.cohort.module_title, reverse("learner:enrolment", args=[mine.pk])),
        ],
    }
    with timezone.override(mine.cohort.venue.zone):
        return render(request, "learning/learner/arrival_code.html", context)
