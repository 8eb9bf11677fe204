"""What is attached to mails about a place: the convocation, and the days for a calendar."""

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from accounts.notifications.services import File
from learning.enrolment.calendars import (
    CalendarFile,
    cancellations,
    days_of_enrolment,
    invitations,
)
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Approval, Enrolment
from learning.enrolment.papers import convocation

PDF_NAME = "convocation.pdf"


def attachments_of(enrolment: Enrolment) -> list[File]:
    """Return what a mail about this enrolment carries.

    Confirmed: the convocation and an invitation per day. Given up after a place: what takes the
    days out of the calendar. Otherwise nothing.
    """
    if enrolment.state == EnrolmentState.CONFIRMED:
        files = invitations(days_of_enrolment(enrolment, address=page_of(enrolment)))
        return [paper_of(enrolment), *attached(files)]
    if enrolment.state == EnrolmentState.CANCELLED and enrolment.confirmed_at:
        return attached(cancellations(days_of_enrolment(enrolment, address=page_of(enrolment))))
    return []


def paper_of(enrolment: Enrolment) -> File:
    """Return the convocation, as a file."""
    return PDF_NAME, convocation(enrolment), "application/pdf"


def attached(files: list[CalendarFile]) -> list[File]:
    """Return calendar files as a mail attaches them."""
    return [(file.name, file.content, file.content_type) for file in files]


def page_of(enrolment: Enrolment) -> str:
    """Return the address of the participant's page."""
    return settings.PUBLIC_BASE_URL + reverse("learner:enrolment", args=[enrolment.pk])


def copied_to(enrolment: Enrolment) -> list[str]:
    """Return who gets a copy of the convocation: the employer's referrer, and who agreed."""
    found = [enrolment.employer.approver_email if enrolment.employer else ""]
    approvals: QuerySet[Approval] = Approval.objects.filter(enrolment=enrolment)
    found += approvals.values_list("approver_email", flat=True)
    mine = (enrolment.person.email or "").lower()
    known = {address.lower(): address for address in found if address}
    return sorted(address for key, address in known.items() if key != mine)
