"""The people behind the figures, and one person with all that the platform holds of them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import person_of
from accounts.notifications.kinds import label_of
from accounts.organisations.enums import Region
from accounts.users.enums import Category, Versant
from accounts.users.models import AgentProfile, User
from certificates.awards.models import Award
from frontend.tables import as_csv, matching, ordered, page_of
from learning.completion.models import Completion, CompletionQuerySet
from learning.enrolment.models import Enrolment
from learning.figures.filters import Filters
from learning.figures.queries import figures_of, people_behind
from learning.targets.models import Target
from learning.web.steering.access import steering_only
from learning.web.steering.asked import SENSITISED, asked_instant
from learning.web.trail import trail_of
from modules.programmes.enums import CountsAs

SEARCHED = ("person__last_name", "person__first_name", "person__email", "employer__name")
ORDERS = {
    "recents": ("-effective_on", "person__last_name", "person__first_name", "pk"),
    "nom": ("person__last_name", "person__first_name", "pk"),
    "structure": ("employer__name", "person__last_name", "person__first_name", "pk"),
}
FILTERS = ("region", "versant", "category")
MOST_MESSAGES = 30


def _counted(request: HttpRequest) -> CompletionQuerySet:
    at = asked_instant(request)
    target = Target.objects.main(timezone.localdate(at))
    if target is None:
        return Completion.objects.none()
    is_sensitised = request.GET.get("compte") == SENSITISED
    figures = figures_of(
        target, at=at, filters=Filters.from_query(request.GET),
        counts_as=CountsAs.SENSITISED if is_sensitised else None,
    )  # fmt: skip
    return people_behind(figures).visible_to(person_of(request))


@require_safe
@steering_only
def people(request: HttpRequest) -> HttpResponse:
    """List the people a figure counts: each once, by the completion that counted them."""
    typed = request.GET.get("q", "").strip()
    rows, order = ordered(request, matching(_counted(request), typed, SEARCHED), ORDERS)
    if request.GET.get("format") == "csv":
        columns = (
            (_("Nom"), lambda row: row.person.last_name),
            (_("Prénom"), lambda row: row.person.first_name),
            (_("Employeur"), lambda row: row.employer.name if row.employer else ""),
            (_("Région"), lambda row: row.get_region_display()),
            (_("Versant"), lambda row: row.get_versant_display()),
            (_("Catégorie"), lambda row: row.get_category_display()),
            (_("Module"), lambda row: row.module.title),
            (_("Cohorte"), lambda row: row.enrolment.cohort.code),
            (_("Compte au"), lambda row: row.effective_on),
        )
        return as_csv("personnes", columns, rows)
    context = {
        "page": page_of(request, rows),
        "typed": typed,
        "order": order,
        "is_sensitised": request.GET.get("compte") == SENSITISED,
        "asked": {name: request.GET.get(name, "") for name in (*FILTERS, "au")},
        "regions": Region.choices,
        "versants": Versant.choices,
        "categories": Category.choices,
    }
    return render(request, "learning/steering/people.html", context)


@require_safe
@steering_only
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show one person: work, roles, cohorts, verdicts, papers, and who did what."""
    people = User.objects.visible_to(person_of(request)).select_related("merged_into")
    shown = get_object_or_404(people, pk=person_id)
    profile = AgentProfile.objects.select_related("employer").filter(person=shown).first()
    enrolments = list(
        Enrolment.objects.filter(person=shown)
        .with_rank()
        .select_related("cohort__venue", "cohort__revision__edition__module", "employer")
        .prefetch_related("completions")
        .order_by("-cohort__starts_on", "-requested_at")
    )
    awards = list(Award.objects.filter(recipient=shown).order_by("-issued_at"))
    context = {
        "person": shown,
        "profile": profile,
        "memberships": shown.memberships.select_related("organisation").order_by("started_on"),
        "enrolments": enrolments,
        "awards": awards,
        "merges": shown.merges.standing().select_related("merged").order_by("-made_at"),
        "sent": [
            (message, label_of(message.kind))
            for message in shown.messages.order_by("-created_at")[:MOST_MESSAGES]
        ],
        "trail": trail_of([shown, *enrolments, *awards]),
        "crumbs": [(_("Personnes"), reverse("steering:people"))],
    }
    return render(request, "learning/steering/person.html", context)
