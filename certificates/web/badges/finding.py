"""Find the badge of a code, for pages and machines alike: same limit, same answer to strangers."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse

from certificates.awards.models import Award
from certificates.badges.keys import SigningKeyMissing
from certificates.badges.making import badge_of
from certificates.badges.models import Badge
from common.throttle import count_try

# A page asks for its picture too, and a wallet for the credential, its status and its keys.
LOOKUPS_PER_MINUTE = 180
Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def for_a_code(view: View[Rest]) -> View[Rest]:
    """Limit how often one address may ask about codes, and say so when badges cannot be signed."""

    @wraps(view)
    def limited(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        key = f"badge-lookups:{request.META.get('REMOTE_ADDR', '')}"
        if count_try(key, most=LOOKUPS_PER_MINUTE, seconds=60):
            refused = HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
            refused["Retry-After"] = "60"
            return refused
        try:
            response = view(request, *args, **kwargs)
        except SigningKeyMissing as missing:
            return HttpResponse(
                str(missing), status=HTTPStatus.SERVICE_UNAVAILABLE, content_type="text/plain"
            )
        # A person's badge is for those who hold its code, not for search engines.
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return limited


def badge_for(code: str) -> Badge:
    """Return the badge of a code, made now if need be. Unknown and malformed codes: Http404."""
    award = Award.objects.for_code(code).select_related("replaced_by").first()
    found = badge_of(award) if award else None
    if award is None or found is None:
        raise Http404
    # The award just read, with what its page needs.
    found.award = award
    return found
