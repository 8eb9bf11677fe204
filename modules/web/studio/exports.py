"""Write a content back as a package: start, follow, fetch."""

from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import person_of
from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.runner import MOST_ATTEMPTS
from modules.contents.enums import EXPORT
from modules.contents.exporting import export_path, start_export
from modules.contents.models import Content
from modules.contents.queries import current_versions
from modules.web.access import workshop_only
from modules.web.studio.views import content_of


@require_POST
@workshop_only
def start(request: HttpRequest, content_id: UUID) -> HttpResponse:
    """Queue the export of a content's version: the current one, or that of `version`."""
    shown = content_of(request, content_id)
    number = request.POST.get("version", "")
    if number and not number.isdecimal():
        raise Http404
    versions = shown.versions.filter(number=number) if number else current_versions()
    version = get_object_or_404(versions.select_related("library"), content=shown)
    job = start_export(actor=person_of(request), version=version)
    return redirect("studio:export", job.pk)


def _job(request: HttpRequest, job_id: UUID) -> tuple[Job, Content]:
    """Return an export of a content the person may see, and the content."""
    job = get_object_or_404(Job, pk=job_id, kind=EXPORT)
    visible = Content.objects.visible_to(person_of(request))
    return job, get_object_or_404(visible, versions=job.payload["version"])


def _progress(job: Job) -> dict[str, Any]:
    """Return what the progress of an export shows: a refusal's sentence, not a bug's words."""
    is_refusal = job.attempts < MOST_ATTEMPTS
    return {"job": job, "error": job.error if is_refusal else ""}


@require_safe
@workshop_only
def export(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Follow an export, up to its file."""
    job, content = _job(request, job_id)
    context = {
        **_progress(job),
        "content": content,
        "crumbs": [
            (_("Contenus"), reverse("studio:contents")),
            (content.title, reverse("studio:content", args=[content.pk])),
        ],
    }
    return render(request, "modules/studio/export.html", context)


@require_safe
@workshop_only
def progress(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Say how far an export is; the page asks again by itself."""
    job, _content = _job(request, job_id)
    return render(request, "modules/studio/export_progress.html", _progress(job))


@require_safe
@workshop_only
def package(request: HttpRequest, job_id: UUID) -> FileResponse:
    """Give the exported package."""
    job, _content = _job(request, job_id)
    if job.state != JobState.DONE or not default_storage.exists(export_path(job)):
        raise Http404
    file = default_storage.open(export_path(job))
    return FileResponse(file, as_attachment=True, filename=job.result["filename"])
