"""The spaces people work in: which there are, whose they are, and where the person is now."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject, lazy
from django.utils.translation import gettext_lazy as _

from accounts.http import person_of
from accounts.notifications.models import Message
from accounts.users.enums import Role
from accounts.users.models import User
from config.demo.accounts import ACCOUNTS

Next = Callable[[HttpRequest], HttpResponse]
REMEMBERED = "space"
# Every page shows them: each is worked out once.
_path = lazy(cache(reverse), str)
Nav = tuple[tuple[str | Promise, str | Promise, str], ...]


@dataclass(frozen=True, slots=True)
class Space:
    """One of the four ways to work here. `prefixes` are the paths that belong to it."""

    key: str
    label: str | Promise
    role: Role
    url: str | Promise
    prefixes: tuple[str, ...]
    nav: Nav


SPACES = (
    Space(
        "admin",
        _("Pilotage"),
        Role.ADMINISTRATOR,
        _path("steering:board"),
        ("/pilotage/",),
        (
            (_("Tableau de bord"), _path("steering:board"), "/pilotage/"),
            (_("Cohortes"), _path("steering:cohorts"), "/pilotage/cohortes/"),
            (_("Personnes"), _path("steering:people"), "/pilotage/personnes/"),
            (_("Certificats"), _path("steering:awards"), "/pilotage/certificats/"),
            (_("Messages"), _path("steering:messages"), "/pilotage/messages/"),
            (_("Atelier"), _path("workshop:modules"), "/atelier/"),
            (
                _("Bibliothèques H5P"),
                _path("libraries:libraries"),
                "/pilotage/bibliotheques/",
            ),
        ),
    ),
    Space(
        "trainer",
        _("Salle"),
        Role.TRAINER,
        _path("trainer:home"),
        ("/salle/", "/atelier/"),
        (
            (_("Mes cohortes"), _path("trainer:home"), "/salle/"),
            (_("Atelier"), _path("workshop:modules"), "/atelier/"),
            (_("Glossaire"), _path("glossary:terms"), "/glossaire/"),
        ),
    ),
    Space(
        "school",
        _("École"),
        Role.SCHOOL_MANAGER,
        _path("school:home"),
        ("/ecole/", "/mes-objectifs/"),
        (
            (_("Cohortes"), _path("school:home"), "/ecole/"),
            (_("Rapport"), _path("school:report"), "/ecole/rapport/"),
            (_("Conventions"), _path("school:conventions"), "/ecole/conventions/"),
            (_("Certificats"), _path("school:awards"), "/ecole/certificats/"),
            (_("Objectifs"), _path("targets:mine"), "/mes-objectifs/"),
        ),
    ),
    Space(
        "agent",
        _("Formation"),
        Role.AGENT,
        _path("learner:home"),
        ("/mes-formations/", "/mes-titres/", "/mon-profil/"),
        (
            (_("Catalogue"), "/", "/"),
            (_("Mes formations"), _path("learner:home"), "/mes-formations/"),
            (_("Mes certificats"), _path("learner:awards"), "/mes-titres/"),
        ),
    ),
)
AGENT = SPACES[-1]


def spaces_of(user: User) -> list[Space]:
    """Return the spaces the person may work in: learning is open to everyone."""
    return [space for space in SPACES if space is AGENT or user.has_role(space.role)]


def home(request: HttpRequest) -> HttpResponse:
    """Send the person to the space they were last in, or to their first one."""
    return HttpResponseRedirect(str(request.space.url))  # type: ignore[attr-defined]


class SpaceMiddleware:
    """Leave on the request what the frame shows: `space`, `spaces`, `unread`, and the demo's."""

    def __init__(self, get_response: Next) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the spaces are worked out only if something shows them."""
        request.spaces = SimpleLazyObject(lambda: spaces_of(person_of(request)))  # type: ignore[attr-defined]
        request.unread = cache(lambda: _unread(request))  # type: ignore[attr-defined]
        request.space = SimpleLazyObject(lambda: _current(request))  # type: ignore[attr-defined]
        if settings.DEMO:
            request.demo_accounts = [  # type: ignore[attr-defined]
                (_(label), reverse("demo:sign_in", args=[key])) for key, label, _email in ACCOUNTS
            ]
            request.demo_mailbox = reverse("demo:inbox")  # type: ignore[attr-defined]
        return self.get_response(request)


def _unread(request: HttpRequest) -> int:
    return Message.objects.visible_to(person_of(request)).unread().count()


def _current(request: HttpRequest) -> Space:
    allowed: list[Space] = list(request.spaces)  # type: ignore[attr-defined]
    here = next((space for space in allowed if request.path.startswith(space.prefixes)), None)
    remembered = request.session.get(REMEMBERED)
    if here is None:
        here = next((space for space in allowed if space.key == remembered), allowed[0])
    elif here.key != remembered:
        request.session[REMEMBERED] = here.key
    return here
