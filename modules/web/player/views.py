"""The frame that plays a content, and the files it asks for. No cookie is read or set here.

Everything here answers a page whose origin is opaque, with code that nobody here wrote.
"""

from functools import lru_cache
from typing import BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from modules.contents.models import ContentVersion, Draft, Library
from modules.contents.store import path_of
from modules.web.player.addresses import (
    content_origin,
    content_prefix,
    read_content_prefix,
    read_frame_token,
    read_upgrade_token,
)
from modules.web.player.core import core_digest, core_file
from modules.web.player.integration import CONTENT_ID, Places, integration, upgrade_plan
from modules.web.player.responses import (
    FOR_A_DAY,
    FOR_EVER,
    for_the_frame,
    give_file,
    not_there,
)

Files = dict[str, tuple[str, int]]


@login_not_required
@xframe_options_exempt
@require_safe
def frame(request: HttpRequest, token: str) -> HttpResponse:
    """Show the page of the frame: the data, the styles and our script, which loads the rest."""
    try:
        version_id, viewer = read_frame_token(token)
        version = _played(version_id)
    except (signing.BadSignature, Draft.DoesNotExist):
        return not_there()
    origin = content_origin(request)
    core = f"{origin}/h5p/moteur/{core_digest()}"
    prefix = content_prefix(version.pk, viewer.mark)
    places = Places(origin, f"{origin}/h5p/bibliotheques", f"{origin}/h5p/contenus/{prefix}")
    with translation.override(viewer.language):
        told = integration(version, places)
    content = told["contents"][f"cid-{CONTENT_ID}"]
    # Without the request: what other pages show (who is signed in) has no place here.
    page = render_to_string(
        "modules/player/frame.html",
        {
            "title": version.title,
            "language": version.language,
            "core": core,
            "styles": content["styles"],
            "boot": {
                "core": f"{core}/core.js",
                "scripts": content["scripts"],
                "contentId": CONTENT_ID,
                "integration": told,
            },
            "content_id": CONTENT_ID,
        },
    )
    response = HttpResponse(page)
    response["Content-Security-Policy"] = frame_policy(request)
    response["Cache-Control"] = "no-store"
    return for_the_frame(response)


def _played(identifier: UUID) -> ContentVersion | Draft:
    """Return what has this identifier: no two have the same. Raises Draft.DoesNotExist."""
    version = ContentVersion.objects.select_related("library").filter(pk=identifier).first()
    return version or Draft.objects.select_related("library").get(pk=identifier)


@login_not_required
@xframe_options_exempt
@require_safe
def upgrade(request: HttpRequest, token: str) -> HttpResponse:
    """Show the page of the frame that upgrades a content: foreign code, the same walls."""
    try:
        version_id, target_id = read_upgrade_token(token)
        version = ContentVersion.objects.select_related("library").get(pk=version_id)
        target = Library.objects.get(pk=target_id)
    except (signing.BadSignature, ContentVersion.DoesNotExist, Library.DoesNotExist):
        return not_there()
    origin = content_origin(request)
    page = render_to_string(
        "modules/player/upgrade.html",
        {
            "core": f"{origin}/h5p/moteur/{core_digest()}",
            "boot": upgrade_plan(version, target, f"{origin}/h5p/bibliotheques"),
        },
    )
    response = HttpResponse(page)
    response["Content-Security-Policy"] = frame_policy(request)
    response["Cache-Control"] = "no-store"
    return for_the_frame(response)


def frame_policy(request: HttpRequest) -> str:
    """Return what the frame may do: run what the host serves under /h5p/, and reach nothing else.

    The host is named, since 'self' means nothing to an opaque origin. Libraries may use `eval` and
    inline handlers (some cannot do without): there is nothing to steal in there.
    """
    here = f"{content_origin(request)}/h5p/"
    site = settings.PUBLIC_BASE_URL if settings.H5P_CONTENT_ORIGIN else content_origin(request)
    return "; ".join(
        (
            "sandbox allow-scripts allow-forms",
            "default-src 'none'",
            f"script-src {here} 'unsafe-inline' 'unsafe-eval'",
            f"style-src {here} 'unsafe-inline'",
            f"img-src {here} data: blob:",
            f"media-src {here} data: blob:",
            f"font-src {here} data:",
            f"connect-src {here}",
            "worker-src blob:",
            f"base-uri {here}",
            "form-action 'none'",
            f"frame-ancestors {site}",
        )
    )


@login_not_required
@require_safe
def content_file(request: HttpRequest, prefix: str, path: str) -> HttpResponseBase:
    """Give a media of a content to who holds a prefix of today."""
    try:
        version_id = read_content_prefix(prefix)
    except signing.BadSignature:
        return not_there()
    for model in (ContentVersion, Draft):
        for files in model.objects.filter(pk=version_id).values_list("files", flat=True):
            return _stored(request, files, path, FOR_A_DAY)
    return not_there()


@login_not_required
@require_safe
def library_file(request: HttpRequest, digest: str, path: str) -> HttpResponseBase:
    """Give a file of a library: public, and the same for ever under this address."""
    try:
        files = _library_files(digest)
    except Library.DoesNotExist:
        return not_there()
    return _stored(request, files, path, FOR_EVER)


@lru_cache(maxsize=512)
def _library_files(digest: str) -> Files:
    """Return the files that this digest is the hash of: they never change."""
    rows = Library.objects.filter(digest=digest).order_by("pk").values_list("files", flat=True)
    files: Files = rows[:1].get()
    return files


def _stored(
    request: HttpRequest, files: Files, path: str, keep: dict[str, bool | int]
) -> HttpResponseBase:
    if path not in files:
        return not_there()
    sha256, size = files[path]
    try:
        opened = cast("BinaryIO", default_storage.open(path_of(sha256)))
    except FileNotFoundError:
        return not_there()
    return give_file(request, path, opened, size=size, etag=sha256, keep=keep)


@login_not_required
@require_safe
def player_file(request: HttpRequest, digest: str, path: str) -> HttpResponseBase:
    """Give a file of what plays contents: H5P's core, our frame script, their notice."""
    file = core_file(path) if digest == core_digest() else None
    if file is None:
        return not_there()
    size = file.stat().st_size
    return give_file(
        request, path, file.open("rb"), size=size, etag=f"{digest}-{size}", keep=FOR_EVER
    )


@login_not_required
@require_safe
def nothing(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every view gets it
    """Answer what is not there in words a frame may read."""
    return not_there()
