"""What a convocation says of a cohort and of its venue, beyond dates."""

from dataclasses import asdict, dataclass

from django.db import transaction

from accounts.users.models import User
from common.audit.services import record
from learning.cohorts.models import Cohort, Venue
from learning.cohorts.permissions import can_manage_cohorts
from learning.cohorts.services import CannotManageCohorts


@dataclass(frozen=True, slots=True)
class Practical:
    """What to bring and the link to follow from afar; how to come, and what the venue allows."""

    bring: str
    online_url: str
    access: str
    accessibility: str


def practical_of(cohort: Cohort) -> Practical:
    """Return what is said now."""
    venue = cohort.venue
    return Practical(cohort.bring, cohort.online_url, venue.access, venue.accessibility)


@transaction.atomic
def describe(*, actor: User, cohort: Cohort, said: Practical) -> Cohort:
    """Write what convocations say from now on. Raises CannotManageCohorts."""
    if not can_manage_cohorts(actor):
        raise CannotManageCohorts
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    venue = Venue.objects.select_for_update().get(pk=cohort.venue_id)
    cohort.venue = venue
    before, after = asdict(practical_of(cohort)), asdict(said)
    changed = {name: after[name] for name in after if after[name] != before[name]}
    if not changed:
        return cohort
    cohort.bring, cohort.online_url = said.bring, said.online_url
    cohort.save(update_fields=["bring", "online_url"])
    venue.access, venue.accessibility = said.access, said.accessibility
    venue.save(update_fields=["access", "accessibility"])
    record(
        actor=actor, action="practical_changed", target=cohort,
        before={name: before[name] for name in changed}, after=changed,
    )  # fmt: skip
    return cohort
