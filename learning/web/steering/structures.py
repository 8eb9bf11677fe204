"""Structures: who agrees when one of their agents asks for a place."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import person_of
from accounts.organisations.enums import ApprovalRule
from accounts.organisations.models import Organisation
from accounts.organisations.services import set_approval_rule
from common.errors import DomainError
from frontend.tables import matching, page_of
from learning.web.steering.access import steering_only
from learning.web.steering.forms import ApprovalForm
from learning.web.trail import trail_of

SEARCHED = ("name", "siret", "approver_email")


@require_safe
@steering_only
def structures(request: HttpRequest) -> HttpResponse:
    """List the structures; `accord`=1 shows those that want to agree."""
    typed = request.GET.get("q", "").strip()
    only_wary = request.GET.get("accord") == "1"
    rows = Organisation.objects.visible_to(person_of(request)).order_by("name", "pk")
    if only_wary:
        rows = rows.exclude(approval=ApprovalRule.NONE)
    context = {
        "page": page_of(request, matching(rows, typed, SEARCHED)),
        "typed": typed,
        "only_wary": only_wary,
        "crumbs": [(_("Personnes"), reverse("steering:people"))],
    }
    return render(request, "learning/steering/structures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def structure(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Say who agrees to the requests of a structure's agents."""
    visible = Organisation.objects.visible_to(person_of(request))
    shown = get_object_or_404(visible, pk=organisation_id)
    told = {"rule": shown.approval, "approver_email": shown.approver_email}
    form = ApprovalForm(request.POST or None, initial=told)
    refusal: DomainError | None = None
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid:
        rule = ApprovalRule(form.cleaned_data["rule"])
        address = form.cleaned_data["approver_email"]
        try:
            set_approval_rule(
                actor=person_of(request), organisation=shown, rule=rule, approver_email=address
            )
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("La règle vaut dès la prochaine demande."))
            return redirect("steering:structures")
    context = {
        "structure": shown,
        "form": form,
        "refusal": refusal,
        "trail": trail_of([shown]),
        "crumbs": [
            (_("Personnes"), reverse("steering:people")),
            (_("Structures"), reverse("steering:structures")),
        ],
    }
    status = 409 if refusal else 422 if form.is_bound and not is_valid else 200
    return render(request, "learning/steering/structure.html", context, status=status)
