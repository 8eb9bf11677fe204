"""A school's training agreements: those it has, those it lacks."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.organisations.models import Organisation
from common.errors import DomainError
from frontend.tables import matching, page_of
from learning.cohorts.models import Cohort
from learning.conventions.models import Convention
from learning.conventions.pdf import printed
from learning.conventions.queries import lacking
from learning.conventions.services import make_convention
from learning.web.school.access import school_manager

SEARCHED = ("number", "cohort__title", "cohort__code", "organisation__name")


@require_safe
def conventions(request: HttpRequest) -> HttpResponse:
    """List the conventions of the structures the person enrols for."""
    return _show(request)


def _show(request: HttpRequest, refusal: DomainError | None = None) -> HttpResponse:
    person = school_manager(request)
    typed = request.GET.get("q", "").strip()
    mine = Convention.objects.filter(organisation__in=Organisation.objects.managed_by(person))
    found = matching(mine.in_force().for_lists(), typed, SEARCHED)
    context = {
        "page": page_of(request, found.order_by("-made_at", "number")),
        "typed": typed,
        "lacking": lacking(Organisation.objects.managed_by(person)),
        "refusal": refusal,
    }
    status = 409 if refusal else 200
    return render(request, "learning/school/conventions.html", context, status=status)


@require_POST
def make(request: HttpRequest, code: str) -> HttpResponse:
    """Draw up the convention of one of the person's structures (`structure`), or update it."""
    person = school_manager(request)
    cohort = get_object_or_404(Cohort.objects.visible_to(person), code=code)
    mine = {str(one.pk): one for one in Organisation.objects.managed_by(person)}
    organisation = mine.get(request.POST.get("structure", ""))
    if organisation is None:
        return redirect("school:conventions")
    before = Convention.objects.filter(cohort=cohort, organisation=organisation).count()
    try:
        made = make_convention(actor=person, cohort=cohort, organisation=organisation)
    except DomainError as refusal:
        return _show(request, refusal)
    if made.version == before:
        messages.info(request, _("Rien n’a changé : %(convention)s est à jour.") % {
            "convention": made,
        })  # fmt: skip
    else:
        messages.success(request, _("%(convention)s est prête à télécharger.") % {
            "convention": made,
        })  # fmt: skip
    return redirect("school:conventions")


@require_GET
def convention_pdf(request: HttpRequest, convention_id: UUID) -> HttpResponse:
    """Give the paper of one of the person's structures."""
    person = school_manager(request)
    managed = Organisation.objects.managed_by(person)
    shown = get_object_or_404(Convention, pk=convention_id, organisation__in=managed)
    response = HttpResponse(printed(shown), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{shown.filename}"'
    return response
