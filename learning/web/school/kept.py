"""Places a school keeps now and names later."""

from datetime import datetime, time
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.organisations.models import Organisation
from common.errors import DomainError
from learning.enrolment.models import Reservation
from learning.enrolment.reservations import release_reservation, reserve_places
from learning.web.school.access import school_manager
from learning.web.school.cohort import show_cohort, visible_cohort
from learning.web.school.forms import KeepForm


@require_POST
def reserve(request: HttpRequest, code: str) -> HttpResponse:
    """Keep places in a cohort."""
    person = school_manager(request)
    shown = visible_cohort(person, code)
    organisations = Organisation.objects.managed_by(person).order_by("name")
    keeping = KeepForm(request.POST, organisations=organisations)
    if not keeping.is_valid():
        return show_cohort(request, shown, keeping=keeping)
    try:
        kept = reserve_places(
            actor=person, cohort=shown, organisation=keeping.cleaned_data["structure"],
            places=keeping.cleaned_data["places"],
            # The whole of the last day is for naming.
            name_by=datetime.combine(
                keeping.cleaned_data["name_by"], time(23, 59), shown.venue.zone
            ),
        )  # fmt: skip
    except DomainError as refusal:
        return show_cohort(request, shown, keeping=keeping, refusal=refusal)
    said = _("Les places sont gardées. Code à donner aux agents : %(code)s")
    messages.success(request, said % {"code": kept.code})
    return redirect("school:cohort", shown.code)


@require_POST
def release(request: HttpRequest, reservation_id: UUID) -> HttpResponse:
    """Give back the places that have no name."""
    person = school_manager(request)
    mine = Reservation.objects.visible_to(person).select_related("cohort")
    kept = get_object_or_404(mine, pk=reservation_id)
    release_reservation(actor=person, reservation=kept)
    messages.success(request, _("Les places sans nom sont rendues."))
    return redirect("school:cohort", kept.cohort.code)
