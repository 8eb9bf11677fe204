"""Add to the evidence of a cohort."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from learning.cohorts.models import Cohort, HalfDay
from learning.evidence.digests import beginning_of, canonical, digest_of, instant, sealed_reason
from learning.evidence.enums import EntryKind
from learning.evidence.models import EvidenceChain, EvidenceEntry, HalfDayFacts, Head


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an entry is to say; `detail` holds strings and whole numbers only.

    `facts` is what the half-day is (`write_facts`), read from it where nobody gives it.
    """

    kind: EntryKind
    half_day: HalfDay
    at: datetime
    author_id: UUID | None = None
    enrolment_id: UUID | None = None
    person_id: UUID | None = None
    status: str = ""
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    method: str = ""
    device: str = ""
    signature: str = ""
    reason: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    facts: str = ""


def locked_chain(cohort_id: UUID) -> EvidenceChain:
    """Return the chain of a cohort, held until the transaction ends; begun where there is none."""
    held = EvidenceChain.objects.select_for_update()
    chain = held.filter(pk=cohort_id).first()
    if chain is None:
        EvidenceChain.objects.bulk_create(
            [EvidenceChain(cohort_id=cohort_id, head=beginning_of(cohort_id))],
            ignore_conflicts=True,
        )
        chain = held.get(pk=cohort_id)
    return chain


def append(chain: EvidenceChain, drafts: Sequence[Draft]) -> list[EvidenceEntry]:
    """Add entries after the head of a chain that the caller holds (`locked_chain`)."""
    now = timezone.now()
    told = {draft.half_day: draft.facts for draft in drafts}
    facts = {half: _kept_facts(chain, text or facts_of(half)) for half, text in told.items()}
    entries = []
    for draft in drafts:
        salt = secrets.token_hex(16) if draft.reason else ""
        entry = EvidenceEntry(
            cohort_id=chain.pk, position=chain.length + 1, kind=draft.kind,
            half_day_id=draft.half_day.pk, enrolment_id=draft.enrolment_id,
            person_id=draft.person_id, status=draft.status, arrived_at=draft.arrived_at,
            left_at=draft.left_at, method=draft.method, device=draft.device, at=draft.at,
            recorded_at=now, author_id=draft.author_id, facts=facts[draft.half_day],
            signature=draft.signature, reason=draft.reason, reason_salt=salt,
            reason_digest=sealed_reason(salt, draft.reason), detail=draft.detail,
            previous=chain.head,
        )  # fmt: skip
        entry.digest = entry.hashed()
        chain.length, chain.head = entry.position, entry.digest
        entries.append(entry)
    EvidenceEntry.objects.bulk_create(entries)
    EvidenceChain.objects.filter(pk=chain.pk).update(
        length=chain.length, head=chain.head, facts=chain.facts
    )
    return entries


def facts_of(half_day: HalfDay) -> str:
    """Return what a half-day is: the words that the courts look at, the same on all papers.

    Its cohort's venue, module and trainers are best at hand (`with_facts`).
    """
    cohort = half_day.cohort
    return write_facts(
        half_day, cohort=cohort.code, title=cohort.public_title, group=cohort.title,
        place=cohort.venue.full_address,
        trainers=[(one.pk, one.display_name) for one in cohort.trainers.all()],
    )  # fmt: skip


def write_facts(
    half_day: HalfDay,
    *,
    cohort: str,
    title: str,
    group: str,
    place: str,
    trainers: Iterable[tuple[UUID, str]],
) -> str:
    """Write the facts of a half-day, of which only its own columns are read."""
    return canonical(
        {
            "cohort": cohort,
            "title": title,
            "group": group,
            "day": half_day.day,
            "period": str(half_day.period),
            "starts_at": instant(half_day.starts_at),
            "ends_at": instant(half_day.ends_at),
            "place": place,
            "trainers": sorted([str(key), name] for key, name in trainers),
        }
    )


def _kept_facts(chain: EvidenceChain, text: str) -> str:
    digest = digest_of(text)
    if chain.facts != digest:
        HalfDayFacts.objects.bulk_create(
            [HalfDayFacts(digest=digest, text=text)], ignore_conflicts=True
        )
        chain.facts = digest
    return digest


def head_of(cohort: Cohort) -> Head | None:
    """Return the end of the cohort's chain, None where nothing is written yet."""
    chain = EvidenceChain.objects.filter(pk=cohort.pk, length__gt=0).first()
    if chain is None:
        return None
    return Head(chain.length, chain.head, chain.anchored_length, chain.anchored_at)
