"""Pages about the site itself."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement (law 2005-102, article 47; RGAA 4.1)."""
    context = {"contact": settings.DEFAULT_FROM_EMAIL}
    return render(request, "accessibility.html", context)
