"""Enrol by paste: the lines become a small list, read and checked like a file."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.organisations.models import Organisation
from accounts.users.models import User
from common.errors import DomainError
from learning.cohorts.models import Cohort
from learning.enrolment.permissions import can_ask_for_a_place
from learning.rosters.checking import bytes_of
from learning.rosters.enums import RosterState
from learning.rosters.models import Roster
from learning.rosters.reading import decode
from learning.rosters.services import Handling, send_roster
from learning.web.school.access import school_manager
from learning.web.school.cohort import visible_cohort
from learning.web.school.roster_forms import PasteForm


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest, code: str) -> HttpResponse:
    """Show where lines are pasted; POST checks them, and shows what each would do.

    `reprendre` is a list pasted before and not applied, to correct.
    """
    person = school_manager(request)
    cohort = visible_cohort(person, code)
    organisations = Organisation.objects.managed_by(person).order_by("name")
    form = PasteForm(
        request.POST or None, organisations=organisations,
        initial=_before(person, cohort, request.GET.get("reprendre", "")),
    )  # fmt: skip
    refusal: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            roster = send_roster(
                actor=person, cohort=cohort, organisation=told["organisation"],
                filename=str(_("Liste collée")), data=told["lines"].encode(),
                handling=Handling(
                    is_pasted=True, group_name=told["group_name"],
                    accepts_some=told["accepts_some"],
                ),
            )  # fmt: skip
        except DomainError as error:
            refusal = error
        else:
            is_read = roster.state == RosterState.CHECKED
            return redirect("school:roster" if is_read else "school:roster_columns", roster.pk)
    context = {
        "cohort": cohort, "form": form, "refusal": refusal,
        "may_enrol": can_ask_for_a_place(cohort),
        "crumbs": [
            (_("Cohortes"), reverse("school:home")),
            (cohort.title, reverse("school:cohort", args=[cohort.code])),
        ],
    }  # fmt: skip
    is_invalid = form.is_bound and not form.is_valid()
    status = 409 if refusal else 422 if is_invalid else 200
    return render(request, "learning/school/paste.html", context, status=status)


def _before(person: User, cohort: Cohort, asked: str) -> dict[str, object]:
    """Return what was pasted in a list that is to be corrected; nothing for any other."""
    try:
        key = UUID(asked)
    except ValueError:
        return {}
    pasted = Roster.objects.visible_to(person).filter(cohort=cohort, is_pasted=True)
    found = pasted.filter(state=RosterState.CHECKED, pk=key).exclude(file="").first()
    if found is None:
        return {}
    text, _encoding = decode(bytes_of(found))
    return {
        "lines": text, "organisation": found.organisation_id, "group_name": found.group_name,
        "accepts_some": found.accepts_some,
    }  # fmt: skip
