"""People who may be written twice: compared, merged, told apart, and merges undone."""

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import person_of
from accounts.users.models import User
from common.errors import DomainError
from frontend.tables import PAGE_SIZE, matching, page_of
from learning.enrolment.models import Enrolment
from learning.people.models import PersonMerge
from learning.people.planning import plan_merge
from learning.people.queries import probable_duplicates
from learning.people.services import merge_people, tell_apart, undo_merge
from learning.web.steering.access import steering_only
from learning.web.steering.merge_words import consequences, counts_in_words

SEARCHED = ("last_name", "first_name", "email", "agent_profile__employer__name")


def _crumbs(*further: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Personnes"), reverse("steering:people")), *further]


@require_safe
@steering_only
def duplicates(request: HttpRequest) -> HttpResponse:
    """List the pairs that may be one person, the surest first."""
    pairs = probable_duplicates()
    page = Paginator(pairs, PAGE_SIZE).get_page(request.GET.get("page"))
    people = _people(pk for pair in page.object_list for pk in (pair.first, pair.second))
    context = {
        "page": page,
        "pairs": [
            (*_kept_first(people[pair.first], people[pair.second]), pair.why.label)
            for pair in page.object_list
        ],
        "merges": PersonMerge.objects.visible_to(person_of(request)).standing().count(),
        "crumbs": _crumbs(),
    }
    return render(request, "learning/steering/duplicates.html", context)


def _people(pks: Iterable[UUID]) -> dict[UUID, User]:
    """Return the people, with their employer, and their enrolments counted as `enrolled`."""
    wanted = set(pks)
    enrolled = Counter(
        Enrolment.objects.active().filter(person__in=wanted).values_list("person", flat=True)
    )
    people = User.objects.select_related("agent_profile__employer").in_bulk(wanted)
    for person in people.values():
        person.enrolled = enrolled[person.pk]  # type: ignore[attr-defined]
    return people


def _kept_first(one: User, other: User) -> tuple[User, User]:
    """Return both, first the record one would keep: with an address, used, older."""

    def worth(person: User) -> tuple[bool, bool, float]:
        is_used = person.last_login is not None
        return bool(person.email), is_used, -person.date_joined.timestamp()

    return (one, other) if worth(one) >= worth(other) else (other, one)


@require_safe
@steering_only
def choose(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Find the other record of a person."""
    people = User.objects.visible_to(person_of(request)).filter(merged_into=None)
    kept = get_object_or_404(people, pk=person_id)
    typed = request.GET.get("q", kept.last_name).strip()
    found = people.exclude(pk=kept.pk).select_related("agent_profile__employer")
    rows = matching(found, typed, SEARCHED) if typed else found.none()
    context = {
        "person": kept,
        "typed": typed,
        "page": page_of(request, rows.order_by("last_name", "first_name", "pk")),
        "crumbs": _crumbs((kept.display_name, reverse("steering:person", args=[kept.pk]))),
    }
    return render(request, "learning/steering/merge_choose.html", context)


def _two(request: HttpRequest, person_id: UUID, other_id: UUID) -> tuple[User, User]:
    people = User.objects.visible_to(person_of(request))
    return get_object_or_404(people, pk=person_id), get_object_or_404(people, pk=other_id)


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def merge(request: HttpRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Show two records side by side and what merging would do; POST keeps the first."""
    kept, other = _two(request, person_id, other_id)
    if request.method != "POST":
        return _compare(request, kept, other)
    reason = request.POST.get("raison", "")
    try:
        merge_people(actor=person_of(request), surviving=kept, merged=other, reason=reason)
    except DomainError as refusal:
        return _compare(request, kept, other, refusal, reason)
    told = {"name": kept.display_name}
    messages.success(request, _("Les deux fiches de %(name)s n’en font plus qu’une.") % told)
    return redirect("steering:person", kept.pk)


def _compare(
    request: HttpRequest, kept: User, other: User, refusal: DomainError | None = None,
    reason: str = "",
) -> HttpResponse:  # fmt: skip
    plan = plan_merge(kept, other)
    context = {
        "kept": kept,
        "other": other,
        "sides": [_side(kept), _side(other)],
        "consequences": consequences(plan),
        "objection": plan.objection,
        "refusal": refusal,
        "reason": reason,
        "crumbs": _crumbs((_("Doublons"), reverse("steering:duplicates"))),
    }
    return render(
        request, "learning/steering/merge.html", context, status=409 if refusal else 200
    )  # fmt: skip


def _side(person: User) -> dict[str, Any]:
    """Return what a record says, beside the other."""
    enrolments = person.enrolments.select_related("cohort__revision__edition__module")
    return {
        "person": person,
        "profile": getattr(person, "agent_profile", None),
        "memberships": list(person.memberships.current().select_related("organisation")),
        "enrolments": list(enrolments.order_by("-cohort__starts_on", "-requested_at")),
        "completions": list(person.completions.current().order_by("-effective_on")),
        "awards": list(person.awards.order_by("-issued_at")),
    }


@require_POST
@steering_only
def apart(request: HttpRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Keep that the two are two people: the pair is not shown again."""
    one, other = _two(request, person_id, other_id)
    try:
        tell_apart(actor=person_of(request), one=one, other=other)
    except DomainError as refusal:
        return _compare(request, one, other, refusal)
    messages.success(request, _("Noté : ce sont deux personnes. La paire n’est plus proposée."))
    return redirect("steering:duplicates")


@require_safe
@steering_only
def merges(request: HttpRequest) -> HttpResponse:
    """List the merges, the latest first, and those undone."""
    rows = PersonMerge.objects.visible_to(person_of(request)).order_by("-made_at")
    page = page_of(request, rows.select_related("surviving", "merged", "made_by", "undone_by"))
    context = {
        "page": page,
        "merges": [(one, counts_in_words(one.counts)) for one in page.object_list],
        "crumbs": _crumbs((_("Doublons"), reverse("steering:duplicates"))),
    }
    return render(request, "learning/steering/merges.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def undo(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """Say what undoing a merge gives back; POST does it."""
    found = PersonMerge.objects.visible_to(person_of(request)).select_related(
        "surviving", "merged", "made_by", "undone_by"
    )
    shown = get_object_or_404(found, pk=merge_id)
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            undo_merge(actor=person_of(request), merge=shown)
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("Fusion annulée : ce sont de nouveau deux fiches."))
            return redirect("steering:merges")
    context = {
        "merge": shown,
        "counts": counts_in_words(shown.counts),
        "cancelled": len(shown.moved["cancelled"]),
        "refusal": refusal,
        "crumbs": _crumbs(
            (_("Doublons"), reverse("steering:duplicates")),
            (_("Fusions"), reverse("steering:merges")),
        ),
    }
    return render(
        request, "learning/steering/merge_undo.html", context, status=409 if refusal else 200
    )  # fmt: skip
