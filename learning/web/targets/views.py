"""The targets that someone answers for, whatever their role, and their school's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import person_of
from learning.figures.standing import as_tree, standings_of
from learning.figures.words import definition_of
from learning.targets.models import Target


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List them as a tree, each with where it is today."""
    visible = Target.objects.visible_to(person_of(request)).open().select_related("owner")
    rows = as_tree(standings_of(list(visible), timezone.now()))
    context = {
        "rows": rows,
        "definitions": [(one.target.name, definition_of(one.target)) for one in rows[:1]],
        "route": "",
        "home": reverse("home"),
    }
    return render(request, "learning/targets/mine.html", context)
