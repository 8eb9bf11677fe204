"""The contents of the workshop: the list, and one content with all that is known of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import person_of
from common.errors import DomainError
from frontend.tables import as_csv, matching, ordered, page_of
from modules.contents.models import Content, ContentQuerySet, Upload
from modules.contents.queries import current_versions, where_used, with_current
from modules.contents.services import archive_content, restore_content
from modules.contents.wording import language_in_words, licence_in_words, told
from modules.web.access import workshop_only
from modules.web.player.context import player_of

SEARCHED = ("title", "versions__title", "versions__library__title")
ORDERS = {
    "recents": ("-updated_at", "title", "pk"),
    "titre": ("title", "pk"),
    "type": ("kind", "title", "pk"),
    "usage": ("-activities", "title", "pk"),
}
# What the address says → the column that `with_current` brings.
FILTERS = {"type": "machine_name", "licence": "licence", "langue": "language"}
ARCHIVED = "archives"


def _filtered(request: HttpRequest) -> ContentQuerySet:
    visible = with_current(Content.objects.visible_to(person_of(request)))
    is_archived = request.GET.get("voir") == ARCHIVED
    visible = visible.filter(archived_at__isnull=not is_archived)
    asked = {column: request.GET[name] for name, column in FILTERS.items() if request.GET.get(name)}
    return visible.filter(**asked)


def _choices() -> dict[str, list[tuple[str, str]]]:
    """Return what the filters offer: the values that some content has."""
    shown = current_versions().order_by()
    kinds = shown.values_list("library__machine_name", "library__title").distinct()
    licences = shown.exclude(licence="").values_list("licence", flat=True).distinct()
    languages = shown.values_list("language", flat=True).distinct()
    return {
        "types": sorted(dict(kinds).items(), key=lambda kind: kind[1].casefold()),
        "licences": sorted((code, licence_in_words(code)) for code in licences),
        "languages": sorted((code, language_in_words(code)) for code in languages),
    }


@require_safe
@workshop_only
def contents(request: HttpRequest) -> HttpResponse:
    """List the contents."""
    typed = request.GET.get("q", "").strip()
    found = matching(_filtered(request), typed, SEARCHED)
    rows, order = ordered(request, found.distinct(), ORDERS)
    if request.GET.get("format") == "csv":
        columns = (
            (_("Titre"), lambda row: row.title),
            (_("Type"), lambda row: row.kind),
            (_("Langue"), lambda row: row.language),
            (_("Licence"), lambda row: row.licence),
            (_("Version"), lambda row: row.version_number),
            (_("Activités"), lambda row: row.activities),
            (_("Mis à jour le"), lambda row: row.updated_at.date()),
        )
        return as_csv("contenus", columns, rows)
    page = page_of(request, rows)
    lines: list[Any] = list(page.object_list)
    person = person_of(request)
    context = {
        "page": page,
        "rows": [
            (row, licence_in_words(row.licence), language_in_words(row.language)) for row in lines
        ],
        "typed": typed,
        "order": order,
        "asked": {name: request.GET.get(name, "") for name in (*FILTERS, "voir")},
        "pending": Upload.objects.visible_to(person).pending().order_by("-uploaded_at"),
        **_choices(),
    }
    return render(request, "modules/studio/contents.html", context)


def content_of(request: HttpRequest, content_id: UUID) -> Content:
    """Return a content the person may see, or 404."""
    return get_object_or_404(Content.objects.visible_to(person_of(request)), pk=content_id)


@require_safe
@workshop_only
def content(request: HttpRequest, content_id: UUID) -> HttpResponse:
    """Show one content: what it is, its versions, where it is used."""
    return show_content(request, content_of(request, content_id))


def show_content(
    request: HttpRequest, shown: Content, refusal: DomainError | None = None
) -> HttpResponse:
    """Render the page of a content, with a refusal if an act was refused."""
    versions = list(
        shown.versions.select_related("library", "created_by")
        .annotate(activities_count=Count("activities"))
        .order_by("-number")
    )
    current = next(one for one in versions if one.state == "current")
    authors = current.metadata.get("authors")
    context = {
        "content": shown,
        "current": current,
        "player": player_of(request, current),
        "versions": versions,
        "authors": [one["name"] for one in authors or [] if one.get("name")],
        "licence": licence_in_words(current.licence),
        "language": language_in_words(current.language),
        "media_size": sum(size for _sha256, size in current.files.values()),
        "libraries": [use.library for use in current.uses.select_related("library")],
        "notices": told(current.notices),
        "activities": where_used(shown),
        "refusal": refusal,
        "crumbs": [(_("Contenus"), reverse("studio:contents"))],
    }
    return render(request, "modules/studio/content.html", context, status=409 if refusal else 200)


@require_POST
@workshop_only
def archive(request: HttpRequest, content_id: UUID) -> HttpResponse:
    """Take a content out of the list."""
    shown = content_of(request, content_id)
    try:
        archive_content(actor=person_of(request), content=shown)
    except DomainError as refusal:
        return show_content(request, shown, refusal)
    messages.success(request, _("« %(title)s » est archivé.") % {"title": shown.title})
    return redirect("studio:contents")


@require_POST
@workshop_only
def restore(request: HttpRequest, content_id: UUID) -> HttpResponse:
    """Put a content back into the list."""
    shown = content_of(request, content_id)
    try:
        restore_content(actor=person_of(request), content=shown)
    except DomainError as refusal:
        return show_content(request, shown, refusal)
    said = _("« %(title)s » est de nouveau dans la liste.")
    messages.success(request, said % {"title": shown.title})
    return redirect("studio:content", shown.pk)
