"""The lists of targets, for ten and for a thousand of them."""

from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from accounts.users.enums import Role
from accounts.users.models import User
from learning.targets.enums import ScopeKind, Trajectory
from learning.targets.models import Target
from modules.programmes.enums import CountsAs
from tests.learning.builders import a_person


def targets(rows: int, owner: User) -> None:
    """Write so many targets, of schools and of the whole, some by planned cohorts."""
    told = {
        "count": 10, "counts_as": CountsAs.TRAINED, "starts_on": "2026-01-01",
        "ends_on": "2026-12-31", "counted_at": timezone.now(), "owner": owner,
    }  # fmt: skip
    school = {"scope_kind": ScopeKind.SCHOOL, "trajectory": Trajectory.STRAIGHT}
    whole = Target.objects.create(name="Tout", trajectory=Trajectory.PLANNED, **told)
    Target.objects.bulk_create(
        Target(name=f"École {at}", parent=whole, scope_value=str(uuid4()), **school, **told)
        for at in range(rows)
    )


def steering_targets(rows: int) -> tuple[User, str]:
    administrator = a_person(Role.ADMINISTRATOR)
    targets(rows, administrator)
    return administrator, reverse("steering:targets")


def my_targets(rows: int) -> tuple[User, str]:
    owner = a_person()
    targets(rows, owner)
    return owner, reverse("targets:mine")


PLAN_SCENES = [steering_targets, my_targets]
