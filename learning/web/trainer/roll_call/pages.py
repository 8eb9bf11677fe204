"""The roll-call that works without network: its page, its service worker, its installation."""

import hashlib
import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from accounts.http import person_of
from frontend.assets import BUILD, page_files, static_root
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.web.trainer.cohorts import cohort_of
from learning.web.trainer.roll_call.words import words
from learning.web.trainer.room import PICKS

FAVICON = "favicon.svg"
ICONS = {"192x192": "appel/icone-192.png", "512x512": "appel/icone-512.png"}


@ensure_csrf_cookie
@require_safe
def roll(request: HttpRequest, code: str) -> HttpResponse:
    """Show the roll-call: the page is empty, and filled with what the device holds."""
    cohort = cohort_of(request, code)
    context = {
        "cohort": cohort,
        "picks": PICKS,
        "words": words(),
        "touch_icon": static(ICONS["192x192"]),
    }
    return render(request, "learning/trainer/appel/page.html", context)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Open the roll-call of the cohort under way: where the installed page begins."""
    mine = Cohort.objects.visible_to(person_of(request)).run_by(person_of(request))
    running = mine.filter(state=CohortState.RUNNING).order_by("starts_on", "code").first()
    if running is None:
        return redirect("trainer:home")
    return redirect("trainer:roll", running.code)


@login_not_required
@never_cache
@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """Answer the service worker of the room, knowing the files of the page."""
    script = (BUILD / "worker.js").read_text(encoding="utf-8")
    files = [*page_files(), static(FAVICON)]
    version = hashlib.sha256("\n".join([script, *files]).encode()).hexdigest()[:12]
    shell = json.dumps({"version": version, "statics": static_root(), "files": files})
    return HttpResponse(f"const SHELL = {shell};\n{script}", content_type="text/javascript")


@login_not_required
@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """Answer what a device needs to install the page. It is the same for everyone."""
    icons = [
        {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": "any maskable"}
        for sizes, name in ICONS.items()
    ]
    told = {
        "id": reverse("trainer:roll_start"),
        "name": _("L’appel, Réenchantez l’action publique"),
        "short_name": _("L’appel"),
        "lang": "fr",
        "start_url": reverse("trainer:roll_start"),
        "scope": reverse("trainer:home"),
        "display": "standalone",
        "background_color": "#fbf7ef",
        "theme_color": "#fbf7ef",
        "icons": [*icons, {"src": static(FAVICON), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")
