"""What an award says of a completion: the facts frozen at issue."""

from typing import Any
from uuid import UUID

from django.utils import translation

from accounts.organisations.models import Organisation
from certificates.awards.enums import AwardKind, RevocationReason
from certificates.awards.models import Award
from certificates.designs.queries import look_for
from learning.cohorts.models import Cohort, HalfDay
from learning.cohorts.terms import NATURE
from learning.completion.enums import Paper
from learning.completion.models import Completion
from learning.completion.queries import rule_of
from learning.completion.rules import rule_in_words
from modules.programmes.enums import CompletionBasis, CountsAs
from modules.programmes.queries import published_tree

# A paper taken back for these is not given again by a later verdict.
FOR_GOOD = (RevocationReason.FRAUD, RevocationReason.REQUEST)


def key_prefix(paper: Paper, enrolment_id: object) -> str:
    """Return how the keys of an enrolment's papers begin, whatever the verdict's version."""
    return f"{paper.value}:{enrolment_id}:"


def key_of(completion: Completion, paper: Paper) -> str:
    """Return what a paper of this verdict is about: issued once under this key."""
    return f"{key_prefix(paper, completion.enrolment_id)}{completion.version}"


def enrolment_of(key: str) -> UUID | None:
    """Return the enrolment the key of an award is about; None for a key of another kind."""
    paper, _colon, rest = key.partition(":")
    if paper not in Paper.values:
        return None
    return UUID(rest.partition(":")[0])


def paper_of_key(key: str) -> Paper:
    """Return which paper of a completion the key of an award is."""
    return Paper(key.partition(":")[0])


def may_give(completion: Completion, paper: Paper) -> bool:
    """Return whether a completion gives this paper: an end of training is no awareness day's."""
    return paper == Paper.CERTIFICATE or completion.counts_as == CountsAs.TRAINED


def is_taken_for_good(award: Award | None) -> bool:
    """Return whether a paper was taken back in such a way that no verdict gives it again."""
    return award is not None and award.revocation_reason in FOR_GOOD


def kind_for(completion: Completion, paper: Paper = Paper.CERTIFICATE) -> AwardKind:
    """Return the paper a completion gives: a sensitisation day is attested, not certified."""
    if paper == Paper.ATTESTATION:
        return AwardKind.TRAINING_ATTESTATION
    if completion.counts_as == CountsAs.SENSITISED:
        return AwardKind.PARTICIPATION_ATTESTATION
    return AwardKind.COMPLETION_CERTIFICATE


def facts_for(completion: Completion, paper: Paper = Paper.CERTIFICATE) -> dict[str, Any]:
    """Return everything the paper says (the shape is issue_award's)."""
    attested = _attested(completion) if paper == Paper.ATTESTATION else {}
    return _common_facts(completion, paper) | attested


def _attested(completion: Completion) -> dict[str, Any]:
    """Return what an attestation says more: the objectives, and the results of an assessment.

    Only what the training team declared on evidence is a result: scores of interactive contents
    come from a browser, and prove nothing.
    """
    revision = completion.enrolment.cohort.revision
    module = completion.module
    facts: dict[str, Any] = {"objectives": revision.sheet.get("objectives") or module.objectives}
    if completion.basis == CompletionBasis.DECLARED and module.assessment:
        facts["results"] = [{"title": module.assessment, "outcome": completion.evidence}]
    return facts


def _common_facts(completion: Completion, paper: Paper) -> dict[str, Any]:
    enrolment = completion.enrolment
    cohort, person = enrolment.cohort, enrolment.person
    provider, module = Organisation.objects.provider(), cohort.revision.edition.module
    return {
        "title": cohort.public_title,
        "nature": NATURE,
        "beneficiary": {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "function": enrolment.function,
            "employer": completion.employer.name if completion.employer else "",
        },
        "provider": {
            "name": provider.name,
            "address": provider.address,
            "siret": provider.siret or "",
            "activity_number": provider.activity_number,
        },
        "signatory": {
            "name": provider.signatory_name,
            "quality": provider.signatory_quality,
        },
        "starts_on": cohort.starts_on.isoformat(),
        "ends_on": cohort.ends_on.isoformat(),
        "minutes_planned": completion.minutes_planned,
        "minutes_attended": completion.minutes_attended,
        "place": cohort.venue.full_address,
        "group": cohort.title,
        "issued_at_place": provider.address.rpartition(" ")[2],
        "ribbon": ribbon_of(cohort),
        "module": module.slug,
        "criteria": _criteria(cohort),
        "look": look_for(
            kind=kind_for(completion, paper), module=module,
            organisation=enrolment.enrolling_organisation,
        ),
    }  # fmt: skip


def _criteria(cohort: Cohort) -> str:
    """Return the rule one was held to, in the language of the papers."""
    planned = HalfDay.objects.filter(cohort=cohort).count()
    with translation.override("fr"):
        return rule_in_words(rule_of(cohort), planned)


def ribbon_of(cohort: Cohort) -> list[list[dict[str, Any]]]:
    """Return the fingerprint of the cohort's days: the phases in their order, with minutes."""
    return ribbon_of_text(cohort.revision_id)


def ribbon_of_text(revision_id: int) -> list[list[dict[str, Any]]]:
    """Return the fingerprint of a published text."""
    revision = published_tree(revision_id)
    return [
        [
            {
                "phase": sequence.phase,
                "minutes": sequence.minutes,
                "half": "pm" if sequence.is_afternoon else "am",
            }
            for sequence in day.sequences.all()
        ]
        for day in revision.days.all()
    ]
