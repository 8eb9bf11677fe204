"""What if: a scenario worked out as one types, and kept as a plan held against what happens."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.http import person_of
from common.errors import DomainError
from frontend import formats
from learning.plans.models import Plan
from learning.plans.queries import foreseeable, held_of, track_of
from learning.plans.services import drop_plan, keep_plan
from learning.plans.whatif import Scenario
from learning.targets.models import Target
from learning.web.steering.access import steering_only
from learning.web.steering.scenario import found_of
from learning.web.steering.targets import above

MOST = 100


class ScenarioForm(forms.Form):
    """What is opened each quarter; it is read from the address."""

    cohortes = forms.IntegerField(
        label=gettext_lazy("Cohortes par trimestre"), min_value=1, max_value=200
    )
    places = forms.IntegerField(
        label=gettext_lazy("Places par cohorte"), min_value=1, max_value=500
    )
    remplissage = forms.IntegerField(
        label=gettext_lazy("Remplissage, en %"), min_value=1, max_value=MOST
    )
    achevement = forms.IntegerField(
        label=gettext_lazy("Achèvement, en %"), min_value=1, max_value=MOST
    )

    def scenario(self, fresh: int) -> Scenario:
        """Return what was asked for; the form is valid."""
        told = self.cleaned_data
        return Scenario(
            cohorts=told["cohortes"], places=told["places"], fill=told["remplissage"],
            completion=told["achevement"], fresh=fresh,
        )  # fmt: skip


def as_asked(scenario: Scenario) -> dict[str, str]:
    """Return what an address says of a scenario."""
    return {
        "cohortes": str(scenario.cohorts), "places": str(scenario.places),
        "remplissage": str(scenario.fill), "achevement": str(scenario.completion),
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def plans(request: HttpRequest) -> HttpResponse:
    """Work a scenario out, from what was held until something else is asked; POST keeps it."""
    now = timezone.now()
    asked = request.POST if request.method == "POST" else request.GET
    target = _asked_target(asked, now)
    if target is None:
        return redirect("steering:target")
    held = held_of(target, now)
    said = {**as_asked(held.scenario), **{name: asked[name] for name in _NAMES if name in asked}}
    form = ScenarioForm(said)
    refusal: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            plan = keep_plan(
                actor=person_of(request), target=target, name=asked.get("nom", ""),
                scenario=form.scenario(held.scenario.fresh),
            )  # fmt: skip
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("Le scénario est gardé : il se suit par trimestre."))
            return redirect("steering:plan", plan.pk)
    is_valid = form.is_valid()
    scenario = form.scenario(held.scenario.fresh) if is_valid else None
    context = {
        "target": target,
        "targets": foreseeable().order_by("starts_on", "name"),
        "form": form,
        "held": held,
        "found": found_of(target, scenario, held, now) if scenario else None,
        "said": said,
        "refusal": refusal,
        "crumbs": above(),
    }
    status = 409 if refusal else 200 if is_valid else 422
    name = "plan_result" if request.htmx else "plans"  # type: ignore[attr-defined]
    return render(request, f"learning/steering/{name}.html", context, status=status)


_NAMES = tuple(ScenarioForm.base_fields)


def _asked_target(asked: QueryDict, now: datetime) -> Target | None:
    """Return the target asked for, else the programme's. Raises Http404 for another kind."""
    wanted = asked.get("objectif", "")
    if not wanted:
        main = Target.objects.main(timezone.localdate(now))
        return main if main and main in foreseeable() else foreseeable().first()
    found = foreseeable().filter(pk=wanted).first() if wanted.isdecimal() else None
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Hold a plan against what happened, quarter by quarter; POST drops it."""
    mine = Plan.objects.visible_to(person_of(request)).select_related("target", "made_by")
    shown = get_object_or_404(mine, pk=plan_id)
    if request.method == "POST":
        drop_plan(actor=person_of(request), plan=shown)
        messages.success(request, _("« %(name)s » n’est plus suivi.") % {"name": shown.name})
        return redirect("steering:targets")
    now = timezone.now()
    track = track_of(shown, now)
    whole = reverse("steering:target_page", args=[shown.target_id])
    context: dict[str, Any] = {
        "plan": shown,
        "track": track,
        "finding": _track_finding(track.gap, track.planned, track.actual),
        "again": f"{reverse('steering:plans')}?"
        + "&".join(
            f"{name}={value}"
            for name, value in {"objectif": shown.target_id, **as_asked(shown.scenario)}.items()
        ),
        "today": timezone.localdate(now),
        "crumbs": [*above(), (shown.target.name, whole)],
    }
    return render(request, "learning/steering/plan.html", context)


def _track_finding(gap: int, planned: int, actual: int) -> str:
    if not planned and not actual:
        return _("Le scénario commence : rien n’est encore à comparer")
    if gap == 0:
        return _("Exactement ce qui était prévu")
    n = abs(gap)
    more = ngettext("%(n)s personne de plus que prévu", "%(n)s personnes de plus que prévu", n)
    less = ngettext("%(n)s personne de moins que prévu", "%(n)s personnes de moins que prévu", n)
    return (more if gap > 0 else less) % {"n": formats.grouped(n)}
