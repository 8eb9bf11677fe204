"""The walls around the workshop and the libraries: who is not let in gets a 403."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.http import person_of
from accounts.users.models import User
from modules.contents.permissions import can_manage_libraries, can_use_the_workshop

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
View = Callable[Concatenate[HttpRequest, P], R]


def _only(allowed: Callable[[User], bool]) -> Callable[[View[P, R]], View[P, R]]:
    def decorate(view: View[P, R]) -> View[P, R]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if not allowed(person_of(request)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def workshop_only(view: View[P, R]) -> View[P, R]:
    """Refuse (403) whoever neither teaches nor steers."""
    return _only(can_use_the_workshop)(view)


def librarians_only(view: View[P, R]) -> View[P, R]:
    """Refuse (403) whoever does not decide which libraries run here."""
    return _only(can_manage_libraries)(view)
