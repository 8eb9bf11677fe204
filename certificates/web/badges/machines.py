"""What wallets and validators read. Anyone may, from anywhere; nothing here knows who asks."""

import json
from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from accounts.organisations.enums import OrganisationKind
from accounts.organisations.models import Organisation
from certificates.badges import publishing
from certificates.badges.baking import baked_png, baked_svg
from certificates.badges.making import as_text
from certificates.badges.models import Achievement, Badge, BadgeKey
from certificates.badges.picture import png_of
from certificates.badges.status import FRESH_FOR
from certificates.web.badges.finding import badge_for, for_a_code

CREDENTIAL = "application/vc+ld+json"
TOKEN = "application/vc+jwt"  # noqa: S105 - a type of content
FOR_AN_HOUR = timedelta(hours=1)
FOR_A_DAY = timedelta(days=1)
FOR_A_MONTH = timedelta(days=30)


@login_not_required
@require_safe
@for_a_code
def credential(_request: HttpRequest, code: str) -> HttpResponse:
    """Give the credential, which holds its proof."""
    return _open(as_text(badge_for(code).credential), CREDENTIAL, FOR_AN_HOUR)


@login_not_required
@require_safe
@for_a_code
def jwt(_request: HttpRequest, code: str) -> HttpResponse:
    """Give the credential as a signed token."""
    return _open(badge_for(code).jwt, TOKEN, FOR_AN_HOUR)


@login_not_required
@require_safe
@for_a_code
def image(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the picture with the badge inside: a token, or a document with ?preuve=document."""
    badge = badge_for(code)
    inside = badge.jwt if request.GET.get("preuve") != "document" else as_text(badge.credential)
    if form == "svg":
        svg = publishing.picture_of(badge.achievement)
        return _open(baked_svg(svg, inside), "image/svg+xml", FOR_AN_HOUR)
    return _open(baked_png(_png(badge.achievement), inside), "image/png", FOR_AN_HOUR)


@login_not_required
@require_safe
def issuer(_request: HttpRequest) -> HttpResponse:
    """Say who issues, and with which keys: those of today and of before."""
    provider = Organisation.objects.filter(kind=OrganisationKind.PROVIDER).first()
    if provider is None:
        raise Http404
    profile = publishing.issuer_profile(provider, BadgeKey.objects.order_by("-made_at"))
    return _open(json.dumps(profile), "application/ld+json", FRESH_FOR)


@login_not_required
@require_safe
def jwks(_request: HttpRequest) -> HttpResponse:
    """Give all the public keys, as a set of JWK."""
    keys = publishing.key_set(BadgeKey.objects.order_by("-made_at"))
    return _open(json.dumps(keys), "application/jwk-set+json", FRESH_FOR)


@login_not_required
@require_safe
def key(_request: HttpRequest, key: str) -> HttpResponse:
    """Give one public key, in the form its signatures are verified with."""
    found = BadgeKey.objects.filter(pk=key).first()
    if found is None:
        raise Http404
    document, content_type = publishing.key_document(found)
    return _open(json.dumps(document), content_type, FOR_AN_HOUR)


@login_not_required
@require_safe
def status(request: HttpRequest, number: int) -> HttpResponse:
    """Give a status list as it is now: a token, or a document for who asks for JSON."""
    if not Badge.objects.filter(status_list=number).exists():
        raise Http404
    as_document = "json" in request.headers.get("Accept", "")
    revoked = list(Badge.objects.revoked_in(number))
    name = f"badge-status:{number}:{as_document}:{hash(tuple(revoked))}"
    content = cache.get(name)
    if content is None:
        content = publishing.signed_status_list(
            number, revoked=revoked, at=timezone.now(), as_document=as_document
        )
        cache.set(name, content, timeout=int(FRESH_FOR.total_seconds()))
    response = _open(content, CREDENTIAL if as_document else TOKEN, FRESH_FOR)
    patch_vary_headers(response, ["Accept"])
    return response


@login_not_required
@require_safe
def achievement(_request: HttpRequest, digest: str) -> HttpResponse:
    """Describe what a badge says one has achieved."""
    found = _achievement(digest)
    return _open(as_text(publishing.described(found)), "application/ld+json", FOR_A_MONTH)


@login_not_required
@require_safe
def achievement_image(_request: HttpRequest, digest: str) -> HttpResponse:
    """Give the picture of an achievement, with nobody's badge inside."""
    return _open(_png(_achievement(digest)), "image/png", FOR_A_MONTH)


def _png(achievement: Achievement) -> bytes:
    """Return the picture of an achievement, drawn once a day: it takes eight badges' time."""
    name = f"badge-picture:{achievement.pk}"
    kept: bytes | None = cache.get(name)
    if kept is None:
        kept = png_of(publishing.picture_of(achievement))
        cache.set(name, kept, timeout=int(FOR_A_DAY.total_seconds()))
    return kept


def _achievement(digest: str) -> Achievement:
    found = Achievement.objects.filter(pk=digest).first()
    if found is None:
        raise Http404
    return found


def _open(content: Any, content_type: str, age: timedelta) -> HttpResponse:
    """Return an answer that any page may read and any cache may keep for a while."""
    response = HttpResponse(content, content_type=content_type)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(response, public=True, max_age=int(age.total_seconds()))
    return response
