"""Ask for a place, answer an offer, ask for an approval again, use an invitation code."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import person_of
from common.errors import DomainError
from learning.cohorts.models import Cohort
from learning.decisions.models import DateQuestion
from learning.decisions.services import answer_dates
from learning.enrolment.approvals import ask_again, must_name_an_approver
from learning.enrolment.enums import OfferState
from learning.enrolment.models import Approval, Offer
from learning.enrolment.offers import accept_offer, decline_offer
from learning.enrolment.permissions import can_ask_for_a_place
from learning.enrolment.reservations import use_invitation
from learning.enrolment.services import NameRequired, request_place
from learning.enrolment.words import order_in_words
from learning.needs.services import tell_needs
from learning.web.learner.needs import CONSENT, needs_form, needs_in
from learning.web.learner.views import enrolment_of, show_enrolment


def _name_first(request: HttpRequest, refusal: NameRequired, here: str) -> HttpResponse:
    """Send someone without a name to their profile, and back here."""
    messages.warning(request, str(refusal))
    return redirect(f"{reverse('profile:edit')}?{urlencode({'next': here})}")


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a place in the cohort named by `cohorte`; GET asks for the confirmation.

    Where their structure wants an approval, `responsable` is the address of who gives it.
    """
    person = person_of(request)
    asked = request.POST if request.method == "POST" else request.GET
    cohort = get_object_or_404(
        Cohort.objects.visible_to(person).for_lists().prefetch_related("half_days"),
        code=asked.get("cohorte", ""),
    )
    here = f"{reverse('learner:ask')}?{urlencode({'cohorte': cohort.code})}"
    existing = cohort.enrolments.active().filter(person=person).first()
    if existing is not None:
        return redirect("learner:enrolment", existing.pk)
    names_approver, approver = must_name_an_approver(person), asked.get("responsable", "")
    refusal: DomainError | None = None
    # The catalogue's button does not ask for the address: this page does.
    is_whole = not names_approver or "responsable" in request.POST
    if request.method == "POST" and is_whole:
        try:
            with transaction.atomic():
                enrolment = request_place(person=person, cohort=cohort, approver_email=approver)
                tell_needs(
                    actor=person, enrolment=enrolment, needs=needs_in(request),
                    consents=CONSENT in request.POST,
                )  # fmt: skip
        except NameRequired as error:
            return _name_first(request, error, here)
        except DomainError as error:
            refusal = error
        else:
            return redirect("learner:enrolment", enrolment.pk)
    context = {
        "cohort": cohort,
        "refusal": refusal,
        "is_open": can_ask_for_a_place(cohort),
        "order": order_in_words(cohort),
        "names_approver": names_approver,
        "approver": approver,
        **needs_form(needs_in(request), consents=CONSENT in request.POST),
        "crumbs": [
            (_("Catalogue"), "/"),
            (
                cohort.module_title,
                reverse("catalogue:module", args=[cohort.revision.edition.module.slug]),
            ),
        ],
    }
    return render(request, "learning/learner/ask.html", context, status=409 if refusal else 200)


@require_POST
def answer(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Accept the place one is offered (`reponse`=oui), or leave it to the next person."""
    mine = enrolment_of(request, enrolment_id)
    offers = Offer.objects.filter(enrolment=mine).select_related("enrolment")
    # The one being answered may have just closed: the service says so.
    open_first = offers.order_by("-made_at").filter(state=OfferState.OPEN).first()
    offer = open_first or offers.order_by("-made_at").first()
    if offer is None:
        return redirect("learner:enrolment", mine.pk)
    accepts = request.POST.get("reponse") == "oui"
    try:
        (accept_offer if accepts else decline_offer)(actor=person_of(request), offer=offer)
    except DomainError as refusal:
        return show_enrolment(request, enrolment_of(request, enrolment_id), refusal)
    if accepts:
        messages.success(request, _("Votre place est confirmée. La convocation part par courriel."))
    else:
        messages.success(request, _("La place va à la personne suivante. Merci d’avoir répondu."))
    return redirect("learner:enrolment", mine.pk)


@require_POST
def dates(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Keep one's place at the new dates of a postponed cohort (`reponse`=oui), or leave it."""
    mine = enrolment_of(request, enrolment_id)
    question = DateQuestion.objects.filter(enrolment=mine).order_by("-postponement__decided_at")
    asked = question.select_related("postponement").first()
    if asked is None:
        return redirect("learner:enrolment", mine.pk)
    keeps = request.POST.get("reponse") == "oui"
    try:
        answer_dates(actor=person_of(request), question=asked, keeps=keeps)
    except DomainError as refusal:
        return show_enrolment(request, enrolment_of(request, enrolment_id), refusal)
    if keeps:
        messages.success(request, _("C’est noté : vous venez aux nouvelles dates."))
    else:
        messages.success(request, _("C’est noté : votre place passe à la personne suivante."))
    return redirect("learner:enrolment", mine.pk)


@require_POST
def approval(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Ask for the approval again, from `responsable` if the structure lets agents name someone."""
    mine = enrolment_of(request, enrolment_id)
    asked = Approval.objects.filter(enrolment=mine).first()
    if asked is None:
        return redirect("learner:enrolment", mine.pk)
    address = request.POST.get("responsable", "")
    try:
        asked = ask_again(actor=person_of(request), approval=asked, approver_email=address)
    except DomainError as refusal:
        return show_enrolment(request, mine, refusal)
    said = _("L’accord est redemandé à %(address)s.")
    messages.success(request, said % {"address": asked.approver_email})
    return redirect("learner:enrolment", mine.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Take one of the places a school keeps, with the `code` it gives."""
    asked = request.POST if request.method == "POST" else request.GET
    code = asked.get("code", "")
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            enrolment = use_invitation(person=person_of(request), code=code)
        except NameRequired as error:
            here = f"{reverse('learner:invitation')}?{urlencode({'code': code})}"
            return _name_first(request, error, here)
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("Votre place est confirmée."))
            return redirect("learner:enrolment", enrolment.pk)
    context = {
        "code": code,
        "refusal": refusal,
        "crumbs": [(_("Mes formations"), reverse("learner:home"))],
    }
    status = 409 if refusal else 200
    return render(request, "learning/learner/invitation.html", context, status=status)
