"""What the access table asks of decisions: a postponed cohort whose agent has to answer."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from common.links.services import make_link
from learning.decisions.emails import ANSWER_DATES
from learning.decisions.models import DateQuestion, Postponement

if TYPE_CHECKING:
    from tests.access.world import Scene


def postponed(scene: "Scene") -> "Scene":
    """Return the scene with a question to its agent, and the secret of the link."""
    days = [str(day) for day in scene.cohort.days]
    postponement = Postponement.objects.create(
        cohort=scene.cohort, days_before=days, days_after=days, reason="La salle manque",
        answer_by=timezone.localdate() + timedelta(days=5),
    )  # fmt: skip
    question = DateQuestion.objects.create(postponement=postponement, enrolment=scene.enrolment)
    secret = make_link(
        purpose=ANSWER_DATES, object_id=question.pk, expires_at=postponement.closes_at
    )
    return replace(scene, secret=secret)
