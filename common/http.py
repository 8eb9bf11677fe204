"""What every request goes through."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from common.audit.services import acting_from

Next = Callable[[HttpRequest], HttpResponse]


class ChosenLanguageMiddleware:
    """French, unless the person chose another language (cookie). The browser's is not asked.

    Links, mails and papers are in French: a page changes only for who asked for it.
    """

    def __init__(self, get_response: Next) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class AuditAddressMiddleware:
    """Remember, for the audit trail, where a request comes from."""

    def __init__(self, get_response: Next) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, every act being noted with the address."""
        with acting_from(request.META.get("REMOTE_ADDR")):
            return self.get_response(request)
