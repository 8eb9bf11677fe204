"""Send a package, follow its check, read what is wrong with it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import person_of
from common.errors import DomainError
from common.jobs.enums import JobState
from modules.contents.enums import UploadState
from modules.contents.limits import site_limits
from modules.contents.models import Content, Upload
from modules.contents.permissions import can_manage_libraries
from modules.contents.queries import job_of
from modules.contents.services import MEGABYTE, upload_package
from modules.contents.wording import told
from modules.web.access import workshop_only
from modules.web.studio.views import content_of

UNDER_WAY = (UploadState.QUEUED, UploadState.CHECKING)


@require_http_methods(["GET", "HEAD", "POST"])
@workshop_only
def send(request: HttpRequest) -> HttpResponse:
    """Ask for a package; POST keeps it and queues its check."""
    return _send(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@workshop_only
def replace(request: HttpRequest, content_id: UUID) -> HttpResponse:
    """Ask for the package of a content's next version."""
    return _send(request, content_of(request, content_id))


def _send(request: HttpRequest, replaces: Content | None) -> HttpResponse:
    refusal: DomainError | None = None
    file = request.FILES.get("file")
    if file is not None:
        try:
            sent = upload_package(
                actor=person_of(request), file=file, filename=file.name or "", replaces=replaces
            )
        except DomainError as error:
            refusal = error
        else:
            # No message: a script follows this redirection before the person does.
            return redirect("studio:upload", sent.pk)
    is_missing = request.method == "POST" and file is None
    crumbs = [(_("Contenus"), reverse("studio:contents"))]
    if replaces:
        crumbs.append((replaces.title, reverse("studio:content", args=[replaces.pk])))
    context = {
        "replaces": replaces,
        "refusal": refusal,
        "is_missing": is_missing,
        "limit": site_limits().max_total // MEGABYTE,
        "crumbs": crumbs,
    }
    status = 409 if refusal else 422 if is_missing else 200
    return render(request, "modules/studio/send.html", context, status=status)


def _upload(request: HttpRequest, upload_id: UUID) -> Upload:
    visible = Upload.objects.visible_to(person_of(request))
    return get_object_or_404(
        visible.select_related("content", "replaces", "uploaded_by", "decided_by"), pk=upload_id
    )


def _progress(shown: Upload) -> dict[str, Any]:
    """Return what the progress of a check shows; a command's upload has no job."""
    job = job_of(shown)
    return {
        "upload": shown,
        "has_failed": bool(job and job.state == JobState.FAILED),
        "done": job.progress_done if job else 0,
        "total": job.progress_total if job else 0,
    }


@require_safe
@workshop_only
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Show where an upload stands: its progress, its errors, or the content it became."""
    shown = _upload(request, upload_id)
    if shown.state == UploadState.IMPORTED and shown.content_id:
        return redirect("studio:content", shown.content_id)
    context = {
        **_progress(shown),
        "is_under_way": shown.state in UNDER_WAY,
        "errors": told(shown.report.get("errors", [])),
        "may_decide": can_manage_libraries(person_of(request)),
        "crumbs": [(_("Contenus"), reverse("studio:contents"))],
    }
    return render(request, "modules/studio/upload.html", context)


@require_safe
@workshop_only
def progress(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Say how far the check is; once it is over, have the page show its result."""
    shown = _upload(request, upload_id)
    response = render(request, "modules/studio/upload_progress.html", _progress(shown))
    if shown.state not in UNDER_WAY:
        response["HX-Refresh"] = "true"
    return response
