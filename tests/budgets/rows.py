"""Many rows at once: what the scenes of lists are made of."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.organisations.enums import Region
from accounts.users.models import User
from certificates.awards.enums import AwardKind
from certificates.awards.models import Award
from learning.cohorts.enums import CohortState, Period
from learning.cohorts.models import Cohort, HalfDay
from learning.completion.models import Completion
from learning.enrolment.models import Enrolment
from learning.figures.adoption import count_everything
from tests.certificates.facts import award_facts
from tests.learning.builders import (
    a_revision,
    a_venue,
    an_organisation,
    number,
)


def people(count: int) -> list[User]:
    return User.objects.bulk_create(
        User(email=f"liste{number()}@essai.example", first_name="Lou", last_name="Nouvel")
        for _n in range(count)
    )


def cohorts(count: int, **fields: Any) -> list[Cohort]:
    first = timezone.localdate() + timedelta(days=30)
    values = {
        "revision": a_revision(days=1), "venue": a_venue(), "organiser": an_organisation(),
        "places_min": 2, "places_max": 40, "state": CohortState.OPEN, "starts_on": first,
        "ends_on": first, **fields,
    }  # fmt: skip
    made = Cohort.objects.bulk_create(
        Cohort(code=f"liste-{number()}", title="Groupe", **values) for _n in range(count)
    )
    begins = timezone.now() + timedelta(days=30)
    HalfDay.objects.bulk_create(
        HalfDay(
            cohort=cohort, day=1, period=period,
            starts_at=begins, ends_at=begins + timedelta(hours=3),
        )
        for cohort in made
        for period in Period
    )  # fmt: skip
    return made


def enrolments(cohort_of: list[Cohort], person_of: list[User], **fields: Any) -> list[Enrolment]:
    return Enrolment.objects.bulk_create(
        Enrolment(
            cohort=cohort, person=person, source="request",
            **{"state": "confirmed", "confirmed_at": timezone.now(), **fields},
        )
        for cohort, person in zip(cohort_of, person_of, strict=True)
    )  # fmt: skip


def completions(made: list[Enrolment], school: Any = None) -> None:
    module = made[0].cohort.revision.edition.module
    Completion.objects.bulk_create(
        Completion(
            enrolment=enrolment, version=1, person=enrolment.person, verdict="acquired",
            reason="acquis", basis="half_days", minutes_planned=420, counts_as="trained",
            module=module, school=school, region=Region.BRETAGNE, versant="fpt", category="a",
            effective_on=timezone.localdate(),
        )
        for enrolment in made
    )  # fmt: skip
    count_everything()


def awards(made: list[Enrolment]) -> None:
    Award.objects.bulk_create(
        Award(
            key=f"completion:{enrolment.pk}:1", serial=f"RAP-{number()}", code=f"{number():026d}",
            kind=AwardKind.COMPLETION_CERTIFICATE, recipient=enrolment.person,
            facts=award_facts(), issued_at=timezone.now(),
        )
        for enrolment in made
    )  # fmt: skip
