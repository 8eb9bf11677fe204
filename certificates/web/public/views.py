"""The public check page: whether a certificate is the real one and still holds."""

import re
from datetime import date
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certificates.awards.models import Award
from certificates.awards.wording import dates_in_words, grouped_code, hours_in_words
from certificates.web.public.throttle import is_asking_too_often
from certificates.web.public.verdicts import verdict_on

LONGEST_TYPED = 64


@login_not_required
@never_cache
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Show the form; a typed code goes on to its own permanent address."""
    if "code" not in request.GET:
        return _page(request, "certificates/public/ask.html", {"typed": "", "error": ""})
    # People paste the whole address too: the code is its last part.
    last = request.GET["code"].rstrip("/ ").rpartition("/")[2]
    code = re.sub(r"[^0-9A-Za-z]", "", last)[:LONGEST_TYPED].upper()
    if code:
        return redirect("verify:award", code=code)
    error = _("Tapez le code imprimé sur le document, près du carré.")
    return _page(request, "certificates/public/ask.html", {"typed": "", "error": error})


@login_not_required
@never_cache
@require_safe
def award(request: HttpRequest, code: str) -> HttpResponse:
    """Say what a code is worth now. Unknown and malformed codes get one and the same answer."""
    if is_asking_too_often(request):
        status = HTTPStatus.TOO_MANY_REQUESTS
        response = _page(request, "certificates/public/too_often.html", {}, status)
        response["Retry-After"] = "60"
        return response
    found = Award.objects.for_code(code).select_related("replaced_by").first()
    if found is None:
        unknown = {"verdict": verdict_on(None), "typed": code[:LONGEST_TYPED], "error": ""}
        return _page(request, "certificates/public/unknown.html", unknown, HTTPStatus.NOT_FOUND)
    if found.code != code:
        return redirect("verify:award", code=found.code)
    return _page(request, "certificates/public/award.html", _told(found))


def _told(found: Award) -> dict[str, object]:
    """Return what the page may tell of an award: what its paper says, less the employer."""
    facts = found.facts
    return {
        "verdict": verdict_on(found),
        "award": found,
        "facts": facts,
        "code": grouped_code(found.code),
        "issued_on": date.fromisoformat(facts["issued_on"]),
        "dates": dates_in_words(facts["starts_on"], facts["ends_on"]),
        "hours": hours_in_words(facts["minutes_attended"], facts["minutes_planned"]),
        "checked_at": timezone.now(),
        "typed": "",
        "error": "",
    }


def _page(
    request: HttpRequest,
    template: str,
    context: dict[str, object],
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    response = render(request, template, context, status=status)
    # A person's certificate is for those who hold its code, not for search engines.
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
