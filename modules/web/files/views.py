"""Give a file."""

from typing import BinaryIO, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.http import person_of
from modules.commons.models import Asset
from modules.contents.permissions import can_use_the_workshop
from modules.web.files.addresses import ACCESS, opens
from modules.web.player.responses import give_piece

# What a page shows, or a browser's own reader; anything else is saved.
SHOWN = ("image/", "video/", "audio/", "application/pdf", "text/vtt")
KEEP = {"private": True, "max_age": 86_400, "immutable": True}
# A file opened by itself runs nothing; a sandbox would keep browsers from reading a PDF.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'"


@require_safe
def file(request: HttpRequest, asset_id: UUID, name: str) -> HttpResponseBase:  # noqa: ARG001 - the address says it to people
    """Give a file to those of the workshop, and to who holds an address signed for them."""
    person = person_of(request)
    signed = request.GET.get(ACCESS, "")
    if not can_use_the_workshop(person) and not opens(signed, asset_id, person):
        raise Http404
    asset = get_object_or_404(Asset, pk=asset_id)
    try:
        opened = cast("BinaryIO", asset.file.open())
    except FileNotFoundError as missing:
        raise Http404 from missing
    is_text = asset.mime.startswith("text/")
    response = give_piece(
        request, opened, size=asset.size, etag=asset.sha256, keep=KEEP,
        content_type=f"{asset.mime}; charset=utf-8" if is_text else asset.mime,
    )  # fmt: skip
    is_attachment = not asset.mime.startswith(SHOWN)
    response["Content-Disposition"] = (
        content_disposition_header(is_attachment, asset.name) or "inline"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    return response
