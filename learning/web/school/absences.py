"""The school's people who were not there, and what may be done of it."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import DomainError
from frontend.tables import PAGE_SIZE, as_file
from learning.attendance.missing import absences_of, begun
from learning.cohorts.models import HalfDay
from learning.web.absence_columns import ABSENCE_COLUMNS
from learning.web.make_ups import act_on, rows_of
from learning.web.school.access import school_manager
from learning.web.school.lists import mine

# A make-up is for the season: what was missed before is in each person's history.
LOOKED_AT = timedelta(days=60)


@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    """List the absences of the school's people, latest first; POST asks for a make-up."""
    person = school_manager(request)
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            said = act_on(request, mine(person))
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, said)
            return redirect("school:absences")
    now = timezone.now()
    people = mine(person).confirmed()
    halves = (
        HalfDay.objects.filter(begun(now), cohort__in=people.values("cohort"))
        .filter(starts_at__gt=now - LOOKED_AT)
        .select_related("cohort__venue", "cohort__revision__edition", "countersignature")
    )
    found = absences_of(people, halves)
    if request.GET.get("voir") == "aujourdhui":
        found = [one for one in found if now - one.half_day.starts_at < timedelta(days=1)]
    if file := as_file(request, "absences", ABSENCE_COLUMNS, lambda: rows_of(found, now)):
        return file
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "refusal": refusal,
        "page": page,
        "rows": rows_of(page.object_list, now),
        "shown": request.GET.get("voir", ""),
        "crumbs": [(_("Cohortes"), reverse("school:home"))],
    }
    return render(request, "learning/school/absences.html", context, status=409 if refusal else 200)
