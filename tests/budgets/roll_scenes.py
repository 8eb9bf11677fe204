"""What waits to be settled in a room, as long as a list gets."""

from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from accounts.users.enums import Role
from accounts.users.models import User
from learning.attendance.models import DeviceMark
from tests.budgets.rows import enrolments, people
from tests.learning.builders import a_person, a_running_cohort, half_days_of


def to_settle(rows: int) -> tuple[User, str]:
    """Return a trainer whose devices disagree on everybody."""
    trainer = a_person(Role.TRAINER)
    cohort = a_running_cohort(trainers=[trainer])
    half_day = half_days_of(cohort)[0]
    DeviceMark.objects.bulk_create(
        DeviceMark(
            nonce=uuid4(), device="tablette", device_name="Tablette", cohort=cohort,
            half_day=half_day, enrolment=enrolment, status="absent", method="trainer_recorded",
            made_at=timezone.now(), marked_by=trainer, sent_by=trainer, state=state,
        )
        for enrolment in enrolments([cohort] * rows, people(rows))
        for state in ("conflict", "refused")
    )  # fmt: skip
    return trainer, reverse("trainer:conflicts", args=[cohort.code])
