"""Colleagues who come together: a school forms a group, says what it accepts, dissolves it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.errors import DomainError
from learning.enrolment.groups import accept_some, dissolve_group, make_group
from learning.enrolment.models import EnrolmentGroup
from learning.web.school.access import school_manager
from learning.web.school.cohort import show_cohort, visible_cohort
from learning.web.school.forms import GroupForm
from learning.web.school.lists import mine


@require_POST
def make(request: HttpRequest, code: str) -> HttpResponse:
    """Form a group of the people ticked (`qui`)."""
    person = school_manager(request)
    shown = visible_cohort(person, code)
    grouping = GroupForm(request.POST)
    grouping.is_valid()
    ticked = [key for value in request.POST.getlist("qui") if (key := _uuid(value))]
    people = list(mine(person).filter(cohort=shown, pk__in=ticked))
    try:
        group = make_group(
            actor=person, cohort=shown, people=people,
            name=grouping.cleaned_data.get("name", ""),
            accepts_some=grouping.cleaned_data.get("accepts_some", False),
        )  # fmt: skip
    except DomainError as refusal:
        return show_cohort(request, shown, grouping=grouping, refusal=refusal)
    said = _("Le groupe « %(name)s » est formé : ses places seront proposées ensemble.")
    messages.success(request, said % {"name": group.name})
    return redirect("school:cohort", shown.code)


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


@require_POST
def change(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Do the `acte`: accept some of the places, all or none, or dissolve the group."""
    person = school_manager(request)
    groups = EnrolmentGroup.objects.visible_to(person).select_related("cohort")
    group = get_object_or_404(groups, pk=group_id)
    act, code = request.POST.get("acte", ""), group.cohort.code
    try:
        if act == "dissoudre":
            dissolve_group(actor=person, group=group)
            said = _("Le groupe « %(name)s » est dissous : chacun attend à son rang.")
        else:
            accept_some(actor=person, group=group, accepts=act == "partie")
            said = _("C’est noté pour le groupe « %(name)s ».")
    except DomainError as refusal:
        return show_cohort(request, visible_cohort(person, code), refusal=refusal)
    messages.success(request, said % {"name": group.name})
    return redirect("school:cohort", code)
