"""Sign in as one of the demo's people in one click; served with the demo settings only."""

from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.users.models import User
from config.demo.accounts import ACCOUNTS


@login_not_required
@require_POST
def sign_in(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as the account of that key."""
    emails = {known: email for known, _label, email in ACCOUNTS}
    if key not in emails:
        raise Http404
    person = get_object_or_404(User, email=emails[key])
    logout(request)
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("home")
