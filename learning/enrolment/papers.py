"""The convocation: one A4 page that says when, where, with what, and whom to call."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.organisations.enums import OrganisationKind
from accounts.organisations.models import Organisation
from common.pdf.renderer import PaperError, PdfRenderer
from frontend.formats import day_name, month_name
from frontend.papers import faces, font_folder, icon_files, qr_picture
from learning.cohorts.models import Cohort
from learning.enrolment.arrival_codes import arrival_address
from learning.enrolment.calendars import Meeting, meetings_of
from learning.enrolment.models import Enrolment
from modules.exchange.papers import press
from modules.programmes.enums import Moment
from modules.programmes.models import Activity

TEMPLATES = Path(__file__).parents[1] / "templates" / "learning" / "papers"
ICONS = {
    "dates.svg": "calendar-days", "place.svg": "map-pin", "online.svg": "video",
    "before.svg": "list-checks", "bring.svg": "paperclip", "access.svg": "ear",
    "contact.svg": "mail",
}  # fmt: skip
# How many letters of each text are kept at each size of type, from the largest: convocation.css.
STEPS = (480, 420, 360, 300)
MOST_ACTIVITIES = 5
# Names at their largest size fill a line of about so many letters.
LONG_NAME, VERY_LONG_NAME = 22, 60


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """A day as the paper shows it: its number in large, and its hours."""

    number: int
    weekday: str
    month: str
    year: int
    meeting: Meeting


@cache
def _renderer() -> PdfRenderer:
    drawings = {path.name: path for path in sorted((press.TEMPLATES / "assets").glob("*.svg"))}
    return PdfRenderer(
        css=TEMPLATES / "convocation.css",
        faces=faces(),
        assets={**drawings, **icon_files(ICONS)},
        font_folder=font_folder(),
    )


def convocation(enrolment: Enrolment) -> bytes:
    """Return the convocation of who has a place, PDF/UA, one page whatever its texts hold.

    In French, as every paper of the programme. The type shrinks by steps until all of it fits.
    """
    with translation.override("fr"):
        context = _context(enrolment)
        for step, longest in enumerate(STEPS):
            shown = {**context, "step": step, "longest": longest}
            html = render_to_string("learning/papers/convocation.html", shown)
            try:
                return _renderer().render(html, pages=1)
            except PaperError:
                if longest == STEPS[-1]:
                    raise
    raise AssertionError


def _context(enrolment: Enrolment) -> dict[str, Any]:
    cohort, person = enrolment.cohort, enrolment.person
    page = settings.PUBLIC_BASE_URL + reverse("learner:enrolment", args=[enrolment.pk])
    before = list(
        Activity.objects.for_participants()
        .filter(
            sequence__day__revision=cohort.revision_id, moment=Moment.BEFORE, is_required=True,
        )
        .order_by("sequence__day__position", "sequence__starts", "position", "pk")
        .values("title", "minutes")
    )  # fmt: skip
    name = person.display_name
    return {
        "name": name,
        "name_size": sum(len(name) > limit for limit in (LONG_NAME, VERY_LONG_NAME)),
        "enrolment": enrolment,
        "cohort": cohort,
        "venue": cohort.venue,
        "module": cohort.revision.edition.module,
        "days": _days(cohort),
        "before": before[:MOST_ACTIVITIES],
        "before_more": len(before[MOST_ACTIVITIES:]),
        "before_minutes": sum(one["minutes"] for one in before),
        "provider": Organisation.objects.filter(kind=OrganisationKind.PROVIDER).first(),
        "page": page,
        "qr": qr_picture(arrival_address(enrolment.pk)),
    }


def _days(cohort: Cohort) -> list[PrintedDay]:
    return [
        PrintedDay(
            one.starts_at.day, day_name(one.starts_at), month_name(one.starts_at),
            one.starts_at.year, one,
        )
        for one in meetings_of(cohort)
    ]  # fmt: skip
