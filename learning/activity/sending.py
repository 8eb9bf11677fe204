"""Reports that leave at their dates: drawn up once a period, told to each who may read them.

What is sent is the address of the report, never the report: who has lost the right since, or reads
someone else's mail, learns nothing. A scheduler that was away sends the last one due, not all.
"""

from dataclasses import replace
from datetime import datetime, time
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts.notifications.services import language_of, send_message
from accounts.users.models import User
from common.jobs.registry import RunningJob, handles
from common.jobs.services import queue, queue_all
from frontend.formats import grouped, plain_date
from learning.activity.contents import contents_of
from learning.activity.enums import Cadence, Span
from learning.activity.kinds import REPORT_READY
from learning.activity.models import Report, Subscription
from learning.activity.periods import days_of, latest_due
from learning.activity.permissions import can_read, can_send

REPORT_DUE, REPORT_TOLD = "report_due", "report_told"
LEAVES_AT = time(7)


@transaction.atomic
def send_due_reports() -> int:
    """Have each report that is due drawn up and told, once a period; return how many are."""
    now = timezone.localtime()
    if now.time() < LEAVES_AT:
        return 0
    payloads = {}
    for subscription in Subscription.objects.open():
        due = latest_due(Cadence(subscription.cadence), subscription.day, now.date())
        # What was due before anybody asked is not sent.
        if due > timezone.localdate(subscription.made_at):
            payloads[f"{subscription.pk}:{due.isoformat()}"] = {
                "subscription": str(subscription.pk), "due_on": due.isoformat(),
            }  # fmt: skip
    queue_all(kind=REPORT_DUE, payloads=payloads)
    return len(payloads)


@handles(REPORT_DUE)
@transaction.atomic
def draw_up_due(job: RunningJob) -> dict[str, int]:
    """Draw up a subscription's report, as known now, and have each recipient told."""
    subscription = (
        Subscription.objects.open()
        .filter(pk=job.payload["subscription"])
        .select_for_update(of=("self",))
        .first()
    )
    if subscription is None:
        return {"told": 0}
    due = datetime.fromisoformat(job.payload["due_on"]).date()
    filters = subscription.filters
    if subscription.span == Span.PERIOD:
        first, last = days_of(Cadence(subscription.cadence), due)
        filters = replace(filters, since=first, until=last)
    report, _is_new = Report.objects.get_or_create(
        subscription=subscription, due_on=due,
        defaults={
            "target": subscription.target, "asked": filters.as_query(),
            "school": subscription.school, "at": timezone.now(),
            "made_by": subscription.made_by,
        },
    )  # fmt: skip
    people = _who_may_still_read(subscription)
    for person in people:
        queue(
            kind=REPORT_TOLD, key=f"{report.pk}:{person}",
            payload={"report": str(report.pk), "person": str(person)},
        )  # fmt: skip
    report.told = len(people)
    report.save(update_fields=["told"])
    return {"told": len(people)}


def _who_may_still_read(subscription: Subscription) -> list[UUID]:
    wanting = subscription.recipients.filter(
        stopped_at=None, person__is_active=True, person__email__isnull=False
    ).select_related("person")
    return [one.person_id for one in wanting if can_read(one.person, subscription.school_id)]


@handles(REPORT_TOLD)
def tell_of_report(job: RunningJob) -> dict[str, bool]:
    """Mail somebody that a report is ready, with its headline and where to read it."""
    report = Report.objects.select_related("target", "subscription").get(pk=job.payload["report"])
    person = User.objects.get(pk=job.payload["person"])
    left = report.subscription is None or not report.subscription.recipients.filter(
        person=person, stopped_at=None
    )
    if left or not person.email or not can_read(person, report.school_id):
        return {"sent": False}
    language = language_of(person)
    with translation.override(language):
        contents = contents_of(report.target, at=report.at, filters=report.filters)
        space = "steering" if can_send(person) else "school"
        address = settings.PUBLIC_BASE_URL + reverse(f"{space}:report_made", args=[report.pk])
        stop = settings.PUBLIC_BASE_URL + reverse(
            f"{space}:report_subscription", args=[report.subscription_id]
        )
        before, last = contents.finding
        values = {
            "prenom": person.get_short_name(),
            "objet": contents.subject,
            "periode": contents.period,
            "date": plain_date(report.on),
            "nombre": f"{grouped(contents.people)} {contents.people_words}",
            "constat": f"{before} {last}",
            "rapport": address,
            "arret": stop,
        }
    send_message(kind=REPORT_READY, key=str(job.job), to=person, language=language, values=values)
    return {"sent": True}
