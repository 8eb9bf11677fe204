"""What the links of our mails open: a page that shows, and buttons that act. No account needed.

Mail scanners open every link: nothing happens on GET.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common.errors import DomainError
from common.links.services import LinkIsDead, open_link
from learning.cohorts.models import Cohort
from learning.decisions.emails import ANSWER_DATES
from learning.decisions.models import DateQuestion
from learning.decisions.permissions import may_answer
from learning.decisions.services import answer_dates
from learning.enrolment.approvals import answer_request
from learning.enrolment.emails import ANSWER_OFFER, ANSWER_REQUEST
from learning.enrolment.enums import Verdict
from learning.enrolment.models import Approval, Enrolment, Offer
from learning.enrolment.offers import accept_offer, decline_offer

_WITH_COHORT = (
    "enrolment__person",
    "enrolment__cohort__venue",
    "enrolment__cohort__revision__edition__module",
)


def _dead(request: HttpRequest, refusal: LinkIsDead) -> HttpResponse:
    return render(request, "learning/places/dead.html", {"refusal": refusal}, status=404)


def _page(
    request: HttpRequest, template: str, cohort: Cohort, context: dict[str, object]
) -> HttpResponse:
    status = 409 if context.get("refusal") else 200
    shown = {
        "cohort": cohort,
        "half_days": list(cohort.half_days.order_by("starts_at")),
        "refusal": None,
        "answered": None,
        **context,
    }
    with timezone.override(cohort.venue.zone):
        return render(request, f"learning/places/{template}.html", shown, status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, secret: str) -> HttpResponse:
    """Show an offered place; POST accepts it (`reponse`=oui) or leaves it."""
    try:
        offer_id = open_link(purpose=ANSWER_OFFER, secret=secret)
    except LinkIsDead as refusal:
        return _dead(request, refusal)
    shown = Offer.objects.select_related(*_WITH_COHORT).get(pk=offer_id)
    context: dict[str, object] = {"offer": shown}
    if request.method == "POST":
        act = accept_offer if request.POST.get("reponse") == "oui" else decline_offer
        try:
            context["answered"] = act(actor=None, offer=shown)
        except DomainError as refusal:
            context["refusal"] = refusal
    return _page(request, "offer", shown.enrolment.cohort, context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request(request: HttpRequest, secret: str) -> HttpResponse:
    """Show an agent's request; POST agrees (`reponse`=oui) or refuses, with `motif`."""
    try:
        approval_id = open_link(purpose=ANSWER_REQUEST, secret=secret)
    except LinkIsDead as refusal:
        return _dead(request, refusal)
    shown = Approval.objects.select_related(*_WITH_COHORT).get(pk=approval_id)
    reason = request.POST.get("motif", "")
    # The agent may have left the line since: there is nothing to answer any more.
    is_over = request.method != "POST" and not shown.enrolment.is_awaiting
    context: dict[str, object] = {"approval": shown, "reason": reason, "is_over": is_over}
    if request.method == "POST":
        agrees = request.POST.get("reponse") == "oui"
        verdict = Verdict.APPROVED if agrees else Verdict.REFUSED
        try:
            answered: Enrolment = answer_request(approval=shown, verdict=verdict, reason=reason)
        except DomainError as refusal:
            context["refusal"] = refusal
        else:
            context["answered"] = answered
    return _page(request, "request", shown.enrolment.cohort, context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a postponed cohort's new days; POST keeps one's place (`reponse`=oui) or leaves it."""
    try:
        question_id = open_link(purpose=ANSWER_DATES, secret=secret)
    except LinkIsDead as refusal:
        return _dead(request, refusal)
    asked = ("postponement__cohort__venue", *_WITH_COHORT)
    shown = DateQuestion.objects.select_related(*asked).get(pk=question_id)
    # The cohort may have been cancelled since: there is nothing to answer any more.
    is_over = request.method != "POST" and not may_answer(shown, timezone.now())
    context: dict[str, object] = {"question": shown, "is_over": is_over}
    if request.method == "POST":
        keeps = request.POST.get("reponse") == "oui"
        try:
            context["answered"] = answer_dates(actor=None, question=shown, keeps=keeps)
        except DomainError as refusal:
            context["refusal"] = refusal
    return _page(request, "dates", shown.enrolment.cohort, context)
