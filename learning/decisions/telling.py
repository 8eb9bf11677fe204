"""Tell whom it takes that a cohort's day of decision has come, or that it is called off."""

from django.db import transaction
from django.utils import timezone

from accounts.organisations.models import Membership
from accounts.users.enums import Role
from common.jobs.services import queue_all
from learning.cohorts.models import Cohort
from learning.decisions.queries import to_decide
from learning.decisions.tasks import CALLED_OFF, DECISION_DUE


def tell_of_due_decisions() -> int:
    """Tell administrators and trainers of each cohort to decide on; return how many cohorts.

    Once per cohort, day of decision and person, however often this runs.
    """
    due = list(to_decide(timezone.localdate()).prefetch_related("trainers"))
    if not due:
        return 0
    steering = Membership.objects.current().filter(role=Role.ADMINISTRATOR)
    administrators = set(steering.values_list("person", flat=True))
    for cohort in due:
        people = administrators | {trainer.pk for trainer in cohort.trainers.all()}
        day = str(cohort.decision_on)
        payloads = {
            f"{cohort.pk}:{day}:{person}": {
                "cohort": str(cohort.pk), "person": str(person), "decision_on": day,
            }
            for person in people
        }  # fmt: skip
        with transaction.atomic():
            queue_all(kind=DECISION_DUE, payloads=payloads)
    return len(due)


@transaction.atomic
def tell_trainers_it_is_off(*, cohort: Cohort, reason: str) -> None:
    """Tell each trainer of a cancelled cohort, once."""
    payloads = {
        f"{cohort.pk}:{trainer.pk}": {
            "cohort": str(cohort.pk), "person": str(trainer.pk), "reason": reason,
        }
        for trainer in cohort.trainers.all()
    }  # fmt: skip
    queue_all(kind=CALLED_OFF, payloads=payloads)
