"""Write verdicts, and ask for the awards they give."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.users.models import User
from certificates.awards.enums import RevocationReason
from certificates.awards.models import Award
from certificates.awards.services import issue_award, revoke_award
from common.audit.services import record
from common.errors import DomainError
from learning.completion.enums import Paper, Verdict
from learning.completion.models import Completion
from learning.completion.papers import (
    facts_for,
    is_taken_for_good,
    key_of,
    key_prefix,
    kind_for,
    may_give,
)
from learning.completion.permissions import can_declare
from learning.completion.queries import (
    attended_by,
    is_fully_sealed,
    last_day_of,
    rule_of,
    tasks_of,
)
from learning.completion.rules import Attended, Ruling, rule_on
from learning.counting.services import record_verdict
from learning.enrolment.models import Enrolment


class CannotDeclare(DomainError):
    code = "cannot_declare"
    sentence = gettext_lazy(
        "Seule l’équipe de formation peut déclarer cet achèvement, là où le format le prévoit."
    )


class EvidenceRequired(DomainError):
    code = "evidence_required"
    sentence = gettext_lazy("Dites sur quoi repose la déclaration : rapport, soutenance, livrable.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What stands beside a verdict: who declared it, on what evidence, or why it is corrected."""

    actor: User | None = None
    evidence: str = ""
    correction_reason: str = ""


@transaction.atomic
def evaluate_enrolment(*, enrolment: Enrolment, correction_reason: str = "") -> Completion | None:
    """Apply the rule once every half-day is countersigned; return the verdict that holds.

    The same verdict is not written twice. Where the format asks for a declaration, or half-days
    are still open, nothing is written and None is returned. A completion that was withdrawn comes
    back only with a correction and its reason.
    """
    enrolment = _locked(enrolment)
    if not enrolment.is_confirmed or not is_fully_sealed(enrolment.cohort):
        return None
    current = enrolment.completions.current().first()
    if current is not None and current.is_withdrawn and not correction_reason:
        return current
    attended = attended_by(enrolment)
    # Reasons are frozen with the verdict, in the language of the papers.
    with translation.override("fr"):
        ruling = rule_on(rule_of(enrolment.cohort), attended, tasks_of(enrolment))
    if ruling is None:
        return None
    return _append(
        enrolment, ruling, attended, _effective_on(enrolment, attended),
        Grounds(correction_reason=correction_reason),
    )  # fmt: skip


def _effective_on(enrolment: Enrolment, attended: Attended) -> date:
    """Return the day a verdict counts for: the last one, or that of a make-up after it."""
    last = last_day_of(enrolment) if attended.made_up else None
    ends_on = enrolment.cohort.ends_on
    return max(ends_on, last) if last else ends_on


@transaction.atomic
def declare_completion(
    *, actor: User, enrolment: Enrolment, evidence: str, effective_on: date, minutes: int
) -> Completion:
    """Write a completion declared by a trainer, on evidence; `minutes` were really followed.

    Raises CannotDeclare or EvidenceRequired.
    """
    enrolment = _locked(enrolment)
    if not can_declare(actor, enrolment):
        raise CannotDeclare
    if not evidence.strip():
        raise EvidenceRequired
    with translation.override("fr"):
        reason = _("Déclaré par %(name)s, preuve à l’appui : acquis")
        ruling = Ruling(Verdict.ACQUIRED, reason % {"name": actor.display_name})
    planned = enrolment.cohort.revision.edition.module.format.planned_minutes
    there = attended_by(enrolment)
    attended = Attended(
        half_days=there.half_days,
        half_days_planned=there.half_days_planned,
        minutes=minutes,
        minutes_planned=planned,
    )
    completion = _append(
        enrolment, ruling, attended, effective_on, Grounds(actor=actor, evidence=evidence.strip())
    )
    record(actor=actor, action="completion_declared", target=enrolment, reason=evidence.strip())
    return completion


@transaction.atomic
def withdraw_completion(*, actor: User, enrolment: Enrolment, reason: str) -> Completion | None:
    """Take back a completion whose certificate was issued by error or obtained by fraud.

    The person no longer counts; what was counted until now stays in past figures. A corrected
    sheet gives a verdict again. None when nothing was acquired.
    """
    enrolment = _locked(enrolment)
    current = enrolment.completions.current().first()
    if current is None or not current.is_acquired:
        return None
    attended = Attended(
        half_days=current.half_days_attended, half_days_planned=current.half_days_planned,
        minutes=current.minutes_attended, minutes_planned=current.minutes_planned,
    )  # fmt: skip
    with translation.override("fr"):
        words = _("Retiré, certificat révoqué : non acquis")
    return _append(
        enrolment, Ruling(Verdict.NOT_ACQUIRED, words), attended, current.effective_on,
        Grounds(actor=actor, correction_reason=reason),
    )  # fmt: skip


def _locked(enrolment: Enrolment) -> Enrolment:
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    return Enrolment.objects.select_related(
        "person", "employer", "cohort__venue", "cohort__revision__edition__module__format"
    ).get(pk=enrolment.pk)


def _append(
    enrolment: Enrolment, ruling: Ruling, attended: Attended, effective_on: date, grounds: Grounds
) -> Completion:
    current = enrolment.completions.current().first()
    if (
        current is not None
        and current.effective_on == effective_on
        and _says_the_same(current, ruling, attended, grounds)
    ):
        return current
    now = timezone.now()
    if current is not None:
        current.superseded_at = now
        current.save(update_fields=["superseded_at"])
    module = enrolment.cohort.revision.edition.module
    completion = Completion.objects.create(
        enrolment=enrolment,
        version=current.version + 1 if current else 1,
        person=enrolment.person,
        verdict=ruling.verdict,
        reason=ruling.reason,
        correction_reason=grounds.correction_reason,
        evidence=grounds.evidence,
        basis=module.format.completion_basis,
        half_days_attended=attended.half_days,
        half_days_planned=attended.half_days_planned,
        minutes_attended=attended.minutes,
        minutes_planned=attended.minutes_planned,
        counts_as=module.format.counts_as,
        module=module,
        employer=enrolment.employer,
        school=enrolment.enrolling_organisation,
        region=enrolment.region,
        versant=enrolment.versant,
        category=enrolment.category,
        effective_on=effective_on,
        recorded_at=now,
        recorded_by=grounds.actor,
    )
    record(
        actor=grounds.actor, action="verdict_recorded", target=enrolment,
        reason=grounds.correction_reason, verdict=ruling.verdict.value, words=ruling.reason,
    )  # fmt: skip
    _follow_with_awards(completion)
    record_verdict(completion=completion, previous=current)
    return completion


def _says_the_same(
    current: Completion, ruling: Ruling, attended: Attended, grounds: Grounds
) -> bool:
    return (
        current.verdict == ruling.verdict
        and current.reason == ruling.reason
        and current.minutes_attended == attended.minutes
        and current.evidence == grounds.evidence
    )


@transaction.atomic
def issue_paper(*, actor: User | None, enrolment: Enrolment, paper: Paper) -> Award | None:
    """Issue a paper of the verdict that holds; None where there is nothing to issue.

    Nothing is: without an acquired verdict, where it does not give this paper, once it was issued,
    or where an earlier one was taken back for good.
    """
    enrolment = _locked(enrolment)
    completion = enrolment.completions.current().acquired().first()
    if completion is None or not may_give(completion, paper):
        return None
    if Award.objects.filter(key=key_of(completion, paper)).exists():
        return None
    latest = _latest(completion, paper)
    return None if is_taken_for_good(latest) else _issue(completion, paper, actor)


def _latest(completion: Completion, paper: Paper) -> Award | None:
    prefix = key_prefix(paper, completion.enrolment_id)
    return Award.objects.filter(key__startswith=prefix).order_by("-issued_at", "-serial").first()


def _issue(
    completion: Completion, paper: Paper, actor: User | None, replaced: Award | None = None
) -> Award:
    facts = facts_for(completion, paper)
    if replaced is not None and "/" in replaced.key:
        # A name corrected on the paper before stays corrected on this one.
        facts["beneficiary"] = replaced.facts["beneficiary"]
    return issue_award(
        key=key_of(completion, paper), kind=kind_for(completion, paper),
        recipient=completion.person, facts=facts, actor=actor,
    )  # fmt: skip


def _follow_with_awards(completion: Completion) -> None:
    """Make the papers say what the verdict says: issue, replace, take back.

    The certificate follows any acquired verdict; an attestation, only where one was given before.
    A correction that changes the hours gives a corrected paper; the old code says it is replaced.
    """
    for paper in Paper:
        latest = _latest(completion, paper)
        old = latest if latest and latest.revoked_at is None else None
        new = None
        is_asked = paper == Paper.CERTIFICATE or latest is not None
        is_due = completion.verdict == Verdict.ACQUIRED and not is_taken_for_good(latest)
        if is_asked and is_due and may_give(completion, paper):
            new = _issue(completion, paper, completion.recorded_by, latest)
        if old is not None:
            revoke_award(
                actor=None, award=old,
                reason=RevocationReason.REPLACED if new else RevocationReason.ERROR_IN_ISSUE,
                because=completion.correction_reason, replaced_by=new,
            )  # fmt: skip
