"""What a school sees: the cohorts open to it, the people it enrolled, their certificates."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.http import person_of
from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from certificates.awards.models import Award
from common.errors import DomainError
from frontend.tables import as_csv, matching, page_of
from learning.cohorts.models import Cohort
from learning.completion.models import Completion
from learning.enrolment.models import Enrolment, EnrolmentQuerySet
from learning.enrolment.permissions import can_ask_for_a_place, can_enrol_for_a_school
from learning.enrolment.services import cancel_enrolment, enrol_agent
from learning.web.school.forms import EnrolForm


def _school_manager(request: HttpRequest) -> User:
    person = person_of(request)
    if not person.has_role(Role.SCHOOL_MANAGER):
        raise PermissionDenied
    return person


def _mine(person: User) -> EnrolmentQuerySet:
    managed = Organisation.objects.managed_by(person)
    return Enrolment.objects.visible_to(person).made_by(managed)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the cohorts the school may enrol in or has people in."""
    person = _school_manager(request)
    mine = Q(enrolments__in=_mine(person).active())
    cohorts = (
        Cohort.objects.visible_to(person)
        .for_lists()
        .annotate(my_count=Count("enrolments", filter=mine, distinct=True))
        .order_by("-starts_on", "code")
    )
    context = {
        "page": page_of(request, cohorts),
        "organisations": list(Organisation.objects.managed_by(person)),
    }
    return render(request, "learning/school/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cohort(request: HttpRequest, code: str) -> HttpResponse:
    """Show the school's own people in a cohort; POST enrols one more."""
    person = _school_manager(request)
    shown = get_object_or_404(
        Cohort.objects.visible_to(person).for_lists().prefetch_related("half_days"), code=code
    )
    form = EnrolForm(
        request.POST or None, organisations=Organisation.objects.managed_by(person).order_by("name")
    )
    refusal: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = enrol_agent(
                actor=person, cohort=shown, organisation=form.cleaned_data["organisation"],
                details=form.details(),
            )  # fmt: skip
        except DomainError as error:
            refusal = error
        else:
            said = _("%(name)s : %(state)s.")
            state = str(made.get_state_display()).lower()
            messages.success(request, said % {"name": made.person.display_name, "state": state})
            return redirect("school:cohort", shown.code)
    return _show(request, shown, form, refusal)


def _show(
    request: HttpRequest, shown: Cohort, form: EnrolForm, refusal: DomainError | None
) -> HttpResponse:
    person = person_of(request)
    enrolments = (
        _mine(person)
        .filter(cohort=shown)
        .with_rank()
        .select_related("person", "enrolling_organisation")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    verdicts = {
        completion.enrolment_id: completion
        for completion in Completion.objects.current().filter(enrolment__in=enrolments)
    }
    is_invalid = form.is_bound and not form.is_valid()
    context = {
        "cohort": shown,
        "form": form,
        "refusal": refusal,
        "rows": [(enrolment, verdicts.get(enrolment.pk)) for enrolment in enrolments],
        "may_enrol": can_enrol_for_a_school(person, shown),
        "may_cancel": can_ask_for_a_place(shown),
        "crumbs": [(_("Cohortes"), reverse("school:home"))],
    }
    status = 409 if refusal else 422 if is_invalid else 200
    return render(request, "learning/school/cohort.html", context, status=status)


@require_POST
def cancel(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Give up the place of one of the school's people."""
    person = _school_manager(request)
    enrolment = get_object_or_404(_mine(person).select_related("person"), pk=enrolment_id)
    shown = get_object_or_404(
        Cohort.objects.for_lists().prefetch_related("half_days"), pk=enrolment.cohort_id
    )
    try:
        cancel_enrolment(actor=person, enrolment=enrolment, reason=request.POST.get("raison", ""))
    except DomainError as refusal:
        form = EnrolForm(organisations=Organisation.objects.managed_by(person).order_by("name"))
        return _show(request, shown, form, refusal)
    said = _("L’inscription de %(name)s est annulée.")
    messages.success(request, said % {"name": enrolment.person.display_name})
    return redirect("school:cohort", shown.code)


def _awards(person: User) -> QuerySet[Award]:
    """Return the papers of the completions that count for the person's schools."""
    managed = Organisation.objects.managed_by(person)
    counted = Completion.objects.visible_to(person).current().acquired().filter(school__in=managed)
    keys = [
        f"completion:{of}:{version}" for of, version in counted.values_list("enrolment", "version")
    ]
    return Award.objects.filter(key__in=keys).select_related("recipient")


@require_safe
def awards(request: HttpRequest) -> HttpResponse:
    """List the certificates of the school's people."""
    person = _school_manager(request)
    typed = request.GET.get("q", "").strip()
    fields = ("recipient__last_name", "recipient__first_name", "serial")
    found = matching(_awards(person), typed, fields).order_by("-issued_at", "serial")
    if request.GET.get("format") == "csv":
        columns = (
            (_("Numéro"), lambda award: award.serial),
            (_("Nom"), lambda award: award.recipient.last_name),
            (_("Prénom"), lambda award: award.recipient.first_name),
            (_("Délivré le"), lambda award: award.facts["issued_on"]),
            (_("Vérification"), lambda award: award.verify_url),
        )
        return as_csv("certificats", columns, found)
    context = {"page": page_of(request, found), "typed": typed}
    return render(request, "learning/school/awards.html", context)


@require_GET
def award_pdf(request: HttpRequest, award_id: UUID) -> FileResponse:
    """Give the paper of one of the school's people."""
    award = get_object_or_404(
        _awards(_school_manager(request)).filter(rendered_at__isnull=False), pk=award_id
    )
    return FileResponse(award.pdf.open(), as_attachment=True, filename=f"{award.serial}.pdf")
