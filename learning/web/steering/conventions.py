"""Training agreements as the administration sees them: all, a cohort's, one to its signature."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts.http import person_of
from accounts.organisations.models import Organisation
from common.errors import DomainError
from frontend.tables import as_csv, matching, page_of
from learning.conventions.enums import ConventionState
from learning.conventions.models import Convention
from learning.conventions.pdf import euros, printed
from learning.conventions.permissions import has_conventions
from learning.conventions.services import make_convention, mark_sent, record_signature
from learning.enrolment.models import Enrolment
from learning.web.steering.access import steering_only
from learning.web.steering.cohorts import cohort_of
from learning.web.trail import trail_of

SEARCHED = ("number", "cohort__title", "cohort__code", "organisation__name")


@require_safe
@steering_only
def conventions(request: HttpRequest) -> HttpResponse:
    """List every convention, in its last version; `etat` is where it stands."""
    typed, shown = request.GET.get("q", "").strip(), request.GET.get("etat", "")
    rows = Convention.objects.visible_to(person_of(request)).in_force().for_lists()
    if shown in ConventionState.values:
        rows = rows.filter(state=shown)
    found = matching(rows, typed, SEARCHED).order_by("-made_at", "number")
    if request.GET.get("format") == "csv":
        columns = (
            (_("Numéro"), lambda one: one.number),
            (_("Version"), lambda one: one.version),
            (_("Structure"), lambda one: one.organisation.name),
            (_("Cohorte"), lambda one: one.cohort.title),
            (_("Personnes"), lambda one: one.people_count),
            (_("Total"), lambda one: euros(one.facts["total_cents"])),
            (_("État"), lambda one: one.get_state_display()),
            (_("Reçue signée le"), lambda one: one.received_on),
            (_("Signée par"), lambda one: one.signed_by),
        )
        return as_csv("conventions", columns, found)
    context = {
        "page": page_of(request, found),
        "typed": typed,
        "shown": shown,
        "states": ConventionState.choices,
        "crumbs": [(_("Cohortes"), reverse("steering:cohorts"))],
    }
    return render(request, "learning/steering/conventions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def cohort_conventions(request: HttpRequest, code: str) -> HttpResponse:
    """Show who has people in a cohort and their conventions; POST draws one up (`structure`)."""
    shown = cohort_of(request, code)
    refusal: DomainError | None = None
    enrolled = Enrolment.objects.confirmed().filter(cohort=shown)
    organisations = list(
        Organisation.objects.filter(
            pk__in=enrolled.exclude(enrolling_organisation=None).values("enrolling_organisation")
        ).order_by("name", "pk")
    )
    if request.method == "POST":
        asked = {str(one.pk): one for one in organisations}.get(request.POST.get("structure", ""))
        if asked is None:
            raise Http404
        try:
            made = make_convention(actor=person_of(request), cohort=shown, organisation=asked)
        except DomainError as error:
            refusal = error
        else:
            return redirect("steering:convention", made.pk)
    made_here = Convention.objects.in_force().filter(cohort=shown)
    by_organisation = {one.organisation_id: one for one in made_here}
    context = {
        "cohort": shown,
        "rows": [(one, by_organisation.get(one.pk)) for one in organisations],
        "may_make": has_conventions(shown),
        "refusal": refusal,
        "crumbs": [
            (_("Cohortes"), reverse("steering:cohorts")),
            (shown.title, reverse("steering:cohort", args=[code])),
        ],
    }
    status = 409 if refusal else 200
    return render(request, "learning/steering/cohort_conventions.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def convention(request: HttpRequest, convention_id: UUID) -> HttpResponse:
    """Show one convention and its versions; POST says it was sent (`acte`=envoyee) or signed."""
    shown = _convention_of(request, convention_id)
    person, refusal = person_of(request), None
    if request.method == "POST":
        try:
            if request.POST.get("acte") == "envoyee":
                mark_sent(actor=person, convention=shown)
            else:
                record_signature(
                    actor=person, convention=shown,
                    received_on=_day(request.POST.get("recue", "")),
                    signed_by=request.POST.get("signataire", ""),
                )  # fmt: skip
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("C’est noté."))
            return redirect("steering:convention", shown.pk)
    versions = list(Convention.objects.filter(number=shown.number).order_by("-version"))
    context = {
        "convention": shown,
        "versions": versions,
        "is_latest": versions[0].pk == shown.pk,
        "total": euros(shown.facts["total_cents"]),
        "lacks": [
            label
            for label, value in (
                (_("le SIRET de la structure"), shown.facts["client"]["siret"]),
                (_("l’adresse de la structure"), shown.facts["client"]["address"]),
                (_("le SIRET de l’organisme"), shown.facts["provider"]["siret"]),
                (
                    _("le numéro de déclaration d’activité"),
                    shown.facts["provider"]["activity_number"],
                ),
            )
            if not value
        ],
        "trail": trail_of(versions),
        "today": timezone.localdate(),
        "refusal": refusal,
        "typed": {
            "recue": request.POST.get("recue", ""),
            "par": request.POST.get("signataire", ""),
        },
        "crumbs": [(_("Conventions"), reverse("steering:conventions"))],
    }
    status = 409 if refusal else 200
    return render(request, "learning/steering/convention.html", context, status=status)


@require_GET
@steering_only
def convention_pdf(request: HttpRequest, convention_id: UUID) -> HttpResponse:
    """Give the paper of any version."""
    shown = _convention_of(request, convention_id)
    response = HttpResponse(printed(shown), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{shown.filename}"'
    return response


def _convention_of(request: HttpRequest, convention_id: UUID) -> Convention:
    visible = Convention.objects.visible_to(person_of(request)).for_lists()
    return get_object_or_404(visible, pk=convention_id)


def _day(typed: str) -> date | None:
    try:
        return parse_date(typed)
    except ValueError:
        return None
