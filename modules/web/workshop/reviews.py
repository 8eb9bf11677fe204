"""The reading of a draft: its text with what colleagues say of it, and what they decide."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import person_of
from common.errors import DomainError
from modules.authoring import comments, reviews
from modules.authoring.enums import BlockKind, Verdict
from modules.authoring.models import Comment
from modules.programmes.enums import RevisionState
from modules.programmes.models import Revision
from modules.web.access import workshop_only
from modules.web.places import shown_points
from modules.web.workshop.modules import revision_of
from modules.web.workshop.outline import outline_of


@require_safe
@workshop_only
def revision(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Show a revision to read, with its comments, its reviews and what it lacks."""
    return _show(request, revision_of(request, revision_id))


def _show(
    request: HttpRequest, shown: Revision, refusal: DomainError | None = None, box: str = ""
) -> HttpResponse:
    """Render the page; after a refusal, what was typed is still in its `box`."""
    person = person_of(request)
    threads = comments.threads_of(shown)
    every = list(shown.reviews.select_related("reviewer", "asked_by").order_by("-asked_at", "-pk"))
    decision = reviews.last_decision(shown)
    points = shown_points(shown)
    is_open = shown.state != RevisionState.PUBLISHED
    is_approved = bool(decision and decision.verdict == Verdict.APPROVED)
    context = {
        "revision": shown,
        "module": shown.edition.module,
        "is_open": is_open,
        "whole": threads.pop(comments.WHOLE, []),
        "outline": outline_of(shown, threads),
        # Said of blocks that are no longer there.
        "lost": [one for left in threads.values() for one in left],
        "open_count": sum(one.resolved_at is None for one in _firsts(shown)),
        "reviews": every,
        "decision": decision,
        "is_approved": is_approved and decision.version == shown.version if decision else False,
        "is_approval_old": is_approved and decision.version != shown.version if decision else False,
        "asked_by_me": bool(every) and every[0].asked_by_id == person.pk,
        "points": points,
        "colleagues": reviews.reviewers_for(person) if is_open else [],
        "person": person,
        "refusal": refusal,
        "typed": {"verdict": "", "note": "", "comment": "", box: request.POST.get("texte", "")},
        "crumbs": _crumbs(shown),
    }
    status = 409 if refusal else 200
    return render(request, "modules/workshop/revision.html", context, status=status)


def _firsts(shown: Revision) -> list[Comment]:
    return list(shown.comments.filter(parent=None))


def _crumbs(shown: Revision) -> list[tuple[str, str]]:
    module = shown.edition.module
    return [
        (_("Modules"), reverse("workshop:modules")),
        (module.title, reverse("workshop:module", args=[module.slug])),
    ]


def _act(
    request: HttpRequest,
    revision_id: int,
    said: str,
    do: Callable[[Revision], object],
    box: str = "verdict",
) -> HttpResponse:
    """Do one act on a revision and show it again, or say why it is refused."""
    shown = revision_of(request, revision_id)
    try:
        do(shown)
    except DomainError as refusal:
        return _show(request, shown, refusal, box)
    messages.success(request, said)
    return redirect("workshop:revision", revision_id)


@require_POST
@workshop_only
def ask(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Ask colleagues to read a draft."""
    person = person_of(request)
    wanted = set(request.POST.getlist("a"))
    asked = [one for one in reviews.reviewers_for(person) if str(one.pk) in wanted]
    note = request.POST.get("texte", "")
    return _act(
        request, revision_id, _("La relecture est demandée : un courriel est parti."),
        lambda shown: reviews.ask_review(
            actor=person, revision=shown, reviewers=asked, note=note
        ),
        box="note",
    )  # fmt: skip


@require_POST
@workshop_only
def approve(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Approve a draft as it is now."""
    who: dict[str, Any] = {"actor": person_of(request), "answer": request.POST.get("texte", "")}
    return _act(
        request, revision_id, _("Vous avez approuvé cette révision."),
        lambda shown: reviews.approve(revision=shown, **who),
    )  # fmt: skip


@require_POST
@workshop_only
def changes(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Give a draft back to its authors."""
    who: dict[str, Any] = {"actor": person_of(request), "answer": request.POST.get("texte", "")}
    return _act(
        request, revision_id, _("L’équipe sait ce qu’il faut reprendre."),
        lambda shown: reviews.ask_for_changes(revision=shown, **who),
    )  # fmt: skip


@require_POST
@workshop_only
def publish(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Publish a draft that is approved and ready."""
    return _act(
        request, revision_id, _("La révision est publiée : le catalogue la montre."),
        lambda shown: reviews.publish(actor=person_of(request), revision=shown),
    )  # fmt: skip


def _target(request: HttpRequest) -> comments.Target:
    """Return what a comment is about, named "sequence:<lineage>"; "" for the whole."""
    kind, _colon, lineage = request.POST.get("sur", "").partition(":")
    if not kind:
        return comments.WHOLE
    try:
        return BlockKind(kind).value, UUID(lineage)
    except ValueError as unknown:
        raise Http404 from unknown


@require_POST
@workshop_only
def comment(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Say something of a draft or of one of its blocks."""
    shown, about = revision_of(request, revision_id), _target(request)
    text = request.POST.get("texte", "")
    try:
        comments.comment(actor=person_of(request), revision=shown, text=text, about=about)
    except DomainError as refusal:
        return _show(request, shown, refusal, "comment")
    return _back_to(shown, about[1])


def _back_to(shown: Revision, lineage: UUID | None) -> HttpResponse:
    anchor = f"b-{lineage}" if lineage else "ensemble"
    return redirect(reverse("workshop:revision", args=[shown.pk]) + f"#{anchor}")


def _comment(request: HttpRequest, comment_id: int) -> tuple[Revision, Comment]:
    found = get_object_or_404(Comment.objects.select_related("parent"), pk=comment_id)
    return revision_of(request, found.revision_id), found


@require_POST
@workshop_only
def answer(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Answer a comment."""
    shown, found = _comment(request, comment_id)
    text = request.POST.get("texte", "")
    try:
        comments.answer(actor=person_of(request), comment=found, text=text)
    except DomainError as refusal:
        return _show(request, shown, refusal, "comment")
    return _back_to(shown, found.lineage)


@require_POST
@workshop_only
def resolve(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Say that a comment is dealt with."""
    shown, found = _comment(request, comment_id)
    try:
        comments.resolve(actor=person_of(request), comment=found)
    except DomainError as refusal:
        return _show(request, shown, refusal)
    return _back_to(shown, found.lineage)
