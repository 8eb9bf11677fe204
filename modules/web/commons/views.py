"""The public library: modules that their authors share, for anyone to read and take up."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.users.models import User
from frontend.tables import matching, ordered, page_of
from modules.authoring.editions import latest_published
from modules.commons.enums import Licence
from modules.commons.licences import address_of
from modules.contents.permissions import can_use_the_workshop
from modules.programmes.models import Format, Module, Revision
from modules.programmes.queries import published_tree

SEARCHED = ("title", "summary", "authors", "format__name", "audience")
ORDERS = {"recents": ("-updated_on", "title", "pk"), "titre": ("title", "pk")}


@login_not_required
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """List the shared modules."""
    typed = request.GET.get("q", "").strip()
    latest = Revision.objects.published().filter(edition__module=OuterRef("pk"))
    numbers = latest.order_by("-edition__number").values("edition__number")
    shared = Module.objects.shared().annotate(edition_number=Subquery(numbers[:1]))
    asked = {name: request.GET.get(name, "") for name in ("licence", "programme")}
    found = matching(shared, typed, SEARCHED)
    if asked["licence"]:
        found = found.filter(licence=asked["licence"])
    if asked["programme"]:
        found = found.filter(format__key=asked["programme"])
    rows, order = ordered(request, found.select_related("format", "forked_from"), ORDERS)
    context = {
        "page": page_of(request, rows),
        "typed": typed,
        "order": order,
        "asked": asked,
        "licences": Licence.choices,
        "programmes": Format.objects.order_by("name").values_list("key", "name"),
    }
    return render(request, "modules/commons/library.html", context)


@login_not_required
@require_safe
def module(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a shared module: its programme, its licence, whom to credit, how to take it up."""
    shared = Module.objects.shared().select_related("format", "forked_from")
    shown = get_object_or_404(shared, slug=slug)
    latest = latest_published(shown)
    assert latest is not None  # noqa: S101 - `shared` keeps those that have one
    person = request.user
    origin = shown.forked_from
    context = {
        "module": shown,
        "revision": published_tree(latest.pk),
        "edition": latest.edition,
        "licence_url": address_of(shown.licence),
        "origin": origin,
        "is_origin_shared": origin is not None
        and Module.objects.shared().filter(pk=origin.pk).exists(),
        "forks": Module.objects.shared().filter(forked_from=shown).order_by("title", "pk"),
        "may_fork": isinstance(person, User) and can_use_the_workshop(person),
        "crumbs": [(_("Modules partagés"), reverse("commons:library"))],
    }
    return render(request, "modules/commons/module.html", context)
