"""What a page gives to `modules/player.html` to play a content."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language

from accounts.http import person_of
from modules.contents.models import ContentVersion, Draft
from modules.web.player.addresses import Viewer, content_origin, frame_address, viewer_mark
from modules.web.player.core import core_digest


@dataclass(frozen=True, slots=True)
class Player:
    """One content on a page. Without addresses to record to, it is a preview: nothing is kept."""

    key: str
    title: str
    frame_url: str
    notice_url: str
    object_id: str = ""
    state: str = ""
    statements_url: str = ""
    state_url: str = ""


def player_of(
    request: HttpRequest,
    version: ContentVersion | Draft,
    *,
    object_id: str = "",
    state: str = "",
    statements_url: str = "",
    state_url: str = "",
) -> Player:
    """Return what `modules/player.html` shows as `player`, for the person of the request.

    `object_id` is the activity's identifier in what people's answers say (xAPI); `state` what was
    saved of it. The page must have checked that the person may see this version.
    """
    viewer = Viewer(viewer_mark(person_of(request).pk), get_language() or "fr")
    core = f"{content_origin(request)}/h5p/moteur/{core_digest()}"
    return Player(
        key=version.pk.hex[:12],
        title=version.title,
        frame_url=frame_address(request, version, viewer),
        notice_url=f"{core}/NOTICE.txt",
        object_id=object_id or f"urn:uuid:{getattr(version, 'content_id', version.pk)}",
        state=state,
        statements_url=statements_url,
        state_url=state_url,
    )
