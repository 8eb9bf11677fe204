"""A school's own activity report: its people, and nobody else's."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.organisations.models import Organisation
from common.errors import DomainError
from learning.activity.contents import contents_of, for_school
from learning.figures.filters import Filters, known_at
from learning.targets.enums import ScopeKind
from learning.targets.models import Target
from learning.web.reports import (
    Chosen,
    Reading,
    dates_to_choose,
    draw_up_and_show,
    lists_of,
    quick_periods,
    show_report,
    show_subscription,
    subscribe_and_show,
)
from learning.web.school.access import school_manager

READING = Reading("school", school_manager, "school:report")


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponseBase:
    """Show the school's figures; POST draws up the report, or has it sent to oneself (`acte`)."""
    person = school_manager(request)
    asked = request.POST if request.method == "POST" else request.GET
    schools = list(Organisation.objects.managed_by(person).order_by("name", "pk"))
    school = next((one for one in schools if str(one.pk) == asked.get("ecole", "")), schools[0])
    at = known_at(asked, timezone.now())
    target = _target_of(school, timezone.localdate(at))
    context = {
        "school": school, "schools": schools, "contents": None, "refusal": None,
        **lists_of(READING, person),
    }  # fmt: skip
    if target is None:
        return render(request, "learning/school/report.html", context)
    chosen = Chosen(target, for_school(Filters.from_query(asked), target, school.pk), at)
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            if request.POST.get("acte") == "envoi":
                return subscribe_and_show(READING, request, person, chosen, [person])
            return draw_up_and_show(READING, person, chosen)
        except DomainError as error:
            refusal = error
    today = timezone.localdate()
    typed = {name: asked.get(name, "") for name in ("debut", "fin", "au", "ecole")}
    context |= {
        "contents": contents_of(target, at=at, filters=chosen.filters),
        "typed": typed,
        "kept": {name: value for name, value in typed.items() if value},
        "today": today,
        "periods": quick_periods(today, target),
        "dates": dates_to_choose(),
        "refusal": refusal,
    }
    status = 409 if refusal else 200
    return render(request, "learning/school/report.html", context, status=status)


def _target_of(school: Organisation, on: date) -> Target | None:
    """Return the school's own target under way, else the programme's."""
    own = Target.objects.open().filter(
        scope_kind=ScopeKind.SCHOOL, scope_value=str(school.pk), starts_on__lte=on, ends_on__gte=on
    )
    return own.order_by("starts_on", "pk").first() or Target.objects.main(on)


@require_safe
def report_made(request: HttpRequest, report_id: UUID) -> HttpResponseBase:
    """Show a report drawn up, or give it as a file."""
    return show_report(READING, request, report_id)


@require_http_methods(["GET", "HEAD", "POST"])
def report_subscription(request: HttpRequest, subscription_id: UUID) -> HttpResponseBase:
    """Show what is sent regularly; POST stops it."""
    return show_subscription(READING, request, subscription_id)
