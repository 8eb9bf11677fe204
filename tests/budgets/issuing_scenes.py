"""Lists of papers: a cohort's at each desk, runs, what is due."""

from django.urls import reverse
from django.utils import timezone

from accounts.users.enums import Role
from accounts.users.models import User
from learning.issuing.models import IssueRun
from tests.budgets.rows import awards, cohorts, completions, enrolments, people
from tests.learning.builders import a_person, an_organisation


def steering_papers(rows: int) -> tuple[User, str]:
    (cohort,) = cohorts(1)
    made = enrolments([cohort] * rows, people(rows))
    completions(made, an_organisation())
    awards(made)
    return a_person(Role.ADMINISTRATOR), reverse("steering:papers", args=[cohort.code])


def school_papers(rows: int) -> tuple[User, str]:
    school = an_organisation()
    (cohort,) = cohorts(1)
    made = enrolments([cohort] * rows, people(rows), enrolling_organisation=school)
    completions(made, school)
    awards(made)
    manager = a_person(Role.SCHOOL_MANAGER, school)
    return manager, reverse("school:papers", args=[cohort.code])


def trainer_certificates(rows: int) -> tuple[User, str]:
    trainer = a_person(Role.TRAINER)
    (cohort,) = cohorts(1)
    cohort.trainers.add(trainer)
    made = enrolments([cohort] * rows, people(rows))
    completions(made, an_organisation())
    awards(made)
    return trainer, reverse("trainer:certificates", args=[cohort.code])


def issue_runs(rows: int) -> tuple[User, str]:
    made = cohorts(rows)
    completions(enrolments(made, people(rows)), an_organisation())
    administrator = a_person(Role.ADMINISTRATOR)
    IssueRun.objects.bulk_create(
        IssueRun(
            scope="cohort", cohort=cohort, papers=["completion"], asked_by=administrator,
            state="done", finished_at=timezone.now(),
        )
        for cohort in made
    )  # fmt: skip
    return administrator, reverse("steering:issue_runs")


ISSUING_SCENES = [steering_papers, school_papers, trainer_certificates, issue_runs]
