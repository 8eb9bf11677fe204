"""Timetables kept under a name: keep this board's, begin an empty board with one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import person_of
from common.errors import DomainError
from frontend.tables import page_of
from modules.authoring.models import TimetableTemplate
from modules.authoring.timetables import apply_template, remove_template, save_template
from modules.programmes.models import Revision
from modules.web.access import workshop_only
from modules.web.board.answers import plans_in, revision_of
from modules.web.board.shown import can_write


@require_http_methods(["GET", "HEAD", "POST"])
@workshop_only
def timetables(request: HttpRequest, revision_id: int) -> HttpResponse:
    """List the timetables; POST keeps, lays or forgets one."""
    shown = revision_of(request, revision_id)
    if request.method != "POST":
        return _list(request, shown)
    try:
        return _act(request, shown)
    except DomainError as refusal:
        return _list(request, shown, refusal)


def _act(request: HttpRequest, revision: Revision) -> HttpResponse:
    person = person_of(request)
    name, _colon, number = request.POST.get("act", "").partition(":")
    if name == "keep":
        kept = save_template(actor=person, revision=revision, name=request.POST.get("name", ""))
        messages.success(request, _("Le modèle « %(name)s » est gardé.") % {"name": kept.name})
        return redirect("board:timetables", revision.pk)
    if not number.isdecimal():
        raise Http404
    template = get_object_or_404(TimetableTemplate, pk=number)
    if name == "lay":
        apply_template(actor=person, revision=revision, template=template)
        messages.success(request, _("Le modèle « %(name)s » est posé.") % {"name": template.name})
        return redirect("board:revision", revision.pk)
    if name == "forget":
        remove_template(actor=person, template=template)
        messages.success(request, _("Le modèle « %(name)s » est retiré.") % {"name": template.name})
        return redirect("board:timetables", revision.pk)
    raise Http404


def _list(
    request: HttpRequest, revision: Revision, refusal: DomainError | None = None
) -> HttpResponse:
    rows = page_of(request, TimetableTemplate.objects.select_related("created_by").order_by("name"))
    context = {
        "revision": revision,
        "page": rows,
        "rows": [(row, sum(len(day["sequences"]) for day in row.days)) for row in rows],
        "is_empty": not any(plan.sequences for plan in plans_in(revision)),
        "can_write": can_write(revision),
        "typed": request.POST.get("name", ""),
        "refusal": refusal,
    }
    status = 409 if refusal else 200
    return render(request, "modules/board/timetables.html", context, status=status)
