"""What a cohort costs, and the group it aims at: said on its pages and papers."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from learning.cohorts.models import Cohort
from learning.cohorts.permissions import can_manage_cohorts
from learning.cohorts.services import CannotManageCohorts

# The nature of the action, as article L6313-1, 1° of the Labour Code names it: on every paper.
NATURE = "Action de formation"


class PriceIsWrong(DomainError):
    """A price is a sum, perhaps nothing."""

    code = "price_is_wrong"
    sentence = _("Le prix est une somme en euros : 0 si la formation est gratuite.")


@transaction.atomic
def set_terms(
    *, actor: User, cohort: Cohort, price_per_person: Decimal, diversity_goals: str
) -> Cohort:
    """Say what a person's place costs and the group aimed at; the same terms do nothing.

    Conventions drawn up already keep their price. Raises CannotManageCohorts or PriceIsWrong.
    """
    if not can_manage_cohorts(actor):
        raise CannotManageCohorts
    if price_per_person < 0:
        raise PriceIsWrong
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    goals = diversity_goals.strip()
    if (cohort.price_per_person, cohort.diversity_goals) == (price_per_person, goals):
        return cohort
    before = cohort.price_per_person
    cohort.price_per_person, cohort.diversity_goals = price_per_person, goals
    cohort.save(update_fields=["price_per_person", "diversity_goals"])
    record(
        actor=actor, action="cohort_terms_set", target=cohort, before=str(before),
        after=str(price_per_person), goals=goals,
    )  # fmt: skip
    return cohort
