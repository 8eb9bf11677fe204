"""Activity reports, as those who steer and schools choose them, read them and have them sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.organisations.models import Organisation
from accounts.users.models import User
from common.errors import DomainError
from frontend.charts.spec import BarChart
from frontend.tables import XLSX, as_csv
from learning.activity.charts import bars_of, curve_of
from learning.activity.contents import BREAKDOWNS, Contents, contents_of
from learning.activity.enums import Cadence, Span
from learning.activity.models import Report, Subscription
from learning.activity.pdf import printed
from learning.activity.periods import next_due
from learning.activity.services import Sending, draw_up, leave, stop, subscribe
from learning.activity.words import period_of
from learning.activity.workbook import csv_rows, workbook_of
from learning.figures.filters import NAMES, Filters
from learning.figures.queries import figures_of
from learning.targets.models import Target

# Days on which a report may leave, in words: the rest would only be more to choose from.
DATES = tuple(
    [(Cadence.WEEKLY, day) for day in range(1, 6)]
    + [(Cadence.MONTHLY, day) for day in (1, 5, 10, 15)]
    + [(Cadence.QUARTERLY, day) for day in (5, 10, 15)]
)
RECENT, MOST_SENT = 10, 40


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads reports here: the space, who may enter it, and its page of reports."""

    space: str
    enter: Callable[[HttpRequest], User]
    home: str

    def url(self, page: str, *args: Any) -> str:
        """Return the address of a page of the space."""
        return reverse(f"{self.space}:{page}", args=args)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a form asks for."""

    target: Target
    filters: Filters
    at: datetime


def quick_periods(today: date, target: Target) -> list[tuple[str, str, str]]:
    """Return periods people ask for most: (words, first day, last day); "" for the whole time."""
    year = date(today.year, 1, 1)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    last_quarter = quarter - timedelta(days=1)
    before = date(last_quarter.year, (last_quarter.month - 1) // 3 * 3 + 1, 1)
    spans = [
        (_("Cette année"), year, today),
        (_("Le trimestre dernier"), before, last_quarter),
        (_("L’année dernière"), date(today.year - 1, 1, 1), year - timedelta(days=1)),
    ]
    known = [
        (words, first.isoformat(), last.isoformat())
        for words, first, last in spans
        if last >= target.starts_on
    ]
    return [(_("Depuis le début"), "", ""), *known]


def dates_to_choose() -> list[tuple[str, str]]:
    """Return the dates a report may leave at, and their words."""
    return [(f"{cadence.value}:{day}", when_of(cadence, day)) for cadence, day in DATES]


def when_of(cadence: Cadence, day: int) -> str:
    """Return when a report leaves, in words."""
    if cadence == Cadence.WEEKLY:
        names = (
            _("lundi"), _("mardi"), _("mercredi"), _("jeudi"), _("vendredi"), _("samedi"),
            _("dimanche"),
        )  # fmt: skip
        return _("chaque %(day)s") % {"day": names[day - 1]}
    ordinal = _("1er") if day == 1 else str(day)
    if cadence == Cadence.MONTHLY:
        return _("le %(day)s de chaque mois") % {"day": ordinal}
    return _("le %(day)s après chaque trimestre") % {"day": ordinal}


def sending_of(request: HttpRequest) -> Sending:
    """Return when the form says that a report leaves; what it misspells is every month's fifth."""
    asked = request.POST.get("quand", "")
    known = {f"{cadence.value}:{day}": (cadence, day) for cadence, day in DATES}
    cadence, day = known.get(asked, (Cadence.MONTHLY, 5))
    is_start = request.POST.get("couvre") == Span.START
    return Sending(cadence, day, Span.START if is_start else Span.PERIOD)


def draw_up_and_show(reading: Reading, person: User, chosen: Chosen) -> HttpResponse:
    """Draw up what was chosen, then lead to it. Raises DomainError."""
    made = draw_up(actor=person, target=chosen.target, filters=chosen.filters, at=chosen.at)
    return redirect(reading.url("report_made", made.pk))


def subscribe_and_show(
    reading: Reading, request: HttpRequest, person: User, chosen: Chosen, people: list[User]
) -> HttpResponse:
    """Have what was chosen sent at its dates, then lead to it. Raises DomainError."""
    made = subscribe(
        actor=person, target=chosen.target, filters=chosen.filters, sending=sending_of(request),
        people=people,
    )  # fmt: skip
    messages.success(request, _("C’est noté : le rapport partira %(when)s.") % {
        "when": when_of(Cadence(made.cadence), made.day),
    })  # fmt: skip
    return redirect(reading.url("report_subscription", made.pk))


def lists_of(reading: Reading, person: User) -> dict[str, Any]:
    """Return the last reports drawn up, and what is sent regularly, that the person may read.

    Each with what it is about and its address.
    """
    today = timezone.localdate()
    reports = Report.objects.visible_to(person).select_related("target", "made_by", "school")
    rows = Subscription.objects.visible_to(person).open().select_related("target", "school")
    recent = list(reports.order_by("-made_at", "pk")[:RECENT])
    sent = list(rows.order_by("made_at", "pk"))
    funders = Organisation.objects.in_bulk(
        [one.filters.funder for one in (*recent, *sent) if one.filters.funder]
    )

    def subject(one: Report | Subscription) -> str:
        funder = one.filters.funder
        if funder:
            return str(funders.get(funder) or _("Financeur inconnu"))
        return str(one.school or _("Tout le programme"))

    return {
        "recent": [
            (
                one, subject(one),
                period_of(figures_of(one.target, at=one.at, filters=one.filters)),
                reading.url("report_made", one.pk),
            )
            for one in recent
        ],
        "sent": [
            (
                subject(one), when_of(Cadence(one.cadence), one.day),
                next_due(Cadence(one.cadence), one.day, today),
                reading.url("report_subscription", one.pk),
            )
            for one in sent
        ],
    }  # fmt: skip


def _about(one: Subscription) -> Contents:
    return contents_of(one.target, at=timezone.now(), filters=one.filters)


def show_report(reading: Reading, request: HttpRequest, report_id: UUID) -> HttpResponseBase:
    """Show a report drawn up, or give it as the file that `format` asks for: pdf, xlsx or csv."""
    person = reading.enter(request)
    rows = Report.objects.visible_to(person).select_related("target", "made_by", "subscription")
    report = get_object_or_404(rows, pk=report_id)
    contents = contents_of(report.target, at=report.at, filters=report.filters)
    address = request.build_absolute_uri(reading.url("report_made", report.pk))
    file = _file(request.GET.get("format", ""), report, contents, person, address)
    if file is not None:
        return file
    opens = f"{reverse('steering:figure')}?" if reading.space == "steering" else ""
    context = {
        "report": report,
        "contents": contents,
        "opens": opens + _query(report) if opens else "",
        "curve": curve_of(contents),
        "charts": _charts(contents, report, opens),
        "crumbs": [(_("Rapports"), reverse(reading.home))],
    }
    return render(request, "learning/report_made.html", context)


def _query(report: Report, **more: str) -> str:
    of_what = {"objectif": str(report.target_id), "au": report.on.isoformat()}
    return urlencode({**report.asked, **more, **of_what})


def _charts(contents: Contents, report: Report, opens: str) -> list[BarChart]:
    """Return the bars of each breakdown that has people, each opening its list by right."""
    found = []
    for one in contents.breakdowns:
        name = NAMES[BREAKDOWNS[one.dimension]]
        urls = {
            part.value: opens + _query(report, **{name: part.value})
            for part in one.parts
            if opens and part.value
        }
        if one.rows:
            found.append(bars_of(one, urls))
    return found


def _file(
    kind: str, report: Report, contents: Contents, person: User, address: str
) -> HttpResponse | None:
    name = f"rapport-{report.on.isoformat()}-{str(report.pk)[:8]}"
    if kind == "csv":
        return as_csv(name, _csv_columns(), csv_rows(contents))
    if kind == "pdf":
        response = HttpResponse(printed(contents, address=address), content_type="application/pdf")
    elif kind == "xlsx":
        response = HttpResponse(workbook_of(contents, person), content_type=XLSX)
    else:
        return None
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _csv_columns() -> Any:
    return (
        (_("Rubrique"), lambda row: row[0]),
        (_("Code"), lambda row: row[1]),
        (_("Libellé"), lambda row: row[2]),
        (_("Personnes"), lambda row: row[3].people),
        (_("Évaluées"), lambda row: row[3].judged),
        (_("Acquis"), lambda row: row[3].acquired),
        (_("Minutes suivies"), lambda row: row[3].minutes),
        (_("Demi-journées suivies"), lambda row: row[3].half_days),
        (_("Demi-journées prévues"), lambda row: row[3].half_days_planned),
    )


def show_subscription(
    reading: Reading, request: HttpRequest, subscription_id: UUID
) -> HttpResponseBase:
    """Show what is sent, when, to whom; POST stops it for oneself (`acte`=moi) or for all."""
    person = reading.enter(request)
    rows = Subscription.objects.visible_to(person).select_related("target", "made_by")
    shown = get_object_or_404(rows, pk=subscription_id)
    refusal: DomainError | None = None
    if request.method == "POST":
        act = leave if request.POST.get("acte") == "moi" else stop
        try:
            act(actor=person, subscription=shown)
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("C’est noté : l’envoi est arrêté."))
            return redirect(reading.url("report_subscription", shown.pk))
    recipients = list(shown.recipients.select_related("person").order_by("person__last_name"))
    cadence = Cadence(shown.cadence)
    context = {
        "subscription": shown,
        "contents": _about(shown),
        "when": when_of(cadence, shown.day),
        "next_on": next_due(cadence, shown.day, timezone.localdate()),
        "recipients": recipients,
        "is_mine": any(one.person_id == person.pk and not one.stopped_at for one in recipients),
        "may_stop": reading.space == "steering" or shown.made_by_id == person.pk,
        "sent": [
            (one, reading.url("report_made", one.pk))
            for one in shown.reports.order_by("-due_on")[:MOST_SENT]
        ],
        "refusal": refusal,
        "crumbs": [(_("Rapports"), reverse(reading.home))],
    }
    status = 409 if refusal else 200
    return render(request, "learning/report_subscription.html", context, status=status)
