"""Cohorts as the administration sees them: the list, and one with all that happened to it."""

from collections import Counter
from collections.abc import Iterable
from functools import partial

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.http import person_of
from common.errors import DomainError
from frontend.tables import as_csv, matching, ordered, page_of
from learning.attendance.enums import WERE_THERE
from learning.cohorts.enums import TRANSITIONS, CohortState
from learning.cohorts.models import Cohort, CohortQuerySet, HalfDay
from learning.cohorts.queries import warnings
from learning.cohorts.rescheduling import OVER
from learning.cohorts.services import NEEDING_A_REASON, change_state, has_begun
from learning.completion.models import Completion
from learning.decisions.permissions import may_postpone
from learning.decisions.queries import to_decide
from learning.decisions.services import confirm_anyway
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment
from learning.enrolment.words import order_in_words
from learning.issuing.queries import papers_by_enrolment
from learning.reports.queries import cohorts_at_risk, cohorts_waited_for
from learning.web.steering.access import steering_only
from learning.web.steering.line import line_of
from learning.web.trail import trail_of

SEARCHED = ("title", "code", "venue__city", "venue__name", "revision__edition__module__title")
ORDERS = {
    "recentes": ("-starts_on", "code"),
    "anciennes": ("starts_on", "code"),
    "remplissage": ("confirmed_count", "starts_on"),
}
# Those whose place is decided; the others are in the line.
SETTLED = (EnrolmentState.CONFIRMED, EnrolmentState.CANCELLED)
# What each move is called, and what it does: said before it is done.
MOVES: dict[CohortState, tuple[str | Promise, str | Promise]] = {
    CohortState.OPEN: (
        gettext_lazy("Ouvrir les inscriptions"),
        gettext_lazy("La cohorte paraît au catalogue et prend des inscriptions."),
    ),
    CohortState.CONFIRMED: (
        gettext_lazy("Confirmer"),
        gettext_lazy("La cohorte aura lieu ; elle commencera d’elle-même le premier jour."),
    ),
    CohortState.RUNNING: (
        gettext_lazy("Faire commencer"),
        gettext_lazy("Elle commence d’elle-même le premier jour : ceci l’avance."),
    ),
    CohortState.CLOSED: (
        gettext_lazy("Clore"),
        gettext_lazy("Elle se clôt d’elle-même quand tout est contresigné : ceci l’avance."),
    ),
    CohortState.POSTPONED: (
        gettext_lazy("Reporter"),
        gettext_lazy("Les inscriptions restent ; aucune demande nouvelle n’est prise."),
    ),
    CohortState.CANCELLED: (
        gettext_lazy("Annuler la cohorte"),
        gettext_lazy(
            "Chaque personne inscrite reçoit cette raison par courriel et perd sa place. "
            "Cela ne se défait pas."
        ),
    ),
}


def _filtered(request: HttpRequest) -> CohortQuerySet:
    now = timezone.now()
    asked = request.GET.get("voir", "")
    if asked == "sous-minimum":
        return cohorts_at_risk(now)
    if asked == "a-decider":
        return to_decide(timezone.localdate(now)).for_lists()
    if asked == "attente":
        return cohorts_waited_for(now)
    found = Cohort.objects.visible_to(person_of(request)).for_lists()
    return found.filter(state=asked) if asked in CohortState.values else found


@require_safe
@steering_only
def cohorts(request: HttpRequest) -> HttpResponse:
    """List the cohorts; `voir` is a state, or what the board's alerts point at."""
    typed = request.GET.get("q", "").strip()
    rows, order = ordered(request, matching(_filtered(request), typed, SEARCHED), ORDERS)
    if request.GET.get("format") == "csv":
        columns = (
            (_("Code"), lambda cohort: cohort.code),
            (_("Groupe"), lambda cohort: cohort.title),
            (_("Module"), lambda cohort: cohort.public_title),
            (_("Du"), lambda cohort: cohort.starts_on),
            (_("Au"), lambda cohort: cohort.ends_on),
            (_("Ville"), lambda cohort: cohort.venue.city),
            (_("État"), lambda cohort: cohort.get_state_display()),
            (_("Confirmés"), lambda cohort: cohort.confirmed_count),
            (_("En attente"), lambda cohort: cohort.waiting_count),
            (_("Minimum"), lambda cohort: cohort.places_min),
            (_("Places"), lambda cohort: cohort.places_max),
        )
        return as_csv("cohortes", columns, rows)
    context = {
        "page": page_of(request, rows),
        "typed": typed,
        "shown": request.GET.get("voir", ""),
        "order": order,
        "states": CohortState.choices,
    }
    return render(request, "learning/steering/cohorts.html", context)


def cohort_of(request: HttpRequest, code: str) -> Cohort:
    """Return the cohort named in the address, ready to show, or 404."""
    visible = Cohort.objects.visible_to(person_of(request)).for_lists()
    return get_object_or_404(visible.prefetch_related("trainers", "half_days"), code=code)


@require_safe
@steering_only
def cohort(request: HttpRequest, code: str) -> HttpResponse:
    """Show one cohort: its people, its half-days, its papers, and who did what to it."""
    return show_cohort(request, cohort_of(request, code))


def show_cohort(
    request: HttpRequest, shown: Cohort, refusal: DomainError | None = None, reason: str = ""
) -> HttpResponse:
    """Show one cohort, with the refusal of what was just tried and the reason typed for it."""
    enrolments = list(
        Enrolment.objects.filter(cohort=shown)
        .with_rank()
        .with_offer()
        .select_related("person", "employer", "enrolling_organisation", "group", "approval")
        .order_by("state", "queue_number", "person__last_name", "person__first_name", "pk")
    )
    verdicts = {
        completion.enrolment_id: completion
        for completion in Completion.objects.current().filter(enrolment__cohort=shown)
    }
    halves = list(_half_days(shown))
    reservations = list(
        shown.reservations.with_named().select_related("organisation").order_by("name_by")
    )
    with_a_reason = {*NEEDING_A_REASON}
    if shown.confirmed_count < shown.places_min:
        with_a_reason.add(CohortState.CONFIRMED)
    moves = [
        (state.value, *MOVES[state], state in with_a_reason)
        for state in CohortState
        if state in TRANSITIONS[CohortState(shown.state)]
    ]
    context = {
        "cohort": shown,
        "rows": [(one, verdicts.get(one.pk)) for one in enrolments if one.state in SETTLED],
        "line": line_of(shown, enrolments),
        "reservations": reservations,
        "order": order_in_words(shown),
        "may_change_rules": not has_begun(shown),
        "may_decide": may_postpone(shown, timezone.now()),
        "may_move": shown.state not in OVER,
        "halves": halves,
        "warnings": warnings(shown),
        "moves": moves,
        "papers": papers_drawn(shown),
        "late": _late_leaves(enrolments),
        "trail": trail_of(
            [shown, *halves, *enrolments, *reservations],
            names={str(one.pk): one.person.display_name for one in enrolments},
        ),
        "refusal": refusal,
        "reason": reason,
        "crumbs": [(_("Cohortes"), reverse("steering:cohorts"))],
    }
    with timezone.override(shown.venue.zone):
        return render(
            request, "learning/steering/cohort.html", context, status=409 if refusal else 200
        )


def _late_leaves(enrolments: Iterable[Enrolment]) -> list[tuple[str, int]]:
    """Return how many confirmed places each school gave up late: an information."""
    asked_alone = _("demandes individuelles")
    late = Counter(
        one.enrolling_organisation.name if one.enrolling_organisation else asked_alone
        for one in enrolments
        if one.left_late
    )
    return late.most_common()


def _half_days(shown: Cohort) -> QuerySet[HalfDay]:
    there = Count("marks", filter=Q(marks__status__in=WERE_THERE))
    halves = HalfDay.objects.filter(cohort=shown).annotate(there_count=there)
    return halves.select_related("countersignature__trainer").order_by("starts_at")


def papers_drawn(shown: Cohort) -> dict[str, int]:
    """Return how many papers of the cohort hold, and how many of them are drawn."""
    people = Enrolment.objects.filter(cohort=shown)
    papers = [one for held in papers_by_enrolment(people).values() for one in held.in_order()]
    return {"total": len(papers), "done": sum(paper.is_ready for paper in papers)}


@require_POST
@steering_only
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Move a cohort to another state."""
    shown = cohort_of(request, code)
    if request.POST.get("etat") not in CohortState.values:
        raise Http404
    to = CohortState(request.POST["etat"])
    # Under its minimum, it is confirmed for a reason only, here as on the page of decisions.
    act = confirm_anyway if to == CohortState.CONFIRMED else partial(change_state, to=to)
    reason = request.POST.get("raison", "")
    try:
        moved = act(actor=person_of(request), cohort=shown, reason=reason)
    except DomainError as refusal:
        return show_cohort(request, shown, refusal, reason)
    messages.success(request, _("Nouvel état : %(state)s.") % {"state": moved.get_state_display()})
    return redirect("steering:cohort", code)
