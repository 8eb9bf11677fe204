"""Targets: what the programme aims at, as a whole and in its parts; set, changed, closed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import person_of
from common.errors import DomainError
from learning.figures.standing import as_tree, standings_of
from learning.figures.words import definition_of
from learning.plans.models import Plan
from learning.targets.models import Target
from learning.targets.services import change_target, close_target, set_target
from learning.web.steering.access import steering_only
from learning.web.steering.target_forms import ClosingForm, SaidForm, TargetForm
from learning.web.trail import trail_of


def above(*, is_inside: bool = True) -> list[tuple[str, str]]:
    """Return the pages above: the list of targets too, where one is inside of it."""
    found = [(_("Tableau de bord"), reverse("steering:board"))]
    return [*found, (_("Objectifs"), reverse("steering:targets"))] if is_inside else found


@require_safe
@steering_only
def targets(request: HttpRequest) -> HttpResponse:
    """List the targets as a tree; those that are closed come after."""
    now = timezone.now()
    visible = Target.objects.visible_to(person_of(request)).select_related("owner")
    standings = standings_of(list(visible), now)
    rows = as_tree([one for one in standings if one.target.closed_at is None])
    context = {
        "rows": rows,
        "closed": as_tree([one for one in standings if one.target.closed_at]),
        "late": [one for one in rows if one.is_late and not (one.is_over or one.is_to_come)],
        "running": sum(not (one.is_over or one.is_to_come) for one in rows),
        "plans": Plan.objects.standing().select_related("target", "made_by").order_by("-made_at"),
        "route": "steering:target_page",
        "crumbs": above(is_inside=False),
    }
    return render(request, "learning/steering/targets.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def target(request: HttpRequest) -> HttpResponse:
    """Set a target; `partie_de` names the one it will be a part of."""
    form = TargetForm(request.POST or None, initial=_initial(request))
    refusal: DomainError | None = None
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid:
        try:
            made = set_target(actor=person_of(request), new=form.target())
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("L’objectif est fixé : ses chiffres se comptent."))
            return redirect("steering:target_page", made.pk)
    context = {"form": form, "refusal": refusal, "crumbs": above()}
    status = 409 if refusal else 422 if form.is_bound and not is_valid else 200
    return render(request, "learning/steering/target.html", context, status=status)


def _initial(request: HttpRequest) -> dict[str, Any]:
    """Return what a part takes from its whole."""
    typed = request.GET.get("partie_de", "")
    whole = Target.objects.open().filter(pk=typed).first() if typed.isdecimal() else None
    if whole is None:
        return {}
    return {
        "parent": whole, "counts_as": whole.counts_as, "starts_on": whole.starts_on,
        "ends_on": whole.ends_on, "scope": f"{whole.scope_kind}:{whole.scope_value}",
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def target_page(request: HttpRequest, target_id: int) -> HttpResponse:
    """Show a target, its parts and its plans; POST changes what it says."""
    shown = _target(request, target_id)
    form = _said_form(shown, request.POST or None)
    refusal: DomainError | None = None
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid:
        try:
            change_target(actor=person_of(request), target=shown, said=form.said())
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("L’objectif dit cela dès maintenant."))
            return redirect("steering:target_page", shown.pk)
    status = 409 if refusal else 422 if form.is_bound and not is_valid else 200
    return _page(request, shown, form=form, refusal=refusal, status=status)


@require_POST
@steering_only
def close(request: HttpRequest, target_id: int) -> HttpResponse:
    """Stop steering by a target."""
    shown = _target(request, target_id)
    form = ClosingForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, closing=form, status=422)
    try:
        close_target(actor=person_of(request), target=shown, reason=form.cleaned_data["reason"])
    except DomainError as refusal:
        return _page(request, shown, closing=form, refusal=refusal, status=409)
    messages.success(request, _("« %(name)s » est clos.") % {"name": shown.name})
    return redirect("steering:targets")


def _target(request: HttpRequest, target_id: int) -> Target:
    visible = Target.objects.visible_to(person_of(request)).select_related("owner", "parent")
    return get_object_or_404(visible, pk=target_id)


def _said_form(shown: Target, data: Any = None) -> SaidForm:
    told = {
        "name": shown.name, "count": shown.count, "owner": shown.owner_id,
        "parent": shown.parent_id, "trajectory": shown.trajectory,
    }  # fmt: skip
    return SaidForm(data, initial=told, target=shown)


def _page(
    request: HttpRequest,
    shown: Target,
    *,
    form: SaidForm | None = None,
    closing: ClosingForm | None = None,
    refusal: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    parts = Target.objects.visible_to(person_of(request)).filter(parent=shown)
    standing, *others = standings_of([shown, *parts.select_related("owner")], now)
    context = {
        "one": standing,
        "whole": [standing],
        "definition": definition_of(shown),
        "parts": as_tree(others),
        "route": "steering:target_page",
        "plans": shown.plans.standing().select_related("made_by").order_by("-made_at"),
        "form": form or _said_form(shown),
        "closing": closing or ClosingForm(),
        "refusal": refusal,
        "trail": trail_of([shown]),
        "crumbs": above(),
    }
    return render(request, "learning/steering/target_page.html", context, status=status)
