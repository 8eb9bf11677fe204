"""What anyone may fetch: shared modules, and the description of their format."""

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from modules.exchange.enums import Form
from modules.exchange.exporting import export_name, shared_module, shared_revision
from modules.exchange.schema import schema_text


@login_not_required
@require_safe
def download(_request: HttpRequest, slug: str) -> FileResponse:
    """Give the latest published edition of a shared module."""
    revision = shared_revision(slug)
    if revision is None:
        raise Http404
    opened = default_storage.open(shared_module(revision))
    return FileResponse(opened, as_attachment=True, filename=export_name(revision, Form.MODULE))


@login_not_required
@require_safe
def schema(_request: HttpRequest) -> HttpResponse:
    """Give the JSON Schema of module.json."""
    response = HttpResponse(schema_text(), content_type="application/schema+json")
    response["Access-Control-Allow-Origin"] = "*"
    return response
