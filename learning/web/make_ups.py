"""Make-ups on the pages of those who ask, propose and answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.http import person_of
from learning.attendance.missing import Absence
from learning.cohorts.models import HalfDay
from learning.enrolment.models import EnrolmentQuerySet
from learning.makeups.models import MakeUp
from learning.makeups.permissions import can_answer, can_call_off
from learning.makeups.queries import Date, dates_for, open_make_ups, places_of, taught_at
from learning.makeups.services import answer_make_up, call_off_make_up, open_make_up


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """An absence, the make-up that stands for it, or the dates one may be asked for."""

    absence: Absence
    make_up: MakeUp | None
    dates: list[Date]
    is_over: bool


def rows_of(absences: Iterable[Absence], at: datetime) -> list[AbsenceRow]:
    """Return absences with what is done of them, in four queries.

    Half-days come with their cohort's edition.
    """
    found = list(absences)
    people = {one.enrolment.pk: one.enrolment for one in found}
    standing = open_make_ups(people.values())
    dates = dates_for({taught_at(one.half_day)[0] for one in found}, at)
    taken = places_of(one.person_id for one in people.values())
    return [
        AbsenceRow(
            one,
            standing.get((one.enrolment.pk, one.half_day.pk)),
            [
                date for date in dates.get(taught_at(one.half_day), [])
                if (one.enrolment.person_id, date.half_day.cohort_id) not in taken
            ]
            if one.half_day.ends_at <= at
            else [],
            is_over=one.half_day.ends_at <= at,
        )
        for one in found
    ]  # fmt: skip


def act_on(request: HttpRequest, enrolments: EnrolmentQuerySet) -> str:
    """Do what a form about a make-up asks for (`acte`), and return what to say of it.

    `enrolments` are those that who asks sees. Raises Http404, and the refusals of the services.
    """
    person, act = person_of(request), request.POST.get("acte", "")
    if act == "ouvrir":
        enrolment = get_object_or_404(enrolments, pk=_uuid(request, "inscription"))
        missed = get_object_or_404(
            HalfDay, pk=_number(request, "manquee"), cohort=enrolment.cohort_id
        )
        taken = get_object_or_404(HalfDay, pk=_number(request, "date"))
        made = open_make_up(actor=person, enrolment=enrolment, missed=missed, taken=taken)
        if made.is_asked:
            return _("C’est demandé : l’équipe de formation répond, et nous vous écrivons.")
        return _("C’est proposé : la personne reçoit un message et répond.")
    make_up = get_object_or_404(
        MakeUp.objects.visible_to(person).with_facts(), pk=_uuid(request, "rattrapage")
    )
    if act == "annuler":
        call_off_make_up(actor=person, make_up=make_up)
        return _("Le rattrapage est annulé.")
    if act not in {"accepter", "decliner"}:
        raise Http404
    answer_make_up(actor=person, make_up=make_up, accepts=act == "accepter")
    return _("Le rattrapage est accepté.") if act == "accepter" else _("Le rattrapage est décliné.")


def _uuid(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None


def _number(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    if not typed.isdecimal() or len(typed) > 18:  # noqa: PLR2004 - a key of the database
        raise Http404
    return int(typed)


@dataclass(frozen=True, slots=True)
class GuestRow:
    """A make-up as one of its two teams, or the person, sees it."""

    make_up: MakeUp
    may_answer: bool
    may_call_off: bool


def guests_as_seen(
    request: HttpRequest, make_ups: Iterable[MakeUp], at: datetime
) -> list[GuestRow]:
    """Return make-ups with what who asks may do of each; they come with their facts."""
    person = person_of(request)
    return [
        GuestRow(
            one,
            can_answer(person, one) and one.taken.starts_at > at,
            can_call_off(person, one) and one.taken.starts_at > at,
        )
        for one in make_ups
    ]
