"""The school's desk: what needs it today, then its cohorts."""

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.organisations.models import Organisation
from frontend.tables import as_file, matching, ordered, page_of
from learning.cohorts.enums import TAKING_REQUESTS, CohortState
from learning.cohorts.models import Cohort
from learning.enrolment.models import Reservation
from learning.web.school.access import school_manager
from learning.web.school.lists import (
    COHORT_COLUMNS,
    FREE,
    ORDERS,
    SEARCHED,
    cohorts_of,
    mine,
    with_kept,
)
from learning.web.school.todo import late_leaves_of, tasks_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what needs the school today, and the cohorts it may enrol in or has people in."""
    person = school_manager(request)
    cohorts = cohorts_of(person)
    typed = request.GET.get("q", "").strip()
    shown = request.GET.get("voir", "")
    found, order = ordered(request, matching(cohorts, typed, SEARCHED), ORDERS)
    held = Reservation.objects.visible_to(person).held().values("cohort")
    found = _only(found, shown, held)
    if file := as_file(request, "cohortes", COHORT_COLUMNS, lambda: with_kept(person, list(found))):
        return file
    page = page_of(request, found)
    page.object_list = with_kept(person, list(page.object_list))
    going_on = (*TAKING_REQUESTS, CohortState.RUNNING)
    context = {
        "page": page,
        "organisations": list(Organisation.objects.managed_by(person)),
        "typed": typed,
        "shown": shown,
        "order": order,
        "free": cohorts.filter(FREE).count(),
        "coming_people": mine(person).active().filter(cohort__state__in=going_on).count(),
        "tasks": tasks_of(person),
        "late_leaves": late_leaves_of(person),
    }
    return render(request, "learning/school/home.html", context)


def _only(found: QuerySet[Cohort], shown: str, held: object) -> QuerySet[Cohort]:
    """Keep what `voir` asks for."""
    wanted = {
        "places": FREE,
        "miennes": Q(my_confirmed__gt=0) | Q(my_waiting__gt=0) | Q(my_unanswered__gt=0),
        "sans-reponse": Q(my_unanswered__gt=0),
        "attente": Q(my_waiting__gt=0),
        "gardees": Q(pk__in=held),
        "sous-minimum": Q(state__in=TAKING_REQUESTS, confirmed_count__lt=F("places_min")),
    }.get(shown)
    return found if wanted is None else found.filter(wanted)
