"""The person behind a request, or who they say they are."""

from collections.abc import Mapping

from django.http import HttpRequest

from accounts.users.fields import clean_email
from accounts.users.models import User


def person_of(request: HttpRequest) -> User:
    """Return who is signed in; pages ask for it only behind the sign-in wall."""
    if not isinstance(request.user, User):
        message = "This view must be behind the sign-in wall."
        raise TypeError(message)
    return request.user


def typed_address(
    request: HttpRequest | None, credentials: Mapping[str, str] | None = None
) -> str | None:
    """Return the address someone tries to sign in with: failures are counted by it."""
    told = credentials or {}
    posted = request.POST.get("login", "") if request is not None else ""
    return clean_email(told.get("email") or told.get("username") or posted)
