"""What anyone sees: the dates to come, and the page of a module."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learning.cohorts.models import Cohort
from learning.enrolment.models import Enrolment
from learning.enrolment.words import order_in_words
from learning.figures.queries import score
from learning.web.catalogue.season import Search, by_month, coming_cohorts, formats_on_offer
from learning.web.ribbons import phase_minutes, ribbon_of_days
from modules.programmes.enums import Phase
from modules.programmes.models import Module, Revision
from modules.programmes.queries import published_tree

HANDS_ON = {Phase.IMMERSION, Phase.PROTOTYPE, Phase.TEST}


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the programme, its count, and every date that takes requests."""
    search = Search.read(request.GET)
    every = list(coming_cohorts())
    found = every if search.is_empty else list(search.apply(coming_cohorts()))
    flagship = _flagship()
    context = {
        "search": search,
        "months": by_month(found),
        "found": len(found),
        "free": sum(cohort.free_count > 0 for cohort in every),
        "total": len(every),
        "nearest": every[0] if every else None,
        "formats": formats_on_offer(),
        "starts": [month.first for month in by_month(every)],
        "score": score(timezone.now()),
        "days": ribbon_of_days(flagship) if flagship else [],
        "flagship": flagship,
    }
    return render(request, "learning/catalogue/home.html", context)


def _flagship() -> Revision | None:
    """Return the text of the longest format on offer: the one that shows the six phases."""
    coming = coming_cohorts().order_by("-revision__edition__module__format__days", "starts_on")
    cohort = coming.filter(revision__edition__module__format__days__lte=5).first()
    return published_tree(cohort.revision_id) if cohort else None


@login_not_required
@require_safe
def module(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everything a person must know before asking for a place."""
    found = get_object_or_404(Module.objects.select_related("format"), slug=slug)
    revision = (
        Revision.objects.published()
        .filter(edition__module=found)
        .select_related("edition")
        .order_by("-edition__number", "-number")
        .with_tree()
        .first()
    )
    dates = list(coming_cohorts().filter(revision__edition__module=found))
    chosen = request.GET.get("cohorte") or next(
        (cohort.code for cohort in dates if cohort.free_count > 0),
        dates[0].code if dates else "",
    )
    mine = Enrolment.objects.none()
    if request.user.is_authenticated:
        mine = (
            Enrolment.objects.active()
            .filter(person=request.user, cohort__revision__edition__module=found)
            .select_related("cohort__venue")
            .order_by("-cohort__starts_on")
        )
    minutes = phase_minutes(revision) if revision else {}
    context = {
        "module": found,
        "revision": revision,
        "crumbs": [(_("Catalogue"), "/")],
        "days": ribbon_of_days(revision) if revision else [],
        "hands_on": sum(spent for phase, spent in minutes.items() if phase in HANDS_ON),
        "total_minutes": sum(minutes.values()),
        "dates": dates,
        "free": sum(cohort.free_count > 0 for cohort in dates),
        "chosen": chosen,
        "mine": mine,
        "orders": _orders(dates),
    }
    return render(request, "learning/catalogue/module.html", context)


def _orders(dates: list[Cohort]) -> list[tuple[list[Cohort], tuple[str, ...]]]:
    """Return the published orders of these cohorts in words, each once, with who follows it."""
    orders: dict[tuple[str, ...], list[Cohort]] = {}
    for cohort in dates:
        orders.setdefault(tuple(order_in_words(cohort)), []).append(cohort)
    return [(cohorts, words) for words, cohorts in orders.items()]
