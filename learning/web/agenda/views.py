"""The secret addresses that one's calendar program reads: made here, cut here, read by it."""

from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import person_of
from accounts.users.models import User
from learning.cohorts.models import Cohort
from learning.enrolment.feeds import make_feed, read_feed, revoke_feed
from learning.enrolment.models import CalendarFeed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: HttpRequest) -> HttpResponse:
    """Show the addresses one has; POST makes one (`acte`=creer) or cuts it.

    It is for a `cohorte`, or else for one's own days. An address is shown by the answer that makes
    it, and never again: only its digest is kept.
    """
    person = person_of(request)
    sent = request.POST if request.method == "POST" else request.GET
    code = sent.get("cohorte", "")
    cohort = _followed(person, code) if code else None
    address = ""
    if request.method == "POST":
        if sent.get("acte") != "creer":
            revoke_feed(person=person, cohort=cohort)
            return redirect(f"{reverse('agenda:mine')}?cohorte={code}" if code else "agenda:mine")
        secret = make_feed(person=person, cohort=cohort)
        address = settings.PUBLIC_BASE_URL + reverse("agenda:feed", args=[secret])
    made = {
        feed.cohort_id: feed
        for feed in CalendarFeed.objects.filter(owner=person).select_related("cohort")
    }
    others = [feed.cohort for feed in made.values() if feed.cohort and feed.cohort != cohort]
    shown = [None, *([cohort] if cohort else []), *sorted(others, key=lambda one: one.starts_on)]
    context = {
        "rows": [(one, made.get(one.pk if one else None), one == cohort) for one in shown],
        "address": address,
        "webcal": address.replace("https://", "webcal://").replace("http://", "webcal://"),
        "crumbs": [(_("Mon profil"), reverse("profile:edit"))],
    }
    return render(request, "learning/agenda/agenda.html", context)


def _followed(person: User, code: str) -> Cohort:
    return get_object_or_404(Cohort.objects.followed_by(person), code=code)


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Give the calendar behind an address to whoever holds it; 404 once it is cut."""
    body = read_feed(secret)
    if body is None:
        raise Http404
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="agenda.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{sha256(body).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
