"""Ask a structure whether its agent may go, and hear its answer.

The line manager or the referrer answers by a link in a mail, without an account.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.enums import ApprovalRule
from accounts.organisations.models import Organisation
from accounts.users.fields import clean_email
from accounts.users.models import AgentProfile, User
from common.audit.services import record
from common.errors import DomainError
from common.jobs.services import queue
from common.links.services import forget_links
from learning.enrolment.emails import ANSWER_REQUEST
from learning.enrolment.enums import EnrolmentState, Verdict
from learning.enrolment.models import Approval, Enrolment
from learning.enrolment.places import cancel, lock_cohort, serve_the_line, tell_person
from learning.enrolment.tasks import ASK_APPROVAL

# Nobody's mailbox is filled by a button pressed again and again.
BETWEEN_TWO_REQUESTS = timedelta(minutes=10)


class ApproverNeeded(DomainError):
    code = "approver_needed"
    sentence = _(
        "Votre structure demande un accord : indiquez l’adresse de la personne qui le donne."
    )


class ApproverIsOneself(DomainError):
    code = "approver_is_oneself"
    sentence = _("L’accord vient de quelqu’un d’autre : indiquez l’adresse de votre responsable.")


class AlreadyDecided(DomainError):
    code = "already_decided"
    sentence = _("Cette demande a déjà reçu une réponse.")


class AskedJustNow(DomainError):
    code = "asked_just_now"
    sentence = _("L’accord vient d’être demandé : laissez quelques minutes avant de redemander.")


class RefusalNeedsAReason(DomainError):
    code = "refusal_needs_a_reason"
    sentence = _("Dites pourquoi : la personne qui demande lira ce motif.")


def referrer_of(structure: Organisation) -> str:
    """Return the address of who agrees for every agent of a structure; "" if agents name theirs."""
    return structure.approver_email if structure.approval == ApprovalRule.REFERRER else ""


def must_name_an_approver(person: User) -> bool:
    """Return whether a person's request needs an address that only they know."""
    profile = AgentProfile.objects.select_related("employer").filter(person=person).first()
    structure = profile.employer if profile else None
    if structure is None or structure.approval == ApprovalRule.NONE:
        return False
    return not referrer_of(structure)


def approver_of(person: User, given: str) -> str | None:
    """Return the address of who must agree to a person's request; None when nobody must.

    Raises ApproverNeeded or ApproverIsOneself.
    """
    profile = AgentProfile.objects.select_related("employer").filter(person=person).first()
    structure = profile.employer if profile else None
    if structure is None or structure.approval == ApprovalRule.NONE:
        return None
    address = clean_email(referrer_of(structure) or given)
    try:
        validate_email(address)
    except ValidationError:
        raise ApproverNeeded from None
    if address == person.email:
        raise ApproverIsOneself
    return address


def ask_approval(*, enrolment: Enrolment, approver_email: str) -> Approval:
    """Write to someone that their answer is needed, and to the agent that it was asked for."""
    approval = Approval.objects.create(enrolment=enrolment, approver_email=approver_email)
    _write_to(approval)
    tell_person(enrolment)
    return approval


def _write_to(approval: Approval) -> None:
    """Have the mail written: once each time the answer is asked for."""
    asked_at = approval.asked_at.isoformat()
    payload = {"approval": str(approval.pk), "asked_at": asked_at}
    queue(kind=ASK_APPROVAL, key=f"{approval.pk}:{asked_at}", payload=payload)


@transaction.atomic
def ask_again(*, actor: User, approval: Approval, approver_email: str = "") -> Approval:
    """Ask again, or ask someone else; the links sent before no longer work.

    Raises AlreadyDecided, AskedJustNow, ApproverNeeded or ApproverIsOneself.
    """
    enrolment = Enrolment.objects.select_for_update().get(pk=approval.enrolment_id)
    approval = Approval.objects.get(pk=approval.pk)
    if approval.verdict or enrolment.state != EnrolmentState.AWAITING:
        raise AlreadyDecided
    if approval.asked_at > timezone.now() - BETWEEN_TWO_REQUESTS:
        raise AskedJustNow
    given = approver_email.strip() or approval.approver_email
    # The structure may have changed its mind: whom it names now, or whoever was asked.
    approval.approver_email = approver_of(enrolment.person, given) or approval.approver_email
    approval.asked_at = timezone.now()
    approval.save(update_fields=["approver_email", "asked_at"])
    forget_links(purpose=ANSWER_REQUEST, object_id=approval.pk)
    record(actor=actor, action="approval_asked_again", target=enrolment, to=approval.approver_email)
    _write_to(approval)
    return approval


@transaction.atomic
def answer_request(*, approval: Approval, verdict: Verdict, reason: str = "") -> Enrolment:
    """Write what the approver answers: the agent gets their place or turn, or leaves the line.

    Raises AlreadyDecided or RefusalNeedsAReason.
    """
    cohort = lock_cohort(approval.enrolment.cohort_id)
    enrolment = Enrolment.objects.select_for_update().get(pk=approval.enrolment_id)
    approval = Approval.objects.get(pk=approval.pk)
    if approval.verdict or enrolment.state != EnrolmentState.AWAITING:
        raise AlreadyDecided
    if verdict == Verdict.REFUSED and not reason.strip():
        raise RefusalNeedsAReason
    approval.verdict, approval.decided_at = verdict, timezone.now()
    approval.reason = reason.strip()
    approval.save(update_fields=["verdict", "decided_at", "reason"])
    forget_links(purpose=ANSWER_REQUEST, object_id=approval.pk)
    record(
        actor=None, action="request_answered", target=enrolment, reason=approval.reason,
        verdict=verdict, by=approval.approver_email,
    )  # fmt: skip
    if verdict == Verdict.REFUSED:
        cancel(actor=None, enrolment=enrolment, reason=approval.reason)
        return enrolment
    enrolment.state = EnrolmentState.WAITING
    enrolment.save(update_fields=["state"])
    serve_the_line(cohort, newcomer=enrolment)
    enrolment.refresh_from_db()
    if enrolment.state == EnrolmentState.WAITING:
        tell_person(enrolment)
    return enrolment
