"""The glossary as everyone reads it."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.users.models import User
from frontend.tables import page_of
from modules.commons.licences import address_of
from modules.contents.permissions import can_use_the_workshop
from modules.glossary.indexing import TERM
from modules.glossary.models import Term, TermQuerySet
from modules.glossary.queries import letters
from modules.programmes.indexing import ACTIVITY, MODULE
from modules.programmes.models import Module
from modules.search.models import SearchEntry
from modules.search.typed import Typed


def may_keep(request: HttpRequest) -> bool:
    """Return whether who asks may add, edit and remove terms."""
    return isinstance(request.user, User) and can_use_the_workshop(request.user)


@login_not_required
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """List the terms from A to Z: all, those of a letter, or those that say what was typed."""
    typed, letter = request.GET.get("q", "").strip(), request.GET.get("lettre", "").upper()
    known = letters()
    found = Term.objects.alphabetical()
    if typed:
        found = _saying(typed)
    elif letter in known:
        found = found.filter(sort_key__startswith=letter.lower())
    page = page_of(request, found)
    by_letter = groupby(page.object_list, key=lambda term: term.sort_key[:1].upper())
    context = {
        "page": page,
        "groups": [(initial, list(rows)) for initial, rows in by_letter],
        "letters": known,
        "letter": "" if typed or letter not in known else letter,
        "typed": typed,
        "may_keep": may_keep(request),
    }
    return render(request, "modules/glossary/terms.html", context)


def _saying(typed: str) -> TermQuerySet:
    entries = SearchEntry.objects.filter(kind=TERM).matching(Typed.read(typed))
    return Term.objects.alphabetical().filter(slug__in=list(entries.values_list("key", flat=True)))


@login_not_required
@require_safe
def term(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one term: what it means, who says so, and where it is taught."""
    shown = get_object_or_404(Term, slug=slug)
    forms = list(shown.forms.order_by("position").values_list("text", flat=True))
    context = {
        "term": shown,
        "others": [form for form in forms if form != shown.term],
        "related": shown.related.alphabetical(),
        "modules": _taught_in(forms),
        "licence_url": address_of(shown.licence),
        "may_keep": may_keep(request),
        "crumbs": [(_("Glossaire"), reverse("glossary:terms"))],
    }
    return render(request, "modules/glossary/term.html", context)


def _taught_in(forms: list[str]) -> list[Module]:
    """Return the modules whose sheet or activities say the term."""
    said = SearchEntry.objects.filter(kind__in=[MODULE, ACTIVITY]).saying(forms)
    slugs = list(said.order_by().values_list("part_of", flat=True).distinct())
    return list(Module.objects.filter(slug__in=slugs).order_by("title", "pk"))
