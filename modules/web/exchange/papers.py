"""The papers that are drawn while one waits: running order and programme."""

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from modules.exchange.papers.programme import programme as draw_programme
from modules.exchange.papers.running_order import running_order as draw_running_order
from modules.programmes.models import Revision
from modules.web.access import workshop_only
from modules.web.exchange.exports import revision_of


@require_safe
@workshop_only
def running_order(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Give the trainers' running order."""
    revision = revision_of(request, revision_id)
    return _paper(draw_running_order(revision), revision, "deroule")


@require_safe
@workshop_only
def programme(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Give the participants' programme."""
    revision = revision_of(request, revision_id)
    return _paper(draw_programme(revision), revision, "programme")


def _paper(pdf: bytes, revision: Revision, word: str) -> HttpResponse:
    edition = revision.edition
    stem = slugify(edition.module.title)[:60] or "module"
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = (
        f'inline; filename="{stem}-edition-{edition.number}-{word}.pdf"'
    )
    return response
