"""The installed libraries: which, how used, and their deletion."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import person_of
from common.errors import DomainError
from frontend.tables import as_csv, matching, ordered, page_of
from modules.contents.models import Content, Library, TrustedLibrary, Upload
from modules.contents.queries import asked_for_by, with_counts
from modules.contents.services import delete_library
from modules.web.access import librarians_only

SEARCHED = ("title", "machine_name")
ORDERS = {
    "nom": ("title", "machine_name", "major", "minor"),
    "usage": ("-used_count", "title", "machine_name", "major", "minor"),
    "recentes": ("-installed_at", "title", "machine_name", "major", "minor"),
}


@require_safe
@librarians_only
def libraries(request: HttpRequest) -> HttpResponse:
    """List the libraries; `voir` keeps the main ones, or those that nothing uses."""
    typed = request.GET.get("q", "").strip()
    shown = request.GET.get("voir", "")
    found = with_counts(matching(Library.objects.defer("semantics", "files"), typed, SEARCHED))
    needed = asked_for_by()
    if shown == "principales":
        found = found.filter(runnable=True)
    elif shown == "inutilisees":
        unused = [row.pk for row in found.filter(used_count=0) if row.name not in needed]
        found = found.filter(pk__in=unused)
    rows, order = ordered(request, found, ORDERS)
    if request.GET.get("format") == "csv":
        columns = (
            (_("Titre"), lambda row: row.title),
            (_("Nom"), lambda row: row.machine_name),
            (_("Version"), lambda row: row.version),
            (_("Principale"), lambda row: _("oui") if row.runnable else _("non")),
            (_("Contenus"), lambda row: row.used_count),
            (_("Bibliothèques qui la demandent"), lambda row: len(needed.get(row.name, ()))),
            (_("Licence"), lambda row: row.licence),
            (_("Installée le"), lambda row: row.installed_at.date()),
        )
        return as_csv("bibliotheques", columns, rows)
    page = page_of(request, rows)
    context = {
        "page": page,
        "rows": [(row, len(needed.get(row.name, ()))) for row in page.object_list],
        "typed": typed,
        "order": order,
        "shown": shown,
        "waiting_count": Upload.objects.waiting().count(),
    }
    return render(request, "modules/libraries/libraries.html", context)


@require_safe
@librarians_only
def library(request: HttpRequest, library_id: int) -> HttpResponse:
    """Show one library: its versions, what needs it, what uses it."""
    return _show(request, get_object_or_404(Library, pk=library_id))


def _show(request: HttpRequest, shown: Library, refusal: DomainError | None = None) -> HttpResponse:
    needed_by = asked_for_by().get(shown.name, [])
    used = Content.objects.visible_to(person_of(request)).filter(versions__uses__library=shown)
    names = [str(shown.name)]
    trusted = TrustedLibrary.objects.filter(name__in=names).select_related("approved_by")
    rows = {row.name: row for row in Library.objects.only("machine_name", "major", "minor")}
    context = {
        "library": shown,
        "others": Library.objects.filter(machine_name=shown.machine_name)
        .exclude(pk=shown.pk)
        .order_by("major", "minor"),
        "needed_by": [rows[name] for name in needed_by],
        "contents": used.distinct().order_by("title"),
        "trusted": trusted.order_by("-approved_at"),
        "size": sum(size for _sha256, size in shown.files.values()),
        "refusal": refusal,
        "crumbs": [(_("Bibliothèques H5P"), reverse("libraries:libraries"))],
    }
    status = 409 if refusal else 200
    return render(request, "modules/libraries/library.html", context, status=status)


@require_POST
@librarians_only
def delete(request: HttpRequest, library_id: int) -> HttpResponse:
    """Delete a library that nothing uses."""
    shown = get_object_or_404(Library, pk=library_id)
    try:
        delete_library(actor=person_of(request), library=shown)
    except DomainError as refusal:
        return _show(request, shown, refusal)
    said = _("%(name)s est supprimée.")
    messages.success(request, said % {"name": f"{shown.title} {shown.version}"})
    return redirect("libraries:libraries")
