"""Enrol many people for a school at once: what `enrol_agent` does for one, in bulk writes."""

from collections.abc import Sequence

from django.utils import timezone

from accounts.organisations.enums import Region
from accounts.organisations.models import Organisation
from accounts.users.enums import Category, Versant
from accounts.users.models import AgentProfile, User
from common.audit.services import record_all
from learning.cohorts.models import Cohort
from learning.enrolment.enums import EnrolmentSource, EnrolmentState
from learning.enrolment.models import Enrolment, EnrolmentGroup
from learning.enrolment.places import next_queue_number, seat_newcomers, tell_people
from learning.enrolment.reservations import places_to_name


def enrol_together(
    *, actor: User, cohort: Cohort, organisation: Organisation, people: Sequence[AgentProfile],
    group: EnrolmentGroup | None = None,
) -> list[Enrolment]:  # fmt: skip
    """Enrol people who are not in the cohort, first come first: kept places, places, then turns.

    Those without a kept place are of the `group`, if there is one.

    Called under the cohort's lock, by who may enrol for the organisation.
    """
    first_number = next_queue_number(cohort)
    employers = Organisation.objects.in_bulk({one.employer_id for one in people if one.employer_id})
    today = timezone.localdate()
    is_ours_first = organisation.is_partner_or_member(today)
    first_ones = {pk for pk, one in employers.items() if one.is_partner_or_member(today)}
    made = [
        Enrolment(
            cohort=cohort, person_id=profile.person_id, source=EnrolmentSource.SCHOOL,
            enrolled_by=actor, enrolling_organisation=organisation, state=EnrolmentState.WAITING,
            queue_number=first_number + turn,
            is_priority=is_ours_first or profile.employer_id in first_ones,
            employer_id=profile.employer_id, function=profile.function,
            region=employers[profile.employer_id].region if profile.employer_id
            else Region.ELSEWHERE,
            versant=profile.versant, category=profile.category,
        )
        for turn, profile in enumerate(people)
    ]  # fmt: skip
    kept = _name_kept_places(cohort, organisation, made)
    for one in made[len(kept) :]:
        one.group = group
    seat_newcomers(cohort, made[len(kept) :])
    Enrolment.objects.bulk_create(made)
    record_all(
        actor=actor, action="enrolled",
        targets=[(one, {"state": str(one.state), "cohort": cohort.code}) for one in made],
    )  # fmt: skip
    record_all(actor=actor, action="place_named", targets=[(one, {}) for one in kept])
    tell_people(made)
    return made


def _name_kept_places(
    cohort: Cohort, organisation: Organisation, made: Sequence[Enrolment]
) -> list[Enrolment]:
    """Give the first ones the places their school keeps; return them, not yet written."""
    named = list(zip(made, places_to_name(cohort, organisation), strict=False))
    for one, reservation in named:
        one.reservation = reservation
        one.state, one.confirmed_at = EnrolmentState.CONFIRMED, timezone.now()
    return [one for one, _reservation in named]


def fill_in_enrolments(
    *, actor: User, cohort: Cohort, rows: Sequence[tuple[Enrolment, AgentProfile]]
) -> None:
    """Complete what enrolments froze without knowing it, with what the profiles now say."""
    for enrolment, profile in rows:
        if not enrolment.function:
            enrolment.function = profile.function
        if enrolment.versant == Versant.OTHER:
            enrolment.versant = profile.versant
        if enrolment.category == Category.NONE:
            enrolment.category = profile.category
    Enrolment.objects.bulk_update(
        [enrolment for enrolment, _profile in rows], ["function", "versant", "category"]
    )
    record_all(
        actor=actor, action="enrolment_completed",
        targets=[(enrolment, {"cohort": cohort.code}) for enrolment, _profile in rows],
    )  # fmt: skip
