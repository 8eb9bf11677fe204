"""The page of a cohort's proof pack, whatever the size of the group and the packs made."""

from django.urls import reverse
from django.utils import timezone

from accounts.notifications.models import Message
from accounts.users.enums import Role
from accounts.users.models import User
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.proofs.models import ProofPack
from tests.budgets.rows import awards, cohorts, completions, enrolments, people
from tests.learning.builders import a_person, an_organisation, the_provider


def proofs(rows: int) -> tuple[User, str]:
    the_provider()
    administrator = a_person(Role.ADMINISTRATOR)
    (cohort,) = made = cohorts(1)
    enrolled = enrolments(made * rows, people(rows), enrolling_organisation=an_organisation())
    completions(enrolled)
    awards(enrolled)
    Message.objects.bulk_create(
        Message(person=one.person, to=one.person.email or "", kind="confirmed", key=f"{one.pk}")
        for one in enrolled
    )
    ProofPack.objects.bulk_create(
        ProofPack(cohort=cohort, asked_by=one.person, made_at=timezone.now(), sha256="0" * 64)
        for one in enrolled
    )
    return administrator, reverse("steering:proofs", args=[cohort.code])


def quality(rows: int) -> tuple[User, str]:
    # A page reads six cohorts whole: here one, of that many people.
    Cohort.objects.update(state=CohortState.CANCELLED)
    administrator, _url = proofs(rows)
    Cohort.objects.exclude(state=CohortState.CANCELLED).update(state=CohortState.CLOSED)
    return administrator, reverse("steering:quality")
