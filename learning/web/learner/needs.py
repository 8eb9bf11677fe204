"""What one needs to take part: told, changed or taken out by the person alone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.http import person_of
from common.errors import DomainError
from learning.enrolment.models import Enrolment
from learning.needs.enums import NeedKind
from learning.needs.models import Need
from learning.needs.permissions import can_tell
from learning.needs.services import tell_needs
from learning.web.learner.views import enrolment_of

CONSENT = "accord_besoins"
HINTS: dict[NeedKind, str | Promise] = {
    NeedKind.ACCESSIBILITY: gettext_lazy(
        "Par exemple : accès de plain-pied, interprète en langue des signes, textes agrandis."
    ),
    NeedKind.DIET: gettext_lazy("Par exemple : sans gluten, végétarien, allergie à l’arachide."),
}


def needs_in(request: HttpRequest) -> dict[NeedKind, str]:
    """Return what was typed of each need, by the fields of needs_fields.html."""
    return {kind: request.POST.get(kind.value, "") for kind in NeedKind}


def needs_form(typed: dict[NeedKind, str], *, consents: bool) -> dict[str, object]:
    """Return what needs_fields.html shows."""
    rows = [(kind.value, HINTS[kind], kind.label, typed.get(kind, "")) for kind in NeedKind]
    return {"needs": rows, "consents": consents}


@require_http_methods(["GET", "HEAD", "POST"])
def needs(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Show what one said one needs; POST changes it, an empty field takes it out."""
    mine = enrolment_of(request, enrolment_id)
    held = {NeedKind(one.kind): one.text for one in Need.objects.filter(enrolment=mine)}
    typed, consents = held, bool(held)
    refusal: DomainError | None = None
    if request.method == "POST":
        typed, consents = needs_in(request), CONSENT in request.POST
        if "retirer" in request.POST:
            typed = dict.fromkeys(NeedKind, "")
        try:
            tell_needs(actor=person_of(request), enrolment=mine, needs=typed, consents=consents)
        except DomainError as error:
            refusal = error
        else:
            said = _("Vos besoins sont notés.") if any(typed.values()) else _("C’est effacé.")
            messages.success(request, said)
            return redirect("learner:enrolment", mine.pk)
    context = {
        "enrolment": mine,
        "cohort": mine.cohort,
        "has_told": bool(held),
        "may_tell": can_tell(mine.person, mine, timezone.localdate()),
        "refusal": refusal,
        **needs_form(typed, consents=consents),
        "crumbs": _crumbs(mine),
    }
    status = 409 if refusal else 200
    return render(request, "learning/learner/needs.html", context, status=status)


def _crumbs(mine: Enrolment) -> list[tuple[str, str]]:
    return [
        (_("Mes formations"), reverse("learner:home")),
        (mine.cohort.module_title, reverse("learner:enrolment", args=[mine.pk])),
    ]
