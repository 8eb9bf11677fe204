"""Packages whose libraries nobody approved: read what they bring, approve or refuse."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import person_of
from common.errors import DomainError
from frontend.tables import page_of
from modules.contents.enums import UploadState
from modules.contents.models import Upload
from modules.contents.services import approve_upload, refuse_upload
from modules.web.access import librarians_only


@require_safe
@librarians_only
def uploads(request: HttpRequest) -> HttpResponse:
    """List the packages that wait for a decision, the oldest first."""
    waiting = Upload.objects.visible_to(person_of(request)).waiting()
    rows = waiting.select_related("uploaded_by").order_by("uploaded_at")
    context = {
        "page": page_of(request, rows),
        "crumbs": [(_("Bibliothèques H5P"), reverse("libraries:libraries"))],
    }
    return render(request, "modules/libraries/uploads.html", context)


def _upload(request: HttpRequest, upload_id: UUID) -> Upload:
    visible = Upload.objects.visible_to(person_of(request))
    return get_object_or_404(
        visible.select_related("uploaded_by", "decided_by", "content", "replaces"), pk=upload_id
    )


@require_safe
@librarians_only
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Show what a package brings."""
    return _show(request, _upload(request, upload_id))


def _show(request: HttpRequest, shown: Upload, refusal: DomainError | None = None) -> HttpResponse:
    context = {
        "upload": shown,
        "is_waiting": shown.state == UploadState.WAITING_APPROVAL,
        "note": request.POST.get("note", ""),
        "refusal": refusal,
        "crumbs": [
            (_("Bibliothèques H5P"), reverse("libraries:libraries")),
            (_("À approuver"), reverse("libraries:uploads")),
        ],
    }
    status = 409 if refusal else 200
    return render(request, "modules/libraries/upload.html", context, status=status)


@require_POST
@librarians_only
def approve(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Trust the libraries of a package; its import goes on."""
    shown = _upload(request, upload_id)
    try:
        approve_upload(actor=person_of(request), upload=shown, note=request.POST.get("note", ""))
    except DomainError as refusal:
        return _show(request, _upload(request, upload_id), refusal)
    messages.success(request, _("Approuvé : l’import de « %s » continue.") % shown.filename)
    return redirect("studio:upload", shown.pk)


@require_POST
@librarians_only
def refuse(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Refuse a package and tell why."""
    shown = _upload(request, upload_id)
    try:
        refuse_upload(actor=person_of(request), upload=shown, note=request.POST.get("note", ""))
    except DomainError as refusal:
        return _show(request, _upload(request, upload_id), refusal)
    messages.success(request, _("« %s » est refusé.") % shown.filename)
    return redirect("libraries:uploads")
