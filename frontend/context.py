"""What the frame of every page needs: navigation, spaces, the account, the demo switcher.

`accounts` sits above this room, so nothing is imported from it: its middleware leaves plain
attributes on the request, and pages seen by visitors do without them.

- `request.space`: `.key` ("agent", "trainer", "school", "admin"), `.label`, `.nav`: a list of
  (label, url, prefix); the item whose prefix starts the path is the current one
- `request.spaces`: the spaces this person may switch to, each with `.key`, `.label`, `.url`
- `request.user`: `.display_name`, and `.initials` when it has better ones than ours
- `request.unread`: called, how many messages the person has not opened on the site
- `request.demo_accounts`: (label, url) pairs, posted to sign in at once (demo settings only)
- `request.demo_mailbox`: where the mails that the demo sends are read
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CATALOGUE_URL = "/"
VERIFY_URL = "/verifier/"
GLOSSARY_URL = "/glossaire/"
FIGURES_URL = "/chiffres/"
SEARCH_URL = "/recherche/"
STAFF_SPACES = frozenset({"trainer", "school", "admin"})

Nav = Sequence[tuple[str | Promise, str, str]]
VISITOR_NAV: Nav = (
    (_("Catalogue"), CATALOGUE_URL, CATALOGUE_URL),
    (_("Vérifier un certificat"), VERIFY_URL, VERIFY_URL),
)


class NavItem(NamedTuple):
    """One link of the navigation; `current` is the value of aria-current, or ""."""

    label: str | Promise
    url: str
    current: str


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page, as base.html reads it."""

    nav: list[NavItem]
    signed_in: bool = False
    is_staff_space: bool = False
    space_key: str = ""
    space_label: str | Promise = ""
    spaces: Sequence[Any] = ()
    name: str = ""
    # Who it is, for scripts that keep something on the device.
    person: str = ""
    # A function, counted once by the template that shows it: a fragment has no header.
    unread: Any = 0
    initials: str = ""
    demo_accounts: Sequence[tuple[str | Promise, str]] = ()
    demo_mailbox: str = ""
    catalogue_url: str = CATALOGUE_URL
    verify_url: str = VERIFY_URL
    glossary_url: str = GLOSSARY_URL
    figures_url: str = FIGURES_URL
    search_url: str = SEARCH_URL
    source_url: str = field(default_factory=lambda: settings.SOURCE_URL)
    languages: Sequence[tuple[str, str | Promise]] = field(
        default_factory=lambda: settings.LANGUAGES
    )


def navigation(items: Nav, path: str) -> list[NavItem]:
    """Return the items with the current one told: the longest prefix of `path` wins.

    The prefix "/" is the home page only, or every item would be current.
    """
    matching = [
        prefix for _label, _url, prefix in items if prefix != "/" and path.startswith(prefix)
    ]
    longest = max(matching, key=len, default="/" if path == "/" else "")
    return [
        NavItem(label, url, _current(url, path) if prefix == longest else "")
        for label, url, prefix in items
    ]


def _current(url: str, path: str) -> str:
    return "page" if url == path else "true"


def initials_of(name: str) -> str:
    """Return "MC" for "Maud Cassagne"."""
    return "".join(word[0] for word in name.replace("-", " ").split()[:2]).upper()


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: `shell` in every template."""
    demo = getattr(request, "demo_accounts", ()) if getattr(settings, "DEMO", False) else ()
    mailbox = getattr(request, "demo_mailbox", "") if demo else ""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        nav = navigation(VISITOR_NAV, request.path)
        return {"shell": Shell(nav=nav, demo_accounts=demo, demo_mailbox=mailbox)}
    space = getattr(request, "space", None)
    name = str(getattr(user, "display_name", "") or user)
    frame = Shell(
        nav=navigation(getattr(space, "nav", None) or VISITOR_NAV, request.path),
        signed_in=True,
        is_staff_space=getattr(space, "key", "") in STAFF_SPACES,
        space_key=getattr(space, "key", ""),
        space_label=getattr(space, "label", ""),
        spaces=getattr(request, "spaces", ()),
        name=name,
        person=str(getattr(user, "pk", "")),
        unread=getattr(request, "unread", 0),
        initials=getattr(user, "initials", "") or initials_of(name),
        demo_accounts=demo,
        demo_mailbox=mailbox,
    )
    return {"shell": frame}
