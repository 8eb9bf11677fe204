"""What pages give to `modules/activities/shown.html` to show an activity to someone."""

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString

from accounts.users.models import User
from modules.commons.licences import address_of as licence_address
from modules.commons.markup import render
from modules.commons.models import Asset
from modules.programmes.enums import ActivityKind
from modules.programmes.models import Activity
from modules.web.files.addresses import address_of, pictures_for


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file of an activity: where its reader finds it, and what it is."""

    name: str
    address: str
    kind: str
    size: str
    credit: str


@dataclass(frozen=True, slots=True)
class ShownActivity:
    """An activity as one person reads it; the addresses in it are theirs."""

    activity: Activity
    body: SafeString
    film: ShownFile | None
    captions: ShownFile | None
    document: ShownFile | None
    licence_url: str

    @property
    def url(self) -> str:
        """Return the address a link leads to."""
        return self.activity.url if self.activity.kind == ActivityKind.LINK else ""


def shown_to(person: User, activity: Activity) -> ShownActivity:
    """Return an activity as this person reads it; the page checked that they may.

    The activity comes with its asset and its captions.
    """
    is_film = activity.kind == ActivityKind.VIDEO
    file = _file(activity.asset, person)
    return ShownActivity(
        activity=activity,
        body=render(activity.body, pictures_for([activity.body], person)),
        film=file if is_film else None,
        captions=_file(activity.captions, person) if is_film else None,
        document=None if is_film else file,
        licence_url=licence_address(activity.licence),
    )


def _file(asset: Asset | None, person: User) -> ShownFile | None:
    if asset is None:
        return None
    ending = asset.name.rpartition(".")[2].upper()
    return ShownFile(
        asset.name, address_of(asset, person), ending, filesizeformat(asset.size), asset.authors
    )
