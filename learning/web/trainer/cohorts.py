"""The cohort a page of the room is about, its half-days, and the way back to it."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import person_of
from accounts.users.enums import Role
from learning.cohorts.models import Cohort, HalfDay


def cohort_of(request: HttpRequest, code: str) -> Cohort:
    """Return a cohort the person runs; administrators may look into any room."""
    person = person_of(request)
    cohorts = Cohort.objects.visible_to(person)
    if not person.has_role(Role.ADMINISTRATOR):
        cohorts = cohorts.run_by(person)
    return get_object_or_404(
        cohorts.select_related("venue", "revision__edition__module__format").prefetch_related(
            "trainers"
        ),
        code=code,
    )


def halves_of(cohort: Cohort) -> list[HalfDay]:
    """Return the cohort's half-days in order, with their countersignatures."""
    halves = list(
        cohort.half_days.select_related("countersignature__trainer").order_by("starts_at")
    )
    for half in halves:
        half.cohort = cohort
    return halves


def half_day_of(cohort: Cohort, half_day_id: int) -> HalfDay:
    """Return one of the cohort's half-days, with its countersignature, or 404."""
    half = get_object_or_404(
        cohort.half_days.select_related("countersignature__trainer"), pk=half_day_id
    )
    half.cohort = cohort
    return half


def crumbs_of(cohort: Cohort, half_day: HalfDay | None = None) -> list[tuple[str, str]]:
    """Return the way back to the room, on a half-day where one is given."""
    room_url = (
        reverse("trainer:half_day", args=[cohort.code, half_day.pk])
        if half_day
        else reverse("trainer:room", args=[cohort.code])
    )
    return [(_("Mes cohortes"), reverse("trainer:home")), (cohort.title, room_url)]
