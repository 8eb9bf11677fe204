"""Send a module, read what it would create, confirm."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import person_of
from common.errors import DomainError
from common.jobs.enums import JobState
from modules.contents.permissions import can_manage_libraries
from modules.exchange.enums import ImportState
from modules.exchange.models import ModuleImport
from modules.exchange.permissions import can_create_formats
from modules.exchange.plan import differing_figures, format_here, known_modules, waiting_contents
from modules.exchange.problems import told
from modules.exchange.reading import LARGEST_ARCHIVE, MEGABYTE
from modules.exchange.services import (
    ask_for_approval,
    check_again,
    confirm_import,
    job_of,
    receive_module,
)
from modules.programmes.models import Format
from modules.web.access import workshop_only

UNDER_WAY = (ImportState.QUEUED, ImportState.APPLYING)
MOST_SHOWN = 20
NEW_FORMAT = "creer"


@require_http_methods(["GET", "HEAD", "POST"])
@workshop_only
def send(request: HttpRequest) -> HttpResponse:
    """Ask for the file of a module; POST keeps it and queues its check."""
    person = person_of(request)
    refusal: DomainError | None = None
    file = request.FILES.get("file")
    if file is not None:
        try:
            sent = receive_module(actor=person, file=file, filename=file.name or "")
        except DomainError as error:
            refusal = error
        else:
            # No message: a script follows this redirection before the person does.
            return redirect("inout:incoming", sent.pk)
    is_missing = request.method == "POST" and file is None
    pending = ModuleImport.objects.visible_to(person).filter(
        state__in=[*UNDER_WAY, ImportState.READY]
    )
    context = {
        "refusal": refusal,
        "is_missing": is_missing,
        "limit": LARGEST_ARCHIVE // MEGABYTE,
        "pending": pending.order_by("-sent_at")[:MOST_SHOWN],
    }
    status = 409 if refusal else 422 if is_missing else 200
    return render(request, "modules/exchange/send.html", context, status=status)


def _import(request: HttpRequest, import_id: UUID) -> ModuleImport:
    visible = ModuleImport.objects.visible_to(person_of(request))
    return get_object_or_404(visible.select_related("revision__edition__module"), pk=import_id)


def _progress(shown: ModuleImport) -> dict[str, Any]:
    job = job_of(shown)
    return {
        "incoming": shown,
        "is_under_way": shown.state in UNDER_WAY,
        "has_failed": bool(job and job.state == JobState.FAILED),
        "error": job.error if job and shown.state == ImportState.READY else "",
        "done": job.progress_done if job else 0,
        "total": job.progress_total if job else 0,
    }


@require_safe
@workshop_only
def incoming(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Show where an import stands: progress, errors, what it would create, what it became."""
    return _page(request, _import(request, import_id))


def _page(
    request: HttpRequest, shown: ModuleImport, refusal: DomainError | None = None
) -> HttpResponse:
    person = person_of(request)
    context = {
        **_progress(shown),
        "refusal": refusal,
        "problems": told(shown.problems),
        "crumbs": [(_("Importer un module"), reverse("inout:send"))],
        "may_decide": can_manage_libraries(person),
    }
    if shown.state == ImportState.READY:
        plan = shown.plan
        here = format_here(plan)
        figures = differing_figures(plan, here) if here else []
        context |= {
            "plan": plan,
            "warnings": told(plan["warnings"]),
            "waiting": waiting_contents(plan),
            "known_modules": known_modules(plan),
            "format_here": here,
            "figures_differ": bool(figures),
            "formats": [] if here else Format.objects.order_by("name"),
            "may_create_format": can_create_formats(person),
            "new_files": sum(not one["known"] for one in plan["files"]),
            "totals": {
                name: sum(day[name] for day in plan["days"])
                for name in ("sequences", "activities", "minutes")
            },
        }
    return render(request, "modules/exchange/import.html", context, status=409 if refusal else 200)


@require_safe
@workshop_only
def progress(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Say how far the work is; once it is over, have the page show its result."""
    shown = _import(request, import_id)
    response = render(request, "modules/exchange/import_progress.html", _progress(shown))
    if shown.state not in UNDER_WAY:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@workshop_only
def confirm(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Queue the writing: a new module (`cible` empty) or the next edition of one."""
    shown = _import(request, import_id)
    typed = request.POST.get("format", "")
    target = None
    if wanted := request.POST.get("cible", ""):
        known = {str(one.pk): one for one in known_modules(shown.plan)} if shown.plan else {}
        if wanted not in known:
            raise Http404
        target = known[wanted]
    training_format = None
    if typed.isdecimal():
        training_format = get_object_or_404(Format, pk=typed)
    try:
        confirm_import(
            actor=person_of(request), incoming=shown, target=target,
            training_format=training_format, creates_format=typed == NEW_FORMAT,
        )  # fmt: skip
    except DomainError as refusal:
        return _page(request, shown, refusal)
    return redirect("inout:incoming", shown.pk)


@require_POST
@workshop_only
def check(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Check a module again."""
    shown = _import(request, import_id)
    try:
        check_again(actor=person_of(request), incoming=shown)
    except DomainError as refusal:
        return _page(request, shown, refusal)
    return redirect("inout:incoming", shown.pk)


@require_POST
@workshop_only
def ask(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Send the packages whose libraries nobody approved to the administration."""
    shown = _import(request, import_id)
    try:
        ask_for_approval(actor=person_of(request), incoming=shown)
    except DomainError as refusal:
        return _page(request, shown, refusal)
    return redirect("inout:incoming", shown.pk)
