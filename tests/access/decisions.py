"""What the access table asks of decisions: a question to answer, a convention to sign."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.organisations.models import Organisation
from common.links.services import make_link
from learning.cohorts.models import Cohort
from learning.conventions.facts import facts_for
from learning.conventions.models import Convention
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


def a_convention(cohort: Cohort, organisation: Organisation) -> Convention:
    """Return an organisation's convention for a cohort, announced or not."""
    return Convention.objects.create(
        number=f"CONV-2026-{1 + Convention.objects.count():04d}", cohort=cohort,
        organisation=organisation, facts=facts_for(cohort, organisation),
    )  # fmt: skip
