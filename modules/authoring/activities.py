"""Write what an activity is made of. Adding, moving and removing one is the day board's."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.errors import DomainError
from modules.authoring.gestures import gesture
from modules.commons.markup import pictures_in, sanitise
from modules.commons.models import Asset
from modules.commons.services import CAPTIONS
from modules.contents.models import Content
from modules.programmes.enums import ActivityKind, DoneWhen
from modules.programmes.models import Activity, Revision
from modules.programmes.needs import OWN_FIELDS

# What each own field is when the kind does not have it.
EMPTY: dict[str, Any] = {
    "url": "", "asset": None, "captions": None, "transcript": "", "content_version": None,
    "done_when": DoneWhen.ANSWERED, "min_score": None,
}  # fmt: skip
EDITABLE = frozenset(
    {"title", "kind", "moment", "is_required", "minutes", "audience", "body", "licence", "authors",
     "source", *EMPTY}
)  # fmt: skip


class PictureSaysNothing(DomainError):
    """A picture has no alternative text and is not said to be decoration."""

    code = "picture_says_nothing"
    sentence = _(
        "L’image n° %(number)s n’a pas de texte de remplacement : dites ce qu’elle montre, ou "
        "cochez « décorative » si elle n’apprend rien."
    )


class ScoreIsMissing(DomainError):
    """A score is asked for, and which is not said."""

    code = "score_is_missing"
    sentence = _("Donnez le score demandé, de 1 à 100 %%.")


class NotAFilm(DomainError):
    """The film of an activity is not one."""

    code = "not_a_film"
    sentence = _("« %(name)s » n’est pas un film : envoyez un fichier MP4 ou WebM.")


class NotCaptions(DomainError):
    """The captions of a film are not WebVTT."""

    code = "not_captions"
    sentence = _("« %(name)s » n’est pas un fichier de sous-titres : envoyez un fichier .vtt.")


class ContentIsUnknown(DomainError):
    """The author may not see the content."""

    code = "content_is_unknown"
    sentence = _("Ce contenu interactif n’est plus dans l’atelier : choisissez-en un autre.")


class PictureIsUnknown(DomainError):
    """A picture of the text is not a file of this site."""

    code = "picture_is_unknown"
    sentence = _("L’image n° %(number)s n’est pas sur ce site : ajoutez-la par le bouton Image.")


def edit_activity(
    *, actor: User, activity: Activity, version: int | None, **fields: Any
) -> Activity:
    """Write these fields (names of EDITABLE) over the `version` the author has seen; return it.

    The body is sanitised; what the kind does not have is emptied. What a kind still lacks is no
    refusal: `what_it_lacks` tells it, and publishing asks for it.

    Raises RevisionIsFrozen, BlockIsGone, EditedMeanwhile, PictureSaysNothing, PictureIsUnknown,
    ScoreIsMissing, NotAFilm, NotCaptions or ContentIsUnknown.
    """
    unknown = fields.keys() - EDITABLE
    if unknown:
        message = f"not fields of an activity that may be edited: {sorted(unknown)}"
        raise TypeError(message)
    with gesture(
        actor=actor, revision=revision_of(activity), kind="edited", subject=activity.title
    ) as change:
        held = change.seen(activity, version)
        for name, value in fields.items():
            setattr(held, name, value)
        if "body" in fields:
            held.body = sanitise(held.body)
            _check_pictures(held.body)
        _keep_own_fields(held)
        _check(actor, held)
        change.save(held)
    return held


def revision_of(activity: Activity) -> Revision:
    """Return the revision an activity is in."""
    return activity.sequence.day.revision


def _keep_own_fields(activity: Activity) -> None:
    own = OWN_FIELDS.get(activity.kind, ())
    for name, empty in EMPTY.items():
        if name not in own:
            setattr(activity, name, empty)
    if activity.done_when != DoneWhen.SCORED:
        activity.min_score = None


def _check(actor: User, activity: Activity) -> None:
    if activity.done_when == DoneWhen.SCORED and not 1 <= (activity.min_score or 0) <= 100:  # noqa: PLR2004
        raise ScoreIsMissing
    film = activity.asset if activity.kind == ActivityKind.VIDEO else None
    if film and not film.mime.startswith("video/"):
        raise NotAFilm(name=film.name)
    if activity.captions and activity.captions.mime != CAPTIONS:
        raise NotCaptions(name=activity.captions.name)
    chosen = activity.content_version
    if chosen and not Content.objects.visible_to(actor).filter(pk=chosen.content_id).exists():
        raise ContentIsUnknown


def _check_pictures(body: str) -> None:
    pictures = pictures_in(body)
    known = set(
        Asset.objects.filter(
            pk__in=[picture.asset_id for picture in pictures], mime__startswith="image/"
        ).values_list("pk", flat=True)
    )
    for number, picture in enumerate(pictures, start=1):
        if picture.asset_id not in known:
            raise PictureIsUnknown(number=number)
        if picture.says_nothing:
            raise PictureSaysNothing(number=number)
