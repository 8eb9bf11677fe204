"""Find a module, a term, an activity or a content by its words."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.users.models import User
from frontend.tables import page_of
from modules.contents.permissions import can_use_the_workshop
from modules.search.highlights import excerpt, marked
from modules.search.models import SearchEntry
from modules.search.typed import Typed
from modules.web.finding.kinds import BY_KEY, KINDS, address_of

# Longer than any question; what is beyond is not looked for.
LONGEST = 200


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what says all the words typed, the best first; `sorte` keeps one kind."""
    said = request.GET.get("q", "").strip()[:LONGEST]
    typed, asked = Typed.read(said), request.GET.get("sorte", "")
    found = SearchEntry.objects.visible_to(request.user).matching(typed)
    counts = found.counts() if typed else {}
    kind = asked if asked in counts else ""
    kept = found.filter(kind=kind) if kind else found
    page = page_of(request, kept.ranked(typed))
    context = {
        "said": said,
        "page": page,
        "total": sum(counts.values()),
        "kind": kind,
        "kinds": [(one, counts[one.key]) for one in KINDS if one.key in counts],
        "results": [_shown(entry, typed) for entry in page.object_list],
        "in_workshop": isinstance(request.user, User) and can_use_the_workshop(request.user),
    }
    return render(request, "modules/finding/search.html", context)


def _shown(entry: SearchEntry, typed: Typed) -> dict[str, Any]:
    return {
        "kind": BY_KEY[entry.kind],
        "url": address_of(entry),
        "title": marked(entry.title, typed),
        "excerpt": excerpt(entry.text, typed),
    }
