"""The wall around the board: its pages are for those who steer the programme."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.http import person_of
from accounts.users.models import User
from learning.enrolment.models import Enrolment
from learning.reports.permissions import can_steer
from learning.web.enrolments.pages import Desk

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
View = Callable[Concatenate[HttpRequest, P], R]


def steering_person(request: HttpRequest) -> User:
    """Return who asks, if they steer the programme; the whole space is closed to others."""
    person = person_of(request)
    if not can_steer(person):
        raise PermissionDenied
    return person


def steering_only(view: View[P, R]) -> View[P, R]:
    """Refuse (403) whoever does not steer the programme."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
        steering_person(request)
        return view(request, *args, **kwargs)

    return guarded


DESK = Desk(
    space="steering",
    cohorts="steering:cohorts",
    enter=steering_person,
    see=Enrolment.objects.visible_to,
)
