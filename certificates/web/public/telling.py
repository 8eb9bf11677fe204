"""What the check page may tell of an award: what its paper says, less the employer."""

from datetime import date
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from certificates.awards.models import Award, AwardQuerySet
from certificates.awards.wording import dates_in_words, grouped_code, hours_in_words
from certificates.holders.models import HolderChoice, as_shown
from certificates.web.public.verdicts import verdict_on


def checked_awards() -> AwardQuerySet:
    """Return the awards with what the page says of them."""
    return Award.objects.select_related("replaced_by", "revoked_by", "recipient", "badge")


def told(found: Award) -> dict[str, object]:
    """Return what the page may tell of an award; its holder's name as its holder chose."""
    facts = found.facts
    return {
        "verdict": verdict_on(found),
        "award": found,
        "facts": facts,
        "holder": as_shown(facts["beneficiary"], HolderChoice.objects.of(found.recipient)),
        "code": grouped_code(found.code),
        "issued_on": date.fromisoformat(facts["issued_on"]),
        "dates": dates_in_words(facts["starts_on"], facts["ends_on"]),
        "hours": hours_in_words(facts["minutes_attended"], facts["minutes_planned"]),
        # Absent from what was issued first.
        "programme": facts.get("module", ""),
        "has_badge": hasattr(found, "badge"),
        "checked_at": timezone.now(),
    }


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, object],
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Return a page that no search engine keeps, with its forms empty unless `context` says.

    `is_refused` says that the award is shown beside a file that is not it.
    """
    plain = {"typed": "", "error": "", "file_error": "", "is_refused": False}
    response = render(request, template, plain | context, status=status)
    # A person's certificate is for those who hold its code, not for search engines.
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def too_often(request: HttpRequest) -> HttpResponse:
    """Refuse whoever asks too much, and say for how long."""
    response = page(request, "certificates/public/too_often.html", {}, HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = "60"
    return response


def address_of(request: HttpRequest) -> str:
    """Return the network address that asks."""
    return str(request.META.get("REMOTE_ADDR", ""))
