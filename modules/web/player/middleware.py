"""Keep contents and the site apart: no cookie under /h5p/, no page of the site on their host."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from modules.web.player.responses import not_there, preflight

PREFIX = "/h5p/"
PROBES = ("/healthz", "/readyz")
Next = Callable[[HttpRequest], HttpResponseBase]


class ContentHostMiddleware:
    """Run before anything that reads a cookie.

    Under /h5p/ there is no session: what a frame asks for is signed or public. When contents have
    a domain of their own (H5P_CONTENT_ORIGIN), it serves them and nothing else, and the site's
    own host does not serve them.
    """

    def __init__(self, get_response: Next) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or say that there is nothing of that kind on this host."""
        is_content = request.path_info.startswith(PREFIX)
        if is_content:
            request.META.pop("HTTP_COOKIE", None)
            if request.method == "OPTIONS":
                return preflight()
        if settings.H5P_CONTENT_ORIGIN and request.path_info not in PROBES:
            own_host = urlsplit(settings.H5P_CONTENT_ORIGIN).netloc
            if is_content != (request.get_host() == own_host):
                return not_there()
        response = self.get_response(request)
        if is_content:
            # Other middleware looks for a session and says so; it found none, by construction.
            response.headers.pop("Vary", None)
            response.cookies.clear()
        return response
