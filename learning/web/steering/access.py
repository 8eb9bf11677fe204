"""The wall around the board: its pages are for those who steer the programme."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.http import person_of
from learning.reports.permissions import can_steer

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
View = Callable[Concatenate[HttpRequest, P], R]


def steering_only(view: View[P, R]) -> View[P, R]:
    """Refuse (403) whoever does not steer the programme."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if not can_steer(person_of(request)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
