"""Bring a content to a newer version of its library: run, look, accept or drop, go back."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import person_of
from common.errors import DomainError
from modules.contents.enums import VersionState
from modules.contents.models import Content, ContentVersion, Library
from modules.contents.upgrading import (
    UpgradeLosesContent,
    accept_version,
    drop_version,
    go_back,
    propose_upgrade,
    upgradable,
    upgrades_of,
)
from modules.contents.wording import told
from modules.web.access import workshop_only
from modules.web.player.addresses import upgrade_address
from modules.web.player.context import player_of
from modules.web.studio.views import content_of


@require_safe
@workshop_only
def upgrades(request: HttpRequest) -> HttpResponse:
    """List the contents whose library has a newer version here."""
    visible = set(Content.objects.visible_to(person_of(request)).values_list("pk", flat=True))
    context = {
        "rows": [row for row in upgradable() if row[0].content_id in visible],
        "crumbs": [(_("Contenus"), reverse("studio:contents"))],
    }
    return render(request, "modules/studio/upgrades.html", context)


@require_safe
@workshop_only
def upgrade(request: HttpRequest, content_id: UUID) -> HttpResponse:
    """Show the upgrades of a content, run the one asked for, or show what waits for a decision."""
    return _show(request, content_of(request, content_id))


def _show(
    request: HttpRequest, content: Content, refusal: DomainError | None = None
) -> HttpResponse:
    versions = content.versions.select_related("library", "content")
    current = versions.get(state=VersionState.CURRENT)
    proposed = versions.filter(state=VersionState.PROPOSED).first()
    newer = upgrades_of(current)
    asked = request.GET.get("vers", "")
    target = next((row for row in newer if str(row.pk) == asked and not refusal), None)
    context = {
        "content": content,
        "current": current,
        "newer": newer,
        "proposed": proposed,
        "notices": told(proposed.notices) if proposed else [],
        "player": None if target else player_of(request, proposed or current),
        "target": target,
        "frame_url": upgrade_address(request, current, target) if target else "",
        "has_previous": versions.filter(
            state=VersionState.PREVIOUS, number__lt=current.number
        ).exists(),
        "refusal": refusal,
        "crumbs": [
            (_("Contenus"), reverse("studio:contents")),
            (content.title, reverse("studio:content", args=[content.pk])),
        ],
    }
    status = 409 if refusal else 200
    return render(request, "modules/studio/upgrade.html", context, status=status)


@require_POST
@workshop_only
def propose(request: HttpRequest, content_id: UUID) -> HttpResponse:
    """Keep what the frame made of the content, to be looked at."""
    content = content_of(request, content_id)
    target = get_object_or_404(Library, pk=request.POST.get("library", "0"))
    try:
        params = json.loads(request.POST.get("params", ""))
    except (ValueError, RecursionError):
        return _show(request, content, UpgradeLosesContent())
    try:
        propose_upgrade(actor=person_of(request), content=content, target=target, params=params)
    except DomainError as refusal:
        return _show(request, content, refusal)
    return redirect("studio:upgrade", content.pk)


def _version(content: Content, number: int) -> ContentVersion:
    return get_object_or_404(content.versions, number=number)


@require_POST
@workshop_only
def accept(request: HttpRequest, content_id: UUID, number: int) -> HttpResponse:
    """Show the proposed version from now on."""
    content = content_of(request, content_id)
    try:
        accept_version(actor=person_of(request), version=_version(content, number))
    except DomainError as refusal:
        return _show(request, content, refusal)
    messages.success(request, _("La nouvelle version est en place. L’ancienne reste à portée."))
    return redirect("studio:content", content.pk)


@require_POST
@workshop_only
def drop(request: HttpRequest, content_id: UUID, number: int) -> HttpResponse:
    """Forget the proposed version."""
    content = content_of(request, content_id)
    try:
        drop_version(actor=person_of(request), version=_version(content, number))
    except DomainError as refusal:
        return _show(request, content, refusal)
    messages.success(request, _("La proposition est abandonnée. Le contenu n’a pas changé."))
    return redirect("studio:content", content.pk)


@require_POST
@workshop_only
def back(request: HttpRequest, content_id: UUID) -> HttpResponse:
    """Show the previous version again."""
    content = content_of(request, content_id)
    try:
        version = go_back(actor=person_of(request), content=content)
    except DomainError as refusal:
        return _show(request, content, refusal)
    said = _("La version %(number)s est de nouveau en place.")
    messages.success(request, said % {"number": version.number})
    return redirect("studio:content", content.pk)
