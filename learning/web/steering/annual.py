"""The yearly return to the administration (« bilan pédagogique et financier »)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import person_of
from common.errors import DomainError
from frontend.formats import duration, grouped
from frontend.tables import XLSX
from learning.annual.boxes import boxes
from learning.annual.enums import Objective
from learning.annual.filled import CONVENTIONS, OBJECTIVES, PRIVATE, PUBLIC, TRAINERS, Return
from learning.annual.known import (
    cohorts_behind,
    income_line,
    leading_to,
    of_public_agents,
    signed_conventions,
    trainers_behind,
    verdicts_of_year,
    years_known,
)
from learning.annual.models import Declaration
from learning.annual.pdf import printed
from learning.annual.services import declare_module, enter_values
from learning.annual.workbook import workbook_of
from learning.conventions.pdf import euros
from learning.web.steering.access import steering_only
from modules.programmes.models import Module

# Usual ones for public service; any other code of three digits may be typed.
SPECIALITIES = (
    ("128", gettext_lazy("Droit, sciences politiques")),
    ("310", gettext_lazy("Échanges et gestion, spécialités plurivalentes")),
    ("315", gettext_lazy("Ressources humaines, gestion de l’emploi")),
    ("333", gettext_lazy("Enseignement, formation")),
    ("341", gettext_lazy("Aménagement du territoire, développement, urbanisme")),
    ("413", gettext_lazy("Capacités comportementales et relationnelles")),
    ("414", gettext_lazy("Capacités individuelles d’organisation")),
)


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def annual(request: HttpRequest) -> HttpResponse:
    """Show the return of a year (`annee`), or give it as pdf or xlsx; POST fills its boxes."""
    years = years_known()
    year = _year(request.GET.get("annee", ""), years)
    refusal: DomainError | None = None
    typed: dict[str, str] = {}
    if request.method == "POST":
        typed = {key: request.POST[key] for key in request.POST if key in boxes()}
        try:
            changed = enter_values(actor=person_of(request), year=year, values=typed)
        except DomainError as error:
            refusal = error
        else:
            said = ngettext("%(n)s case a changé.", "%(n)s cases ont changé.", changed)
            messages.success(request, said % {"n": changed})
            return redirect(f"{reverse('steering:annual')}?annee={year}")
    shown = Return(year, typed=typed if refusal else {})
    file = _file(request, shown)
    if file is not None:
        return file
    context = {
        "shown": shown,
        "year": year,
        "years": years,
        "is_over": year < timezone.localdate().year,
        "refusal": refusal,
        "crumbs": [(_("Rapports"), reverse("steering:reports"))],
    }
    return render(request, "learning/steering/annual.html", context, status=409 if refusal else 200)


def _year(typed: str, years: list[int]) -> int:
    """Return the year asked for, of those there are; by default the last one that is over."""
    usual = years[1] if years[1:] else years[0]
    return next((year for year in years if str(year) == typed), usual)


def _file(request: HttpRequest, shown: Return) -> HttpResponse | None:
    kind = request.GET.get("format", "")
    if kind == "pdf":
        content, media = printed(shown), "application/pdf"
    elif kind == "xlsx":
        content, media = workbook_of(shown), XLSX
    else:
        return None
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="bilan-{shown.year}.{kind}"'
    return response


@require_safe
@steering_only
def behind(request: HttpRequest, year: int, of: str) -> HttpResponse:
    """List what a figure of a year's return is made of."""
    if year not in years_known() or of not in _titles():
        raise Http404
    heads, rows = _list_of(year, of)
    context = {
        "heads": heads,
        "rows": rows,
        "title": _titles()[of],
        "year": year,
        "crumbs": [
            (_("Rapports"), reverse("steering:reports")),
            (
                _("Bilan %(year)s") % {"year": year},
                f"{reverse('steering:annual')}?annee={year}",
            ),
        ],
    }
    return render(request, "learning/steering/annual_source.html", context)


def _titles() -> dict[str, str]:
    return {
        PUBLIC: _("Les agents publics venus en formation"),
        PRIVATE: _("Les salariés d’employeurs privés venus en formation"),
        TRAINERS: _("Qui a formé, et combien d’heures"),
        **dict.fromkeys(CONVENTIONS, _("Les conventions signées")),
        **{of: str(one.label) for of, one in OBJECTIVES.items()},
    }


# The columns' titles; then for each row its words, where it leads, and its other cells.
Listed = tuple[list[str], list[tuple[str, str, list[str]]]]


def _list_of(year: int, of: str) -> Listed:
    if of == TRAINERS:
        people = [
            (one.display_name, reverse("steering:person", args=[one.pk]), [duration(minutes)])
            for one, minutes in trainers_behind(year)
        ]
        return [_("Personne"), _("Heures données")], people
    if of in CONVENTIONS:
        return _conventions(year, CONVENTIONS[of])
    verdicts = verdicts_of_year(year)
    if of in OBJECTIVES:
        verdicts = leading_to(verdicts, OBJECTIVES[of])
    if of in (PUBLIC, PRIVATE):
        verdicts = of_public_agents(verdicts, is_public=of == PUBLIC)
    cohorts: list[tuple[str, str, list[str]]] = [
        (
            f"{cohort.title}, {cohort.venue.city}",
            reverse("steering:cohort", args=[cohort.code]),
            [grouped(amount.people), duration(amount.minutes)],
        )
        for cohort, amount in cohorts_behind(verdicts)
    ]
    return [_("Cohorte"), _("Stagiaires"), _("Heures-stagiaires")], cohorts


def _conventions(year: int, line: str) -> Listed:
    rows: list[tuple[str, str, list[str]]] = [
        (
            f"{one.number}, {one.organisation.name}",
            reverse("steering:convention", args=[one.pk]),
            [one.cohort.title, euros(one.facts["total_cents"])],
        )
        for one in signed_conventions(year)
        if income_line(one) == line
    ]
    return [_("Convention"), _("Cohorte"), _("Montant")], rows


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def declarations(request: HttpRequest) -> HttpResponse:
    """Say what each module leads to, and its speciality; POST keeps one (`module`)."""
    refusal: DomainError | None = None
    if request.method == "POST":
        modules = {str(one.pk): one for one in Module.objects.all()}
        module = modules.get(request.POST.get("module", ""))
        objective = request.POST.get("objectif", "")
        if module is None or objective not in Objective:
            raise Http404
        try:
            declare_module(
                actor=person_of(request), module=module,
                objective=Objective(objective),
                speciality=request.POST.get("specialite", ""),
            )  # fmt: skip
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("C’est noté."))
            return redirect("steering:declarations")
    said = Declaration.objects.in_bulk()
    rows: list[tuple[Any, str, str]] = [
        (
            module,
            said[module.pk].objective if module.pk in said else Objective.OTHER,
            said[module.pk].speciality if module.pk in said else "",
        )
        for module in Module.objects.order_by("title", "pk")
    ]
    context = {
        "rows": rows,
        "objectives": Objective.choices,
        "specialities": SPECIALITIES,
        "refusal": refusal,
        "crumbs": [(_("Bilan"), reverse("steering:annual"))],
    }
    status = 409 if refusal else 200
    return render(request, "learning/steering/declarations.html", context, status=status)
