"""The person behind a request."""

from django.http import HttpRequest

from accounts.users.models import User


def person_of(request: HttpRequest) -> User:
    """Return who is signed in; pages ask for it only behind the sign-in wall."""
    if not isinstance(request.user, User):
        message = "This view must be behind the sign-in wall."
        raise TypeError(message)
    return request.user
