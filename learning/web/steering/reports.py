"""Activity reports of the programme, of a school, for who funds: choose, read, have sent."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.organisations.enums import OrganisationKind, Region
from accounts.organisations.models import Organisation
from accounts.users.enums import Category, Role, Versant
from accounts.users.models import User
from common.errors import DomainError
from learning.activity.contents import contents_of
from learning.conventions.enums import ConventionState
from learning.figures.filters import Filters, known_at
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
from learning.web.steering.access import steering_person
from modules.programmes.models import Module

READING = Reading("steering", steering_person, "steering:reports")
ASKED = (
    "objectif", "debut", "fin", "au", "ecole", "financeur", "region", "versant", "category",
    "nature", "module",
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: HttpRequest) -> HttpResponseBase:
    """Choose a report and see what it would say; POST draws it up, or has it sent (`acte`)."""
    person = steering_person(request)
    asked = request.POST if request.method == "POST" else request.GET
    targets = list(Target.objects.visible_to(person).open().order_by("starts_on", "pk"))
    at = known_at(asked, timezone.now())
    wanted = asked.get("objectif", "")
    target = next((one for one in targets if str(one.pk) == wanted), None)
    if wanted and target is None:
        raise Http404
    target = target or Target.objects.main(timezone.localdate(at))
    if target is None:
        return redirect("steering:target")
    chosen = Chosen(target, Filters.from_query(asked), at)
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            if request.POST.get("acte") == "envoi":
                people = _people(request.POST.getlist("a"))
                return subscribe_and_show(READING, request, person, chosen, people)
            return draw_up_and_show(READING, person, chosen)
        except DomainError as error:
            refusal = error
    return _show(request, person, chosen, targets, refusal)


def _show(
    request: HttpRequest, person: User, chosen: Chosen, targets: list[Target],
    refusal: DomainError | None,
) -> HttpResponse:  # fmt: skip
    asked = request.POST if request.method == "POST" else request.GET
    today = timezone.localdate()
    typed = {name: asked.get(name, "") for name in ASKED}
    managed = Q(memberships__role=Role.SCHOOL_MANAGER)
    signed = Q(conventions__state=ConventionState.SIGNED)
    context = {
        "contents": contents_of(chosen.target, at=chosen.at, filters=chosen.filters),
        "target": chosen.target,
        "targets": targets,
        "typed": typed,
        "kept": {name: value for name, value in typed.items() if value},
        "today": today,
        "periods": quick_periods(today, chosen.target),
        "schools": Organisation.objects.filter(managed).distinct().order_by("name", "pk"),
        "funders": Organisation.objects.filter(signed).distinct().order_by("name", "pk"),
        "choices": [
            (name, words, options, typed[name]) for name, words, options in _choices()
        ],
        "dates": dates_to_choose(),
        "readers": _readers(chosen.filters),
        "me": person.pk,
        **lists_of(READING, person),
        "refusal": refusal,
    }  # fmt: skip
    status = 409 if refusal else 200
    return render(request, "learning/steering/reports.html", context, status=status)


def _choices() -> list[tuple[str, str, list[tuple[str, Any]]]]:
    modules = Module.objects.order_by("title", "pk").values_list("pk", "title")
    return [
        ("region", _("Région"), Region.choices),
        ("versant", _("Versant"), Versant.choices),
        ("category", _("Catégorie"), Category.choices),
        ("nature", _("Nature de l’employeur"), OrganisationKind.choices),
        ("module", _("Module"), [(str(pk), title) for pk, title in modules]),
    ]


def _readers(filters: Filters) -> list[User]:
    """Return who may be sent such a report: those who steer, and those of its school."""
    today = timezone.localdate()
    current = Q(memberships__ended_on=None) | Q(memberships__ended_on__gt=today)
    who = Q(memberships__role=Role.ADMINISTRATOR)
    if filters.school and not filters.funder:
        who |= Q(memberships__role=Role.SCHOOL_MANAGER, memberships__organisation=filters.school)
    people = User.objects.filter(current, who, is_active=True, email__isnull=False)
    return list(people.distinct().order_by("last_name", "first_name"))


def _people(keys: list[str]) -> list[User]:
    try:
        wanted = [UUID(key) for key in keys]
    except ValueError:
        return []
    return list(User.objects.filter(pk__in=wanted))


@require_safe
def report_made(request: HttpRequest, report_id: UUID) -> HttpResponseBase:
    """Show a report drawn up, or give it as a file."""
    return show_report(READING, request, report_id)


@require_http_methods(["GET", "HEAD", "POST"])
def report_subscription(request: HttpRequest, subscription_id: UUID) -> HttpResponseBase:
    """Show what is sent regularly; POST stops it."""
    return show_subscription(READING, request, subscription_id)
