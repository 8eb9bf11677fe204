"""What changed between two revisions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import person_of
from modules.authoring.differences import differences
from modules.programmes.models import Revision
from modules.web.access import workshop_only


def _tree(request: HttpRequest, revision_id: int) -> Revision:
    visible = Revision.objects.visible_to(person_of(request)).select_related("edition__module")
    return get_object_or_404(visible.with_tree(), pk=revision_id)


def _other(request: HttpRequest, shown: Revision) -> Revision | None:
    """Return the revision to compare with: `avec`, else what it was copied from, else the last."""
    asked = request.GET.get("avec", "")
    if asked and not asked.isdecimal():
        raise Http404
    if asked:
        return _tree(request, int(asked))
    if shown.copied_from_id:
        return _tree(request, shown.copied_from_id)
    before = Revision.objects.filter(edition__module=shown.edition.module).exclude(pk=shown.pk)
    last = before.order_by("-edition__number", "-number").first()
    return _tree(request, last.pk) if last else None


@require_safe
@workshop_only
def compare(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Show what changed from the revision `avec` to this one."""
    shown = _tree(request, revision_id)
    other = _other(request, shown)
    module = shown.edition.module
    choices = Revision.objects.filter(edition__module=module).exclude(pk=shown.pk)
    context = {
        "revision": shown,
        "other": other,
        "module": module,
        "found": differences(other, shown) if other else None,
        "choices": choices.select_related("edition__module").order_by(
            "-edition__number", "-number"
        ),
        "crumbs": [
            (_("Modules"), reverse("workshop:modules")),
            (module.title, reverse("workshop:module", args=[module.slug])),
        ],
    }
    return render(request, "modules/workshop/differences.html", context)
