"""What an activity of each kind cannot do without."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from modules.programmes.enums import ActivityKind
from modules.programmes.models import Activity

# Which fields a kind has for itself; the others are empty.
OWN_FIELDS: dict[str, tuple[str, ...]] = {
    ActivityKind.LINK: ("url",),
    ActivityKind.DOCUMENT: ("asset",),
    ActivityKind.VIDEO: ("asset", "captions", "transcript"),
    ActivityKind.H5P: ("content_version", "done_when", "min_score"),
}


def what_it_lacks(activity: Activity) -> str | Promise | None:
    """Return what to do before the activity can be published; None when nothing is missing."""
    if activity.kind == ActivityKind.LINK and not activity.url:
        return _("Donnez l’adresse du lien.")
    if activity.kind == ActivityKind.DOCUMENT and activity.asset_id is None:
        return _("Choisissez le document.")
    if activity.kind == ActivityKind.VIDEO and activity.asset_id is None:
        return _("Choisissez la vidéo.")
    if activity.kind == ActivityKind.H5P and activity.content_version_id is None:
        return _("Choisissez le contenu interactif.")
    return None
