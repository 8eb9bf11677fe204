"""Have a cohort follow another text of its module, once one has seen what that changes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import person_of
from common.errors import DomainError
from learning.cohorts.models import Cohort
from learning.cohorts.services import has_begun, move_to_revision
from learning.web.steering.access import steering_only
from modules.authoring.differences import differences
from modules.programmes.models import Revision


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def text(request: HttpRequest, code: str) -> HttpResponse:
    """Show what changes if the cohort follows the revision `vers`; POST has it follow it."""
    visible = Cohort.objects.visible_to(person_of(request)).for_lists()
    shown = get_object_or_404(visible, code=code)
    choices = list(
        Revision.objects.visible_to(person_of(request))
        .published()
        .filter(edition__module=shown.revision.edition.module)
        .exclude(pk=shown.revision_id)
        .select_related("edition__module")
        .order_by("-edition__number", "-number")
    )
    sent = request.POST if request.method == "POST" else request.GET
    asked = sent.get("vers", "")
    wanted = next((one for one in choices if str(one.pk) == asked), None)
    if wanted is None and (asked or request.method == "POST"):
        raise Http404
    refusal: DomainError | None = None
    if request.method == "POST" and wanted is not None:
        try:
            move_to_revision(actor=person_of(request), cohort=shown, revision=wanted)
        except DomainError as error:
            refusal = error
        else:
            said = _("La cohorte suit maintenant : %(text)s.")
            messages.success(request, said % {"text": wanted})
            return redirect("steering:cohort", code)
    wanted = wanted or next(iter(choices), None)
    context = {
        "cohort": shown,
        "choices": choices,
        "wanted": wanted,
        "has_begun": has_begun(shown),
        "found": differences(_tree(shown.revision), _tree(wanted)) if wanted else None,
        "refusal": refusal,
        "crumbs": [
            (_("Cohortes"), reverse("steering:cohorts")),
            (shown.title, reverse("steering:cohort", args=[code])),
        ],
    }
    return render(request, "learning/steering/text.html", context, status=409 if refusal else 200)


def _tree(revision: Revision) -> Revision:
    return Revision.objects.with_tree().select_related("edition__module").get(pk=revision.pk)
