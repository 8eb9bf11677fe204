"""The rules of a cohort's places: how many, for whom first, how long one has to answer."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from learning.cohorts.models import Cohort
from learning.cohorts.permissions import can_manage_cohorts
from learning.cohorts.services import CannotManageCohorts, CohortHasBegun, has_begun
from learning.enrolment.order import standing_of
from learning.enrolment.places import lock_cohort, serve_the_line


class PlacesAreTaken(DomainError):
    """Fewer places were asked for than are given, offered or kept."""

    code = "places_are_taken"
    sentence = _(
        "%(taken)s places ont une personne, une proposition ou une réservation : on ne peut pas "
        "descendre plus bas."
    )


class MinimumOverMaximum(DomainError):
    """A cohort would need more people than it takes."""

    code = "minimum_over_maximum"
    sentence = _("Le minimum ne peut pas dépasser le nombre de places.")


@dataclass(frozen=True, slots=True)
class PlaceRules:
    """What the administration decides of a cohort's places; the fields are the cohort's."""

    places_min: int
    places_max: int
    priority_until: datetime | None
    quota_per_organisation: int | None
    offer_hours: int

    @classmethod
    def of(cls, cohort: Cohort) -> "PlaceRules":
        """Return those of a cohort."""
        return cls(**{name: getattr(cohort, name) for name in cls.__slots__})


@transaction.atomic
def set_place_rules(*, actor: User, cohort: Cohort, rules: PlaceRules) -> Cohort:
    """Change the rules of places and serve the line by the new ones; the same rules do nothing.

    A lower quota takes no place from anybody. Raises CannotManageCohorts, CohortHasBegun,
    MinimumOverMaximum or PlacesAreTaken.
    """
    if not can_manage_cohorts(actor):
        raise CannotManageCohorts
    cohort = lock_cohort(cohort.pk)
    if has_begun(cohort):
        raise CohortHasBegun
    if rules.places_min > rules.places_max:
        raise MinimumOverMaximum
    taken = cohort.places_max - standing_of(cohort).free
    if rules.places_max < min(taken, cohort.places_max):
        raise PlacesAreTaken(taken=taken)
    before, after = asdict(PlaceRules.of(cohort)), asdict(rules)
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return cohort
    for name in changed:
        setattr(cohort, name, after[name])
    cohort.save(update_fields=changed)
    record(
        actor=actor, action="place_rules_changed", target=cohort,
        before={name: _plain(before[name]) for name in changed},
        after={name: _plain(after[name]) for name in changed},
    )  # fmt: skip
    serve_the_line(cohort)
    return cohort


def _plain(value: int | datetime | None) -> int | str | None:
    return value.isoformat() if isinstance(value, datetime) else value
