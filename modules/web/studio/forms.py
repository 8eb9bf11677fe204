"""Make and edit a content with a form drawn in the browser from its library's semantics."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import BadRequest
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import person_of
from common.errors import DomainError
from frontend.assets import built_url
from modules.contents.editing import (
    ContentHasFaults,
    create_content,
    fault_words,
    keep_draft,
    new_notices,
    read_form,
    save_version,
)
from modules.contents.enums import VersionState
from modules.contents.forms import (
    form_of as describe,
)
from modules.contents.forms import media_fields, metadata_fields, sub_metadata_fields, types_to_make
from modules.contents.limits import site_limits
from modules.contents.media import FOLDERS, MIMES, receive_media, taken
from modules.contents.models import Blob, ContentVersion, Library
from modules.contents.store import path_of, rows_named
from modules.contents.wording import as_rows, told
from modules.h5p.documents import NotJsonError, TooDeepError, parse
from modules.h5p.issues import Issue
from modules.h5p.names import LibraryName
from modules.web.access import workshop_only
from modules.web.player.context import player_of
from modules.web.player.responses import FOR_A_DAY, give_file
from modules.web.studio.views import content_of
from modules.web.studio.words import form_words


def _library(text: str) -> Library:
    try:
        return get_object_or_404(rows_named(LibraryName.parse(text)))
    except ValueError:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
@workshop_only
def new(request: HttpRequest) -> HttpResponse:
    """Choose a type, then fill in its form; POST writes the content."""
    if request.method == "POST":
        return _create(request)
    crumbs = [(_("Contenus"), reverse("studio:contents"))]
    asked = request.GET.get("type", "")
    if not asked:
        context = {"types": types_to_make(), "crumbs": crumbs}
        return render(request, "modules/studio/types.html", context)
    library = _library(asked)
    context = {
        "boot": _boot(library, None, save=reverse("studio:new")),
        "content": None,
        "library": library,
        "crumbs": [*crumbs, (_("Nouveau contenu"), reverse("studio:new"))],
    }
    return render(request, "modules/studio/form.html", context)


@require_safe
@workshop_only
def edit(request: HttpRequest, content_id: UUID) -> HttpResponse:
    """Show the form of a content, filled in with its current version."""
    content = content_of(request, content_id)
    version = _current(content_id)
    context = {
        "boot": _boot(version.library, version, save=reverse("studio:save", args=[content_id])),
        "content": content,
        "library": version.library,
        "crumbs": [
            (_("Contenus"), reverse("studio:contents")),
            (content.title, reverse("studio:content", args=[content.pk])),
        ],
    }
    return render(request, "modules/studio/form.html", context)


def _current(content_id: UUID) -> ContentVersion:
    versions = ContentVersion.objects.select_related("library", "content")
    return versions.get(content=content_id, state=VersionState.CURRENT)


def _boot(library: Library, version: ContentVersion | None, *, save: str) -> dict[str, Any]:
    """Return all that the script of the form needs."""
    return {
        "form": describe(library, get_language() or "fr"),
        "params": version.params if version else None,
        "metadata": {"title": version.title, **version.metadata} if version else None,
        "version": version.number if version else 0,
        "content": str(version.content_id) if version else "",
        "files": version.files if version else {},
        "metadataFields": metadata_fields(),
        "subMetadataFields": sub_metadata_fields(),
        "mediaFields": media_fields(),
        "accepted": {kind: taken(kind) for kind in FOLDERS},
        "words": form_words(),
        "sprite": built_url("icons.svg"),
        "urls": {
            "save": save,
            "form": reverse("studio:form_of"),
            "file": reverse("studio:send_file"),
            "pictures": reverse("studio:send_file"),
            "preview": reverse("studio:preview"),
        },
    }


@require_safe
@workshop_only
def form_of(request: HttpRequest) -> HttpResponse:
    """Describe the form of an installed library: `?bibliotheque=H5P.X 1.2`."""
    library = _library(request.GET.get("bibliotheque", ""))
    return JsonResponse(describe(library, get_language() or "fr"))


def _sent(request: HttpRequest) -> dict[str, Any]:
    """Return the document that the script sent as a file: no limit of a form's field applies."""
    file, limits = request.FILES.get("document"), site_limits()
    if file is None or (file.size or 0) > limits.max_json:
        raise BadRequest
    try:
        document = parse(file.read(), max_depth=limits.max_json_depth)
    except (NotJsonError, TooDeepError):
        raise BadRequest from None
    if not isinstance(document, dict):
        raise BadRequest
    return cast("dict[str, Any]", document)


def _create(request: HttpRequest) -> HttpResponse:
    document = _sent(request)
    library = _library(str(document.get("library")))
    try:
        version = create_content(
            actor=person_of(request), library=library, params=document.get("params"),
            metadata=document.get("metadata"),
        )  # fmt: skip
    except DomainError as refusal:
        return _refused(refusal)
    return _saved(version, [])


@require_POST
@workshop_only
def save(request: HttpRequest, content_id: UUID) -> HttpResponse:
    """Write what the form sends as the content's next version."""
    content, document = content_of(request, content_id), _sent(request)
    before, base = _current(content_id), document.get("base")
    try:
        version = save_version(
            actor=person_of(request), content=content, base=base if isinstance(base, int) else 0,
            params=document.get("params"), metadata=document.get("metadata"),
        )  # fmt: skip
    except DomainError as refusal:
        return _refused(refusal)
    known = [(row["code"], row["place"]) for row in before.notices]
    fresh = [row for row in version.notices if (row["code"], row["place"]) not in known]
    return _saved(version, fresh)


def _saved(version: ContentVersion, notices: Iterable[dict[str, Any]]) -> JsonResponse:
    edit_url = reverse("studio:edit", args=[version.content_id])
    return JsonResponse(
        {
            "number": version.number,
            "edit": edit_url,
            "content": reverse("studio:content", args=[version.content_id]),
            "title": version.title,
            "files": version.files,
            "notices": told(notices),
        }
    )


def _refused(refusal: DomainError) -> JsonResponse:
    """Say what is wrong, and where when it is somewhere."""
    faults = refusal.faults if isinstance(refusal, ContentHasFaults) else []
    errors = [{"place": fault.place, "message": fault_words(fault)} for fault in faults]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.CONFLICT
    told_all = {"code": refusal.code, "message": str(refusal), "errors": errors}
    return JsonResponse(told_all, status=status)


@require_POST
@workshop_only
def preview(request: HttpRequest) -> HttpResponse:
    """Keep what is being written as a draft and show the frame that plays it."""
    document, base = _sent(request), None
    if document.get("content"):
        try:
            base = _current(content_of(request, UUID(str(document["content"]))).pk)
        except ValueError:
            raise BadRequest from None
    library = base.library if base else _library(str(document.get("library")))
    try:
        known = UUID(str(document["draft"])) if document.get("draft") else None
    except ValueError:
        raise BadRequest from None
    try:
        written = read_form(library, document.get("params"), document.get("metadata"), base)
    except DomainError as refusal:
        return _refused(refusal)
    draft = keep_draft(actor=person_of(request), draft=known, written=written)
    notices: list[Issue] = new_notices(written, base)
    context = {"player": player_of(request, draft), "notices": told(as_rows(notices))}
    response = render(request, "modules/studio/preview.html", context)
    response["X-Draft"] = str(draft.pk)
    return response


@require_POST
@workshop_only
def send_file(request: HttpRequest) -> HttpResponse:
    """Keep one file for a field of the form."""
    file, kind = request.FILES.get("file"), request.POST.get("kind", "")
    if file is None or kind not in FOLDERS:
        raise BadRequest
    try:
        kept = receive_media(
            actor=person_of(request), file=file, filename=file.name or "", kind=kind
        )
    except DomainError as refusal:
        return _refused(refusal)
    return JsonResponse(kept)


@require_safe
@workshop_only
def picture(request: HttpRequest, sha256: str, extension: str) -> HttpResponseBase:
    """Show a picture that a content or a form has, beside its field."""
    kind = MIMES.get(extension, "")
    if not kind.startswith("image/"):
        raise Http404
    blob = get_object_or_404(Blob, pk=sha256)
    try:
        opened = default_storage.open(path_of(blob.sha256))
    except FileNotFoundError:
        raise Http404 from None
    return give_file(
        request, f"image.{extension}", cast("Any", opened), size=blob.size, etag=blob.sha256,
        keep=FOR_A_DAY,
    )  # fmt: skip
