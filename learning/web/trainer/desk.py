"""The welcome desk of a day: who is expected, who has come; badges; who comes without a place."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.http import person_of
from accounts.users.services import AgentDetails
from common.errors import DomainError
from learning.attendance.doors import door_of
from learning.attendance.enums import WERE_THERE
from learning.attendance.models import is_sealed
from learning.attendance.welcome import (
    Arrival,
    Outcome,
    carry_the_morning,
    take_back,
    welcome,
)
from learning.cohorts.enums import Period
from learning.cohorts.models import Cohort, HalfDay
from learning.enrolment.arrival_codes import enrolment_of_code
from learning.enrolment.at_the_door import receive_at_the_door
from learning.enrolment.badges import DEFAULT, SHEETS, Badge, badge_of, badges
from learning.enrolment.models import Enrolment
from learning.web.trainer.cohorts import cohort_of, crumbs_of, halves_of
from learning.web.trainer.desk_words import DeskRow, late_count, rows_of, words_of
from learning.web.trainer.room import half_day_to_show

PDF = "application/pdf"


class DoorForm(forms.Form):
    """Who comes without an enrolment."""

    first_name = forms.CharField(label=gettext_lazy("Prénom"), max_length=150)
    last_name = forms.CharField(label=gettext_lazy("Nom"), max_length=150)
    employer = forms.CharField(label=gettext_lazy("Structure"), max_length=200, required=False)
    email = forms.EmailField(label=gettext_lazy("Courriel"), required=False)


def _half_day(request: HttpRequest, halves: list[HalfDay]) -> HalfDay | None:
    asked = request.GET.get("demi", "")
    chosen = next((half for half in halves if str(half.pk) == asked), None)
    return chosen or half_day_to_show(halves, timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, code: str) -> HttpResponse:
    """Show the desk on one half-day; POST is what a page without script does."""
    cohort = cohort_of(request, code)
    halves = halves_of(cohort)
    half_day = _half_day(request, halves)
    door = DoorForm(request.POST if "first_name" in request.POST else None)
    refusal: DomainError | None = None
    if request.method == "POST" and half_day is not None:
        try:
            with timezone.override(cohort.venue.zone):
                done = _do(request, cohort, half_day, door)
        except DomainError as error:
            refusal = error
        else:
            if done is not None:
                return done
    with timezone.override(cohort.venue.zone):
        context = _context(request, cohort, halves, half_day) | {"door": door, "refusal": refusal}
        status = 409 if refusal else 422 if door.is_bound else 200
        return render(request, "learning/trainer/desk.html", context, status=status)


def _do(
    request: HttpRequest, cohort: Cohort, half_day: HalfDay, door: DoorForm
) -> HttpResponse | None:
    """Do what was asked and lead back to the desk; None where a form is to be filled again."""
    person, told = person_of(request), request.POST
    if door.is_bound:
        if not door.is_valid():
            return None
        details = {name: door.cleaned_data[name] for name in ("first_name", "last_name", "email")}
        received = receive_at_the_door(
            actor=person, cohort=cohort, details=AgentDetails(**details),
            employer=door.cleaned_data["employer"],
        )  # fmt: skip
        _receive(request, half_day, received)
        return _back(cohort, half_day, received)
    if "matin" in told:
        count = carry_the_morning(actor=person, half_day=half_day)
        said = ngettext("%(n)s présence reportée.", "%(n)s présences reportées.", count)
        messages.success(request, said % {"n": count})
        return _back(cohort, half_day)
    one = _enrolment(cohort, told.get("personne") or told.get("reprendre") or "")
    if "reprendre" in told:
        take_back(actor=person, half_day=half_day, enrolment=one, device="")
        said = _("Arrivée reprise : %(name)s") % {"name": one.person.display_name}
        messages.success(request, said)
        return _back(cohort, half_day)
    _receive(request, half_day, one)
    return _back(cohort, half_day, one)


def _enrolment(cohort: Cohort, told: str) -> Enrolment:
    try:
        asked = UUID(told)
    except ValueError as unreadable:
        raise Http404 from unreadable
    people = Enrolment.objects.select_related("person", "employer")
    return get_object_or_404(people, cohort=cohort, pk=asked)


def _receive(request: HttpRequest, half_day: HalfDay, one: Enrolment) -> None:
    arrival = Arrival(nonce=uuid4(), enrolment_id=one.pk, made_at=timezone.now())
    actor = person_of(request)
    door = door_of(half_day.pk)
    (said,) = welcome(actor=actor, door=door, arrivals=[arrival], device="")
    tell = messages.success if said.outcome in {Outcome.ARRIVED, Outcome.LATE} else messages.warning
    tell(request, f"{one.person.display_name} : {words_of(said)}")


def _back(cohort: Cohort, half_day: HalfDay, one: Enrolment | None = None) -> HttpResponseRedirect:
    """Lead back to the desk, on the person just received: their badge, or taking them back."""
    address = f"{reverse('trainer:desk', args=[cohort.code])}?demi={half_day.pk}"
    return redirect(f"{address}&vient={one.pk}" if one else address)


def _context(
    request: HttpRequest, cohort: Cohort, halves: list[HalfDay], half_day: HalfDay | None
) -> dict[str, Any]:
    typed = request.GET.get("q", "").strip()
    context: dict[str, Any] = {
        "cohort": cohort,
        "half_day": half_day,
        "typed": typed,
        "now": timezone.now(),
        "sheets": SHEETS,
        "crumbs": crumbs_of(cohort, half_day),
    }
    if half_day is None:
        return context
    rows = rows_of(half_day)
    by_code = _one(rows, str(enrolment_of_code(request.GET.get("code", "").lower())))
    if by_code:
        typed = by_code.enrolment.person.display_name
    if typed:
        rows = _narrowed(rows, typed)
    arrived = sum(row.is_here for row in rows)
    return context | {
        "rows": rows,
        "arrived": arrived,
        "late": late_count(rows),
        "is_sealed": is_sealed(half_day),
        "same_day": [half for half in halves if half.day == half_day.day],
        "typed": typed,
        "is_none_shown": not any(row.is_shown for row in rows),
        "just_came": _one(rows, request.GET.get("vient", "")),
        "may_carry": half_day.period == Period.AFTERNOON and not is_sealed(half_day),
        "words": _script_words(),
    }


def _narrowed(rows: list[DeskRow], typed: str) -> list[DeskRow]:
    """Return the people, those shown being of a code scanned or of words typed."""
    of_code = enrolment_of_code(typed.lower())
    words = [] if of_code else typed.casefold().split()
    return [
        replace(
            row,
            is_shown=all(word in row.text.casefold() for word in words)
            and of_code in {None, row.enrolment.pk},
        )
        for row in rows
    ]  # fmt: skip


def _one(rows: Iterable[DeskRow], told: str) -> DeskRow | None:
    return next((row for row in rows if str(row.enrolment.pk) == told), None)


def _script_words() -> dict[str, str]:
    """Return what the script says before the server does, or without it."""
    return {
        "arrived": _("Arrivée notée."),
        "already": _("Déjà là depuis {hour}."),
        "unknown": _("Code lu et gardé : il n’est pas dans la liste de cette page."),
        "undone": _("Arrivée reprise."),
        "one": _("{n} arrivée en attente d’envoi"),
        "many": _("{n} arrivées en attente d’envoi"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def badge_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Draw badges: everyone's, those of who is still to come, one person's; POST, words alone."""
    cohort = cohort_of(request, code)
    given = request.POST if request.method == "POST" else request.GET
    labels = next((one for one in SHEETS if one.key == given.get("planche")), DEFAULT)
    asked = given.get("premiere", "")
    first = int(asked) if asked.isdecimal() and len(asked) < 3 else 1  # noqa: PLR2004 - a label
    people = _badges(request, cohort)
    if not people:
        messages.warning(request, _("Il n’y a personne à mettre sur une étiquette."))
        return redirect("trainer:desk", cohort.code)
    pdf = badges(cohort, people, labels=labels, first=first)
    name = slugify(f"badges {cohort.code}")
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(pdf, content_type=PDF, headers=headers)


def _badges(request: HttpRequest, cohort: Cohort) -> list[Badge]:
    if request.method == "POST":
        first, last, employer = (
            request.POST.get(name, "").strip()[:100] for name in ("prenom", "nom", "structure")
        )
        return [Badge(first, last, employer)] if first else []
    people = (
        Enrolment.objects.confirmed()
        .filter(cohort=cohort)
        .select_related("person", "employer")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    if one := request.GET.get("personne"):
        return [badge_of(_enrolment(cohort, one))]
    if request.GET.get("qui") == "attendus":
        half_day = half_day_to_show(halves_of(cohort), timezone.now())
        if half_day:
            here = half_day.marks.filter(status__in=WERE_THERE)
            people = people.exclude(pk__in=here.values("enrolment"))
    return [badge_of(one) for one in people]
