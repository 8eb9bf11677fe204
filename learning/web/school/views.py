"""What a school sees: the cohorts open to it, the people it enrolled, their certificates."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.http import person_of
from accounts.organisations.models import Organisation
from accounts.users.models import User
from certificates.awards.models import Award
from common.errors import DomainError
from frontend.tables import as_csv, matching, ordered, page_of
from learning.cohorts.enums import TAKING_REQUESTS, CohortState
from learning.cohorts.models import Cohort
from learning.cohorts.queries import warnings
from learning.completion.models import Completion
from learning.enrolment.diversity import diversity_of
from learning.enrolment.models import Enrolment, EnrolmentQuerySet, Reservation
from learning.enrolment.permissions import (
    can_ask_for_a_place,
    can_enrol_for_a_school,
    can_give_places_up,
)
from learning.enrolment.reservations import enrol_for
from learning.enrolment.services import cancel_enrolment
from learning.web.school.access import school_manager
from learning.web.school.forms import EnrolForm, KeepForm
from learning.web.school.lists import (
    AWARD_COLUMNS,
    AWARD_ORDERS,
    COHORT_COLUMNS,
    FREE,
    ORDERS,
    PERSON_COLUMNS,
    SEARCHED,
    awards_that_count,
    people_of,
)


def _mine(person: User) -> EnrolmentQuerySet:
    managed = Organisation.objects.managed_by(person)
    return Enrolment.objects.visible_to(person).made_by(managed)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the cohorts the school may enrol in or has people in."""
    person = school_manager(request)
    mine = Q(enrolments__in=_mine(person).active())
    cohorts = (
        Cohort.objects.visible_to(person)
        .for_lists()
        .annotate(
            my_count=Count("enrolments", filter=mine, distinct=True),
            is_past=Q(ends_on__lt=timezone.localdate()),
        )
    )
    typed = request.GET.get("q", "").strip()
    shown = request.GET.get("voir", "")
    found, order = ordered(request, matching(cohorts, typed, SEARCHED), ORDERS)
    if shown == "places":
        found = found.filter(FREE)
    elif shown == "miennes":
        found = found.filter(Q(my_count__gt=0))
    if request.GET.get("format") == "csv":
        return as_csv("cohortes", COHORT_COLUMNS, found)
    going_on = (*TAKING_REQUESTS, CohortState.RUNNING)
    context = {
        "page": page_of(request, found),
        "organisations": list(Organisation.objects.managed_by(person)),
        "typed": typed,
        "shown": shown,
        "order": order,
        "free": cohorts.filter(FREE).count(),
        "coming_people": _mine(person).active().filter(cohort__state__in=going_on).count(),
    }
    return render(request, "learning/school/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cohort(request: HttpRequest, code: str) -> HttpResponse:
    """Show the school's own people in a cohort; POST enrols one more."""
    person = school_manager(request)
    shown = get_object_or_404(
        Cohort.objects.visible_to(person).for_lists().prefetch_related("half_days"), code=code
    )
    form = EnrolForm(
        request.POST or None, organisations=Organisation.objects.managed_by(person).order_by("name")
    )
    refusal: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = enrol_for(
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
    return show_cohort(request, shown, form=form, refusal=refusal)


def show_cohort(
    request: HttpRequest,
    shown: Cohort,
    *,
    form: EnrolForm | None = None,
    keeping: KeepForm | None = None,
    refusal: DomainError | None = None,
) -> HttpResponse:
    """Render a school's page of a cohort, with what was typed and refused."""
    person = person_of(request)
    organisations = Organisation.objects.managed_by(person).order_by("name")
    form = form or EnrolForm(organisations=organisations)
    keeping = keeping or KeepForm(organisations=organisations)
    rows = people_of(_mine(person).with_rank(), shown)
    if request.GET.get("format") == "csv":
        return as_csv(shown.code, PERSON_COLUMNS, rows)
    is_invalid = any(one.is_bound and not one.is_valid() for one in (form, keeping))
    is_organiser = shown.organiser in Organisation.objects.managed_by(person)
    mine = Reservation.objects.visible_to(person).filter(cohort=shown).held().with_named()
    kept = list(mine.select_related("organisation").order_by("name_by"))
    context = {
        "cohort": shown,
        "form": form,
        "keeping": keeping,
        "kept": kept,
        "kept_left": sum(max(one.places - one.named, 0) for one in kept),
        "refusal": refusal,
        "diversity": diversity_of(shown),
        "rows": rows,
        "my_count": sum(row.enrolment.is_confirmed for row in rows),
        "has_begun": shown.state in (CohortState.RUNNING, CohortState.CLOSED),
        "warnings": warnings(shown) if is_organiser and can_ask_for_a_place(shown) else [],
        "may_enrol": can_enrol_for_a_school(person, shown),
        "may_cancel": can_give_places_up(shown),
        "crumbs": [(_("Cohortes"), reverse("school:home"))],
    }
    status = 409 if refusal else 422 if is_invalid else 200
    with timezone.override(shown.venue.zone):
        return render(request, "learning/school/cohort.html", context, status=status)


@require_POST
def cancel(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Give up the place of one of the school's people."""
    person = school_manager(request)
    enrolment = get_object_or_404(_mine(person).select_related("person"), pk=enrolment_id)
    shown = get_object_or_404(
        Cohort.objects.for_lists().prefetch_related("half_days"), pk=enrolment.cohort_id
    )
    try:
        cancel_enrolment(actor=person, enrolment=enrolment, reason=request.POST.get("raison", ""))
    except DomainError as refusal:
        return show_cohort(request, shown, refusal=refusal)
    said = _("L’inscription de %(name)s est annulée.")
    messages.success(request, said % {"name": enrolment.person.display_name})
    return redirect("school:cohort", shown.code)


def _awards(person: User) -> QuerySet[Award]:
    counted = Completion.objects.visible_to(person).current().acquired()
    return awards_that_count(Organisation.objects.managed_by(person), counted)


@require_safe
def awards(request: HttpRequest) -> HttpResponse:
    """List the certificates of the school's people."""
    person = school_manager(request)
    typed = request.GET.get("q", "").strip()
    fields = ("recipient__last_name", "recipient__first_name", "serial")
    every = _awards(person)
    found, order = ordered(request, matching(every, typed, fields), AWARD_ORDERS)
    if request.GET.get("format") == "csv":
        return as_csv("certificats", AWARD_COLUMNS, found)
    context = {
        "page": page_of(request, found),
        "typed": typed,
        "order": order,
        "valid": every.filter(revoked_at=None).count(),
    }
    return render(request, "learning/school/awards.html", context)


@require_GET
def award_pdf(request: HttpRequest, award_id: UUID) -> FileResponse:
    """Give the paper of one of the school's people."""
    award = get_object_or_404(
        _awards(school_manager(request)).filter(rendered_at__isnull=False), pk=award_id
    )
    return FileResponse(award.pdf.open(), as_attachment=True, filename=f"{award.serial}.pdf")
