"""Leave a finished cohort whose proof pack holds something: conventions, mails, a first pack."""

from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from accounts.notifications.enums import MessageState
from accounts.notifications.models import Message
from accounts.organisations.models import Organisation
from accounts.users.models import User
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.conventions.services import make_convention, mark_sent, record_signature
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment
from learning.enrolment.tasks import TELL
from learning.proofs.services import ask_for_pack


def write_proofs(administrator: User, now: datetime) -> None:
    """Write the latest finished cohort's mails and conventions, and ask for its pack."""
    finished = Cohort.objects.filter(state=CohortState.CLOSED, enrolments__state="confirmed")
    schools = Count("enrolments__enrolling_organisation", distinct=True)
    cohort = finished.annotate(schools=schools).order_by("-schools", "-ends_on")[0]
    _write_mails(cohort)
    _write_conventions(administrator, cohort, now)
    ask_for_pack(actor=administrator, cohort=cohort)


def _write_mails(cohort: Cohort) -> None:
    """Write that each was convoked, but for one whose address was refused."""
    people = list(
        cohort.enrolments.confirmed().select_related("person").order_by("confirmed_at", "pk")
    )
    *reached, refused = people
    Message.objects.bulk_create(_mail(one, MessageState.SENT) for one in reached)
    Message.objects.bulk_create([_mail(refused, MessageState.FAILED)])


def _mail(one: Enrolment, state: MessageState) -> Message:
    at = one.confirmed_at or one.requested_at
    is_sent = state == MessageState.SENT
    return Message(
        person=one.person, to=one.person.email or "", kind="confirmed", language="fr",
        key=f"{TELL} {one.pk}:{EnrolmentState.CONFIRMED}", state=state,
        subject=f"Votre place est confirmée : {one.cohort.public_title}",
        created_at=at, sent_at=at + timedelta(seconds=40) if is_sent else None,
        error="" if is_sent else "550 5.1.1 adresse inconnue", read_at=at,
    )  # fmt: skip


def _write_conventions(administrator: User, cohort: Cohort, now: datetime) -> None:
    """Draw up those of the schools that enrolled people, and say they came back signed."""
    enrolled = cohort.enrolments.confirmed().exclude(enrolling_organisation=None)
    schools = Organisation.objects.filter(pk__in=enrolled.values("enrolling_organisation"))
    for school in schools.order_by("name", "pk"):
        made = make_convention(actor=administrator, cohort=cohort, organisation=school)
        mark_sent(actor=administrator, convention=made)
        record_signature(
            actor=administrator,
            convention=made,
            received_on=timezone.localdate(now),
            signed_by="Sacha Delmas",
        )
