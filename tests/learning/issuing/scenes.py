"""A cohort whose people have completed, without the rooms that lead there."""

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.organisations.models import Organisation
from accounts.users.models import User
from learning.cohorts.models import Cohort
from learning.completion.models import Completion
from learning.enrolment.models import Enrolment
from learning.issuing.enums import RunScope, RunState
from learning.issuing.models import IssueRun
from tests.learning.builders import (
    a_finished_cohort,
    a_person,
    a_revision,
    an_enrolment,
    the_provider,
)


def a_completion(enrolment: Enrolment, **fields: Any) -> Completion:
    """Return an acquired verdict, without the paper it gives."""
    module = enrolment.cohort.revision.edition.module
    values = {
        "version": 1, "person": enrolment.person, "verdict": "acquired", "reason": "acquis",
        "basis": "half_days", "minutes_attended": 400, "minutes_planned": 420,
        "counts_as": module.format.counts_as, "module": module,
        "school": enrolment.enrolling_organisation, "effective_on": timezone.localdate(),
        "region": "53", "versant": "fpt", "category": "a",
    }  # fmt: skip
    return Completion.objects.create(enrolment=enrolment, **{**values, **fields})


def a_cohort_that_completed(
    *names: str,
    organisation: Organisation | None = None,
    trainers: tuple[User, ...] = (),
    **fmt: Any,
) -> Cohort:
    """Return a finished cohort whose people, of these surnames, have completed."""
    the_provider()
    revision = a_revision(days=1, **{"required_half_days": 2, **fmt})
    cohort = a_finished_cohort(revision=revision, trainers=trainers)
    for name in names:
        person = a_person(last_name=name)
        a_completion(an_enrolment(cohort, person, enrolling_organisation=organisation))
    return cohort


def a_packed_run(enrolment: Enrolment) -> IssueRun:
    """Return a run of the enrolment's structure whose zip is there."""
    return IssueRun.objects.create(
        scope=RunScope.COHORT, cohort=enrolment.cohort,
        organisation=enrolment.enrolling_organisation, papers=["completion"],
        work=[[str(enrolment.pk), "completion"]], state=RunState.DONE, packed=1,
        finished_at=timezone.now(), zip=ContentFile(b"PK", name="titres.zip"),
    )  # fmt: skip
