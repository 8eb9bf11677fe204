"""What a convention says: the fields of articles L6353-1 and D6353-1 of the Labour Code.

Its people are the confirmed ones that the organisation enrolled: a school sees the enrolments it
made only, and who asked for a place themselves owes their employer no word of it.
"""

from typing import Any

from accounts.organisations.models import Organisation
from learning.cohorts.models import Cohort
from learning.cohorts.terms import NATURE
from learning.enrolment.models import Enrolment
from modules.programmes.queries import published_tree


def facts_for(cohort: Cohort, organisation: Organisation) -> dict[str, Any]:
    """Return everything the paper says, as JSON values."""
    provider = Organisation.objects.provider()
    module = cohort.revision.edition.module
    zone = cohort.venue.zone
    halves = cohort.half_days.order_by("starts_at")
    people = (
        Enrolment.objects.confirmed()
        .filter(cohort=cohort, enrolling_organisation=organisation)
        .select_related("person")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    participants = [
        {
            "last_name": one.person.last_name,
            "first_name": one.person.first_name,
            "function": one.function,
        }
        for one in people
    ]
    price = int(cohort.price_per_person * 100)
    return {
        "provider": {
            **_identity(provider),
            "activity_number": provider.activity_number,
            "signatory": provider.signatory_name,
            "quality": provider.signatory_quality,
        },
        "client": _identity(organisation),
        "title": cohort.public_title,
        "group": cohort.title,
        "nature": NATURE,
        "counts_as": module.format.counts_as,
        "objectives": list(module.objectives),
        "audience": module.audience,
        "prerequisites": module.prerequisites,
        "methods": module.methods,
        "assessment": module.assessment,
        "accessibility": module.disability_text,
        "disability_contact": module.disability_contact,
        "contact": f"{module.contact_name}, {module.contact_email}",
        "programme": _programme(cohort),
        "minutes": module.format.planned_minutes,
        "starts_on": cohort.starts_on.isoformat(),
        "ends_on": cohort.ends_on.isoformat(),
        "half_days": [
            [half.starts_at.astimezone(zone).isoformat(), half.ends_at.astimezone(zone).isoformat()]
            for half in halves
        ],
        "place": cohort.venue.full_address,
        "trainers": sorted(trainer.display_name for trainer in cohort.trainers.all()),
        "participants": participants,
        "price_cents": price,
        "total_cents": price * len(participants),
    }


def _identity(organisation: Organisation) -> dict[str, str]:
    return {
        "name": organisation.name,
        "address": organisation.address,
        "siret": organisation.siret or "",
    }


def _programme(cohort: Cohort) -> list[dict[str, Any]]:
    """Return each day's title and, in order, what is done then."""
    return [
        {"title": day.title, "sequences": [sequence.title for sequence in day.sequences.all()]}
        for day in published_tree(cohort.revision_id).days.all()
    ]
