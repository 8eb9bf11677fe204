"""Issue, revoke and replace awards."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from certificates.awards.codes import new_code
from certificates.awards.enums import AwardKind, RevocationReason
from certificates.awards.models import Award, SerialCounter
from certificates.awards.permissions import can_revoke_awards
from certificates.awards.tasks import RENDER
from common.audit.services import record
from common.errors import DomainError
from common.jobs.services import queue

# A fact that others follow: an award exists (certificates.badges.tasks makes its badge).
AWARD_ISSUED = "award_issued"
# That an award no longer holds: told to its holder (learning.issuing).
AWARD_REVOKED = "award_revoked"
# That an award said what is not so: what it proved is taken back (learning.reactions).
AWARD_UNTRUE = "award_untrue"
UNTRUE = (RevocationReason.ERROR_IN_ISSUE, RevocationReason.FRAUD)


class CannotRevoke(DomainError):
    code = "cannot_revoke"
    sentence = _("Seule l’administration du programme peut révoquer un titre.")


class AlreadyRevoked(DomainError):
    code = "already_revoked"
    sentence = _("Le titre %(serial)s est déjà révoqué.")


class NothingToCorrect(DomainError):
    code = "nothing_to_correct"
    sentence = _("Le nouveau titre dirait la même chose que l’ancien : changez ce qui est faux.")


class ReplacementNeedsAReason(DomainError):
    code = "replacement_needs_a_reason"
    sentence = _("Dites pourquoi ce titre est remplacé : la page de vérification l’affichera.")


class NameMissing(DomainError):
    code = "name_missing"
    sentence = _("Un titre porte un prénom et un nom : remplissez les deux.")


@transaction.atomic
def issue_award(
    *, key: str, kind: AwardKind, recipient: User, facts: dict[str, Any], actor: User | None = None
) -> Award:
    """Issue an award once: the same `key` returns the award already issued, unchanged.

    `facts` is what the paper says, in JSON values: title, nature, beneficiary {first_name,
    last_name, function, employer}, provider {name, address, siret, activity_number}, signatory
    {name, quality}, starts_on, ends_on, minutes_planned, minutes_attended, place, group,
    issued_at_place and ribbon (per day, {phase, minutes, half}); the kind, serial, code, date of
    issue and demonstration mark are added here. The PDF is drawn by a job.
    """
    existing = Award.objects.filter(key=key).first()
    if existing is not None:
        return existing
    now = timezone.now()
    issued_on = timezone.localdate(now)
    # The counter's lock also makes two issues of one key follow each other.
    serial = _next_serial(issued_on.year)
    existing = Award.objects.filter(key=key).first()
    if existing is not None:
        return existing
    code = new_code()
    frozen = {
        **facts,
        "kind": kind.value,
        "serial": serial,
        "code": code,
        "issued_on": issued_on.isoformat(),
        "demo": settings.DEMO,
    }
    award = Award.objects.create(
        key=key, serial=serial, code=code, kind=kind, recipient=recipient, facts=frozen,
        issued_at=now,
    )  # fmt: skip
    record(actor=actor, action="award_issued", target=award, serial=serial)
    queue_rendering(award)
    queue(kind=AWARD_ISSUED, key=str(award.pk), payload={"award": str(award.pk)})
    return award


def queue_rendering(award: Award) -> None:
    """Have the award's paper drawn; call it in the transaction that wrote the award."""
    queue(kind=RENDER, key=str(award.pk), payload={"award": str(award.pk)})


def _next_serial(year: int) -> str:
    series = f"RAP-{year}"
    SerialCounter.objects.get_or_create(series=series)
    counter = SerialCounter.objects.select_for_update().get(series=series)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{series}-{counter.last:06d}"


@transaction.atomic
def revoke_award(
    *,
    actor: User | None,
    award: Award,
    reason: RevocationReason,
    note: str = "",
    because: str = "",
    replaced_by: Award | None = None,
) -> Award:
    """Make an award worthless from now on; its check page says so and why.

    `note` (300 characters at most) is told to whoever checks it, `because` stays in the audit
    trail. `replaced_by` is the corrected award its check page leads to. `actor` is None when a
    corrected attendance takes the completion back. Raises CannotRevoke or AlreadyRevoked.
    """
    if actor is not None and not can_revoke_awards(actor):
        raise CannotRevoke
    award = Award.objects.select_for_update().get(pk=award.pk)
    if award.revoked_at is not None:
        raise AlreadyRevoked(serial=award.serial)
    award.revoked_at = timezone.now()
    award.revocation_reason = reason
    award.revocation_note = note.strip()
    award.revoked_by = actor
    award.replaced_by = replaced_by
    award.save(
        update_fields=[
            "revoked_at", "revocation_reason", "revocation_note", "revoked_by", "replaced_by",
        ]
    )  # fmt: skip
    queue(kind=AWARD_REVOKED, key=str(award.pk), payload={"award": str(award.pk)})
    record(
        actor=actor, action="award_revoked", target=award, reason=because or note,
        revocation=reason.value,
    )  # fmt: skip
    if actor is not None and replaced_by is None and reason in UNTRUE:
        queue(
            kind=AWARD_UNTRUE, key=str(award.pk),
            payload={"award": str(award.pk), "actor": str(actor.pk), "reason": because or note},
        )  # fmt: skip
    return award


@transaction.atomic
def replace_award(
    *, actor: User, award: Award, corrections: Mapping[str, str], reason: str
) -> Award:
    """Issue the award again with its beneficiary corrected; the old code leads to the new one.

    `corrections` may hold first_name, last_name, function and employer; all else stays as it was
    frozen. `reason` is told to whoever checks the old one. Raises CannotRevoke, AlreadyRevoked,
    ReplacementNeedsAReason, NameMissing or NothingToCorrect.
    """
    if not can_revoke_awards(actor):
        raise CannotRevoke
    if not reason.strip():
        raise ReplacementNeedsAReason
    award = Award.objects.select_for_update().get(pk=award.pk)
    if award.revoked_at is not None:
        raise AlreadyRevoked(serial=award.serial)
    before = award.facts["beneficiary"]
    after = before | {key: corrections[key].strip() for key in before if key in corrections}
    if after == before:
        raise NothingToCorrect
    if not (after["first_name"] and after["last_name"]):
        raise NameMissing
    about = award.key.partition("/")[0]
    issues = 1 + Award.objects.filter(key__startswith=f"{about}/").count()
    new = issue_award(
        key=f"{about}/{issues + 1}", kind=AwardKind(award.kind), recipient=award.recipient,
        facts=award.facts | {"beneficiary": after}, actor=actor,
    )  # fmt: skip
    revoke_award(
        actor=actor, award=award, reason=RevocationReason.REPLACED, note=reason, replaced_by=new
    )
    return new
