"""A school's page of a cohort: its figures, its people by state, its kept places and groups."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.http import person_of
from accounts.organisations.models import Organisation
from accounts.users.models import User
from common.errors import DomainError
from frontend.tables import PAGE_SIZE, as_file
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.cohorts.queries import warnings
from learning.enrolment.diversity import diversity_of
from learning.enrolment.models import EnrolmentGroup, Reservation
from learning.enrolment.order import standing_of
from learning.enrolment.permissions import can_ask_for_a_place, can_enrol_for_a_school
from learning.enrolment.reservations import enrol_for
from learning.web.enrolments.rows import PersonRow, people_of
from learning.web.school.access import school_manager
from learning.web.school.forms import EnrolForm, GroupForm, KeepForm
from learning.web.school.lists import PERSON_COLUMNS, mine
from learning.web.trail import Entry, trail_of

Tab = tuple[str | Promise, Callable[[PersonRow], bool]]
# What `voir` shows, in the order of the tabs; the first is what one comes for.
TABS: dict[str, Tab] = {
    "": (gettext_lazy("en cours"), lambda row: row.enrolment.state != "cancelled"),
    "confirmees": (gettext_lazy("confirmées"), lambda row: row.enrolment.is_confirmed),
    "proposees": (gettext_lazy("proposition à répondre"), lambda row: row.enrolment.is_offered),
    "attente": (gettext_lazy("liste d’attente"), lambda row: row.enrolment.is_waiting),
    "accord": (gettext_lazy("accord demandé"), lambda row: row.enrolment.is_awaiting),
    "absences": (gettext_lazy("jamais venues"), lambda row: row.never_came),
    "annulees": (gettext_lazy("annulées"), lambda row: row.enrolment.state == "cancelled"),
}
ORDERS: dict[str, Callable[[PersonRow], object]] = {
    "nom": lambda row: row.enrolment.person.last_name.lower(),
    "demande": lambda row: row.enrolment.requested_at,
    "rang": lambda row: _rank(row) or 9e9,
}


def _rank(row: PersonRow) -> int:
    """Return a rank in the line, 0 for who does not wait; the enrolment comes `with_rank()`."""
    rank: int | None = row.enrolment.rank  # type: ignore[attr-defined]
    return rank or 0


@dataclass(frozen=True, slots=True)
class Quota:
    """How many of a cohort's places one of the school's structures holds, and may hold."""

    organisation: Organisation
    taken: int
    most: int

    @property
    def left(self) -> int:
        """Return how many more it may have."""
        return max(self.most - self.taken, 0)


def visible_cohort(person: User, code: str) -> Cohort:
    """Return the cohort named in the address, ready to show, or 404."""
    cohorts = Cohort.objects.visible_to(person).for_lists().prefetch_related("half_days")
    return get_object_or_404(cohorts, code=code)


@require_http_methods(["GET", "HEAD", "POST"])
def cohort(request: HttpRequest, code: str) -> HttpResponse:
    """Show the school's own people in a cohort; POST enrols one more."""
    person = school_manager(request)
    shown = visible_cohort(person, code)
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
    grouping: GroupForm | None = None,
    refusal: DomainError | None = None,
) -> HttpResponse:
    """Render a school's page of a cohort, with what was typed and refused."""
    person = person_of(request)
    organisations = Organisation.objects.managed_by(person).order_by("name")
    form = form or EnrolForm(organisations=organisations)
    keeping = keeping or KeepForm(organisations=organisations)
    every = people_of(mine(person).with_rank().with_offer(), shown)
    rows = _asked(request, every)
    if file := as_file(request, shown.code, PERSON_COLUMNS, lambda: rows):
        return file
    is_invalid = any(one.is_bound and not one.is_valid() for one in (form, keeping))
    reservations = Reservation.objects.visible_to(person).filter(cohort=shown).with_named()
    kept = list(reservations.held().select_related("organisation").order_by("name_by", "made_at"))
    groups = _groups(person, shown, every)
    may_enrol = can_enrol_for_a_school(person, shown)
    context = {
        "cohort": shown,
        "form": form,
        "keeping": keeping,
        "grouping": grouping or GroupForm(),
        "refusal": refusal,
        "kept": kept,
        "kept_left": sum(max(one.places - one.named, 0) for one in kept),
        "groups": groups,
        "may_group": sum(_may_join(row) for row in every) > 1,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "typed": request.GET.get("q", "").strip(),
        "shown": request.GET.get("voir", ""),
        "order": _order(request),
        "quotas": _quotas(shown, organisations),
        "has_begun": shown.state in (CohortState.RUNNING, CohortState.CLOSED),
        "warnings": warnings(shown)
        if shown.organiser in organisations and can_ask_for_a_place(shown)
        else [],
        "may_enrol": may_enrol,
        "diversity": diversity_of(shown),
        "history": _history(every, [shown, *reservations, *(one for one, _people in groups)]),
        "crumbs": [(_("Cohortes"), reverse("school:home"))],
        **_figures(every),
    }
    status = 409 if refusal else 422 if is_invalid else 200
    with timezone.override(shown.venue.zone):
        return render(request, "learning/school/cohort.html", context, status=status)


def _asked(request: HttpRequest, every: Sequence[PersonRow]) -> list[PersonRow]:
    """Return the rows of a tab that hold every word typed, in the order asked for."""
    _label, is_shown = TABS.get(request.GET.get("voir", ""), TABS[""])
    words = request.GET.get("q", "").lower().split()
    found = [row for row in every if is_shown(row) and all(w in _text(row) for w in words)]
    return sorted(found, key=ORDERS[_order(request)])  # type: ignore[arg-type]


def _order(request: HttpRequest) -> str:
    asked = request.GET.get("tri", "")
    if asked in ORDERS:
        return asked
    return "rang" if request.GET.get("voir") == "attente" else "nom"


def _text(row: PersonRow) -> str:
    person = row.enrolment.person
    told = (person.last_name, person.first_name, person.email or "", row.enrolment.function)
    return " ".join(told).lower()


def _may_join(row: PersonRow) -> bool:
    return row.enrolment.is_waiting and row.enrolment.group_id is None


def _figures(every: Sequence[PersonRow]) -> dict[str, object]:
    """Return how many of the school's people are where, and the tabs that say it."""
    counts = {name: sum(map(is_shown, every)) for name, (_label, is_shown) in TABS.items()}
    waiting = [row for row in every if row.enrolment.is_waiting]
    ranks = [_rank(row) for row in waiting]
    return {
        "total": len(every),
        "tabs": [(name, TABS[name][0], n) for name, n in counts.items() if n or not name],
        "my_count": counts["confirmees"],
        "my_waiting": counts["attente"],
        "my_unanswered": counts["proposees"] + counts["accord"],
        "my_best_rank": min(ranks, default=None),
        "my_late": sum(row.enrolment.left_late for row in every),
        "my_absent": counts["absences"],
    }


def _quotas(cohort: Cohort, organisations: Iterable[Organisation]) -> list[Quota]:
    most = cohort.quota_per_organisation
    if not most:
        return []
    taken = standing_of(cohort).taken
    return [Quota(one, taken[one.pk], most) for one in organisations]


def _groups(
    person: User, cohort: Cohort, every: Sequence[PersonRow]
) -> list[tuple[EnrolmentGroup, list[PersonRow]]]:
    """Return the school's groups there, each with its people who are still in it."""
    groups = EnrolmentGroup.objects.visible_to(person).filter(cohort=cohort).order_by("name", "pk")
    active = [row for row in every if row.enrolment.state != "cancelled"]
    found = [(group, [r for r in active if r.enrolment.group_id == group.pk]) for group in groups]
    return [(group, people) for group, people in found if people]


def _history(every: Sequence[PersonRow], others: Sequence[object]) -> list[Entry]:
    enrolments = [row.enrolment for row in every]
    names = {str(one.pk): one.person.display_name for one in enrolments}
    return trail_of([*enrolments, *others], names=names)  # type: ignore[list-item]
