"""One of a school's people in a cohort: where they stand, what happened, what may be done."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.users.models import User
from common.errors import DomainError
from learning.cohorts.enums import TAKING_REQUESTS
from learning.cohorts.models import Cohort
from learning.enrolment.enums import HOLDING, EnrolmentState
from learning.enrolment.groups import leave_group
from learning.enrolment.models import Enrolment
from learning.enrolment.moving import move_enrolment
from learning.enrolment.permissions import can_give_places_up, can_take_over, leaves_late
from learning.enrolment.replacing import replace_participant
from learning.enrolment.services import cancel_enrolment
from learning.web.school.access import school_manager
from learning.web.school.forms import MoveForm, ReplaceForm
from learning.web.school.lists import mine, people_of
from learning.web.trail import trail_of

# Those who have something to hand on.
MOVABLE = (*HOLDING, EnrolmentState.WAITING)


def _one(person: User, enrolment_id: UUID) -> Enrolment:
    found = mine(person).select_related(
        "person", "group", "enrolled_by", "employer", "cohort__revision__edition"
    )
    return get_object_or_404(found, pk=enrolment_id)


@require_safe
def enrolment(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Show one of the school's people in a cohort."""
    person = school_manager(request)
    return _show(request, person, _one(person, enrolment_id))


def _show(
    request: HttpRequest,
    person: User,
    shown: Enrolment,
    *,
    replacing: ReplaceForm | None = None,
    moving: MoveForm | None = None,
    refusal: DomainError | None = None,
) -> HttpResponse:
    cohort = Cohort.objects.for_lists().prefetch_related("half_days").get(pk=shown.cohort_id)
    (row,) = people_of(mine(person).with_rank().with_offer().filter(pk=shown.pk), cohort)
    others = other_dates(person, cohort, shown.person)
    forms = [one for one in (replacing, moving) if one is not None]
    is_alive = row.enrolment.state != EnrolmentState.CANCELLED
    is_movable = row.enrolment.state in MOVABLE
    context = {
        "cohort": cohort,
        "row": row,
        "one": row.enrolment,
        "facts": shown,
        "replacing": replacing or ReplaceForm(),
        "moving": moving or MoveForm(cohorts=others),
        "other_dates": others.count(),
        "refusal": refusal,
        "may_replace": is_movable and can_take_over(cohort),
        "may_move": is_movable and can_give_places_up(cohort),
        "may_cancel": is_alive and can_give_places_up(cohort),
        "is_late": leaves_late(shown),
        "history": trail_of([shown], names=_colleagues(person, shown)),
        "elsewhere": _elsewhere(person, shown),
        "crumbs": [
            (_("Cohortes"), reverse("school:home")),
            (cohort.title, reverse("school:cohort", args=[cohort.code])),
        ],
    }
    is_invalid = any(one.is_bound and not one.is_valid() for one in forms)
    status = 409 if refusal else 422 if is_invalid else 200
    with timezone.override(cohort.venue.zone):
        return render(request, "learning/school/person.html", context, status=status)


def _colleagues(person: User, shown: Enrolment) -> dict[str, str]:
    """Return the school's other people there, by the text of their key: the history names them."""
    there = mine(person).filter(cohort=shown.cohort_id).exclude(pk=shown.pk)
    there = there.select_related("person")
    return {str(one.pk): one.person.display_name for one in there}


def other_dates(person: User, cohort: Cohort, agent: User) -> QuerySet[Cohort]:
    """Return the other dates of a cohort's module where an agent may be moved, soonest first."""
    return (
        Cohort.objects.visible_to(person)
        .filter(
            revision__edition__module=cohort.revision.edition.module_id,
            state__in=TAKING_REQUESTS, starts_on__gte=timezone.localdate(),
        )
        .exclude(pk=cohort.pk)
        .exclude(pk__in=Enrolment.objects.active().filter(person=agent).values("cohort"))
        .for_lists()
        .order_by("starts_on", "code")
    )  # fmt: skip


def _elsewhere(person: User, shown: Enrolment) -> QuerySet[Enrolment]:
    """Return the person's other enrolments by the same schools: what else happened to them."""
    return (
        mine(person)
        .filter(person=shown.person_id)
        .exclude(pk=shown.pk)
        .with_rank()
        .select_related("cohort__revision__edition__module", "cohort__venue")
        .order_by("-cohort__starts_on", "-requested_at")
    )


@require_POST
def replace(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Have a colleague come instead."""
    person = school_manager(request)
    leaving = _one(person, enrolment_id)
    form = ReplaceForm(request.POST)
    if not form.is_valid():
        return _show(request, person, leaving, replacing=form)
    try:
        coming = replace_participant(
            actor=person, enrolment=leaving, reason=form.cleaned_data["reason"],
            details=form.details(leaving.employer_id or leaving.enrolling_organisation_id),
        )  # fmt: skip
    except DomainError as refusal:
        return _show(request, person, leaving, replacing=form, refusal=refusal)
    said = _("%(coming)s vient à la place de %(leaving)s. Les deux sont prévenus par courriel.")
    names = {"coming": coming.person.display_name, "leaving": leaving.person.display_name}
    messages.success(request, said % names)
    return redirect("school:enrolment", coming.pk)


@require_POST
def move(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Have someone come at another date of the same module."""
    person = school_manager(request)
    leaving = _one(person, enrolment_id)
    form = MoveForm(request.POST, cohorts=other_dates(person, leaving.cohort, leaving.person))
    if not form.is_valid():
        return _show(request, person, leaving, moving=form)
    try:
        coming = move_enrolment(
            actor=person, enrolment=leaving, to=form.cleaned_data["cohort"],
            reason=form.cleaned_data["reason"],
        )  # fmt: skip
    except DomainError as refusal:
        return _show(request, person, leaving, moving=form, refusal=refusal)
    said = _("%(name)s passe à « %(title)s » : %(state)s.")
    told = {
        "name": coming.person.display_name, "title": coming.cohort.title,
        "state": str(coming.get_state_display()).lower(),
    }  # fmt: skip
    messages.success(request, said % told)
    return redirect("school:enrolment", coming.pk)


@require_POST
def cancel(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Give up the place of one of the school's people."""
    person = school_manager(request)
    leaving = _one(person, enrolment_id)
    try:
        cancel_enrolment(actor=person, enrolment=leaving, reason=request.POST.get("raison", ""))
    except DomainError as refusal:
        return _show(request, person, leaving, refusal=refusal)
    said = _("L’inscription de %(name)s est annulée.")
    messages.success(request, said % {"name": leaving.person.display_name})
    return redirect("school:cohort", leaving.cohort.code)


@require_POST
def leave(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Let someone of a group wait alone."""
    person = school_manager(request)
    leaving = _one(person, enrolment_id)
    try:
        leave_group(actor=person, enrolment=leaving)
    except DomainError as refusal:
        return _show(request, person, leaving, refusal=refusal)
    said = _("%(name)s attend désormais seul·e, à son rang.")
    messages.success(request, said % {"name": leaving.person.display_name})
    return redirect("school:enrolment", leaving.pk)
