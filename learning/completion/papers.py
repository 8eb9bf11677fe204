"""What an award says of a completion: the facts frozen at issue."""

from typing import Any

from accounts.organisations.models import Organisation
from certificates.awards.enums import AwardKind
from certificates.designs.queries import look_for
from learning.cohorts.models import Cohort
from learning.cohorts.terms import NATURE
from learning.completion.models import Completion
from modules.programmes.enums import CountsAs
from modules.programmes.queries import published_tree


def kind_for(completion: Completion) -> AwardKind:
    """Return the paper a completion gives: a sensitisation day is attested, not certified."""
    if completion.counts_as == CountsAs.SENSITISED:
        return AwardKind.PARTICIPATION_ATTESTATION
    return AwardKind.COMPLETION_CERTIFICATE


def facts_for(completion: Completion) -> dict[str, Any]:
    """Return everything the paper says (the shape is issue_award's)."""
    enrolment = completion.enrolment
    cohort, person = enrolment.cohort, enrolment.person
    provider = Organisation.objects.provider()
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
        "look": look_for(
            kind=kind_for(completion), module=cohort.revision.edition.module,
            organisation=enrolment.enrolling_organisation,
        ),
    }  # fmt: skip


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
