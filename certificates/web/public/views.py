"""The public check page: whether a certificate is the real one and still holds."""

import re
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certificates.awards.lookups import is_asking_too_often
from certificates.web.public.telling import address_of, checked_awards, page, told, too_often
from certificates.web.public.verdicts import verdict_on

LONGEST_TYPED = 64


@login_not_required
@never_cache
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Show the form; a typed code goes on to its own permanent address."""
    if "code" not in request.GET:
        return page(request, "certificates/public/ask.html", {})
    # People paste the whole address too: the code is its last part.
    last = request.GET["code"].rstrip("/ ").rpartition("/")[2]
    code = re.sub(r"[^0-9A-Za-z]", "", last)[:LONGEST_TYPED].upper()
    if code:
        return redirect("verify:award", code=code)
    error = _("Tapez le code imprimé sur le document, près du carré.")
    return page(request, "certificates/public/ask.html", {"error": error})


@login_not_required
@never_cache
@require_safe
def award(request: HttpRequest, code: str) -> HttpResponse:
    """Say what a code is worth now. Unknown and malformed codes get one and the same answer."""
    if is_asking_too_often(address_of(request)):
        return too_often(request)
    found = checked_awards().for_code(code).first()
    if found is None:
        unknown: dict[str, object] = {"verdict": verdict_on(None), "typed": code[:LONGEST_TYPED]}
        return page(request, "certificates/public/unknown.html", unknown, HTTPStatus.NOT_FOUND)
    if found.code != code:
        return redirect("verify:award", code=found.code)
    return page(request, "certificates/public/award.html", told(found))
