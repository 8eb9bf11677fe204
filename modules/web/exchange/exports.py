"""Take an edition out: choose the form, follow the writing, fetch."""

from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import person_of
from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.runner import MOST_ATTEMPTS
from modules.exchange.enums import WRITE, Form
from modules.exchange.exporting import export_path, start_export
from modules.programmes.models import Revision
from modules.web.access import workshop_only


def revision_of(request: HttpRequest, revision_id: int) -> Revision:
    """Return a revision the person may see, with its module; 404 otherwise."""
    visible = Revision.objects.visible_to(person_of(request))
    return get_object_or_404(visible.select_related("edition__module"), pk=revision_id)


@require_safe
@workshop_only
def export(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Show the ways out of an edition."""
    context = {"revision": revision_of(request, revision_id)}
    return render(request, "modules/exchange/export.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workshop_only
def module_zip(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Queue the file that another site imports; GET shows where to ask for it."""
    return _start(request, revision_id, Form.MODULE)


@require_http_methods(["GET", "HEAD", "POST"])
@workshop_only
def static(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Queue the pages to read without the site; GET shows where to ask for them."""
    return _start(request, revision_id, Form.FOLDER)


@require_http_methods(["GET", "HEAD", "POST"])
@workshop_only
def booklet(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Queue the booklet; GET shows where to ask for it."""
    return _start(request, revision_id, Form.BOOKLET)


def _start(request: HttpRequest, revision_id: int, form: Form) -> HttpResponse:
    revision = revision_of(request, revision_id)
    if request.method != "POST":
        return redirect("inout:export", revision.pk)
    with_notes = request.POST.get("notes") == "1"
    queued = start_export(
        actor=person_of(request), revision=revision, form=form, with_notes=with_notes
    )
    return redirect("inout:job", queued.pk)


def _job(request: HttpRequest, job_id: UUID) -> tuple[Job, Revision]:
    """Return an export of a revision the person may see, and the revision."""
    found = get_object_or_404(Job, pk=job_id, kind=WRITE)
    return found, revision_of(request, found.payload["revision"])


def _progress(found: Job) -> dict[str, Any]:
    """Return what the progress shows: a refusal's sentence, not a bug's words."""
    form = Form(found.payload["form"])
    return {
        "job": found,
        "form": form,
        "label": form.label,
        "error": found.error if found.attempts < MOST_ATTEMPTS else "",
    }


@require_safe
@workshop_only
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Follow the writing of an edition, up to its file."""
    found, revision = _job(request, job_id)
    context = {**_progress(found), "revision": revision, "here": _("Export")}
    return render(request, "modules/exchange/job.html", context)


@require_safe
@workshop_only
def progress(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Say how far the writing is; the page asks again by itself."""
    found, _revision = _job(request, job_id)
    return render(request, "modules/exchange/job_progress.html", _progress(found))


@require_safe
@workshop_only
def file(request: HttpRequest, job_id: UUID) -> FileResponse:
    """Give what was written."""
    found, _revision = _job(request, job_id)
    if found.state != JobState.DONE or not default_storage.exists(export_path(found)):
        raise Http404
    opened = default_storage.open(export_path(found))
    return FileResponse(opened, as_attachment=True, filename=found.result["filename"])
