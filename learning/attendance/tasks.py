"""Write to those who were not there."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from accounts.notifications.services import language_of, send_message
from common.jobs.registry import RunningJob, handles
from frontend.formats import hours_range, long_day
from learning.attendance.enums import AttendanceStatus
from learning.attendance.kinds import ABSENCE
from learning.attendance.models import AttendanceMark

TELL_ABSENT = "tell_absent"
# A sheet sealed long after would write to people who have forgotten that day.
STILL_WELCOME = timedelta(days=7)


@handles(TELL_ABSENT)
def tell_absent(job: RunningJob) -> dict[str, bool]:
    """Tell someone that they were missed; say nothing if it is no longer true, or long ago."""
    mark = (
        AttendanceMark.objects.select_related(
            "half_day", "enrolment__person", "enrolment__cohort__venue",
            "enrolment__cohort__revision__edition__module",
        )
        .filter(enrolment=job.payload["enrolment"], half_day=job.payload["half_day"])
        .first()
    )  # fmt: skip
    if mark is None or mark.status != AttendanceStatus.ABSENT or not mark.enrolment.is_confirmed:
        return {"sent": False}
    if mark.half_day.ends_at < timezone.now() - STILL_WELCOME:
        return {"sent": False}
    return {"sent": _send(mark, key=str(job.job))}


def _send(mark: AttendanceMark, *, key: str) -> bool:
    enrolment, half_day = mark.enrolment, mark.half_day
    person, zone = enrolment.person, enrolment.cohort.venue.zone
    if not person.email:
        return False
    language = language_of(person)
    starts, ends = half_day.starts_at.astimezone(zone), half_day.ends_at.astimezone(zone)
    with translation.override(language):
        page = reverse("learner:make_up", args=[enrolment.pk, half_day.pk])
        values = {
            "prenom": person.get_short_name(),
            "titre": enrolment.cohort.public_title,
            "groupe": enrolment.cohort.title,
            "demi_journee": f"{long_day(starts)}, {hours_range(starts, ends)}",
            "rattrapage": settings.PUBLIC_BASE_URL + page,
        }
    send_message(kind=ABSENCE, key=key, to=person, language=language, values=values)
    return True
