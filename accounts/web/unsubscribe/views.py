"""Have no more digests, by the link at their foot: shown by GET, done by POST.

Mail programs post by themselves when their reader asks (RFC 8058): without a cookie, so without
the site's token. Who holds the link can do nothing else with it.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.notifications.services import UNSUBSCRIBE, unsubscribe
from common.links.services import LinkIsDead, open_link


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask, then say it is done."""
    is_done = request.method == "POST"
    refusal: LinkIsDead | None = None
    try:
        if is_done:
            unsubscribe(secret=secret)
        else:
            open_link(purpose=UNSUBSCRIBE, secret=secret)
    except LinkIsDead as error:
        refusal = error
    context = {"is_done": is_done, "refusal": refusal}
    status = 404 if refusal else 200
    return render(request, "accounts/messages/unsubscribe.html", context, status=status)
