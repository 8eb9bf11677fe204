"""What an agent sees and does: ask, follow, sign, receive."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.http import person_of
from certificates.awards.models import Award
from common.errors import DomainError
from frontend.formats import long_day, ordinal
from learning.cohorts.enums import CohortState
from learning.enrolment.calendars import days_of_enrolment, published
from learning.enrolment.convocations import PDF_NAME, page_of
from learning.enrolment.models import Enrolment
from learning.enrolment.papers import convocation as drawn
from learning.enrolment.permissions import can_cancel, can_give_places_up
from learning.enrolment.services import cancel_enrolment
from learning.issuing.queries import papers_by_enrolment
from learning.needs.permissions import can_tell
from learning.progress.journal import note_of
from learning.progress.models import ActivityCompletion
from learning.progress.services import DoneByDoing, reset_state, set_activity_done
from learning.web.learner.interactive import interactive_of
from learning.web.learner.rule import rule_for
from learning.web.learner.standing import places_of, question_for
from learning.web.learner.timeline import (
    current_completion,
    headline,
    timeline_of,
    to_prepare,
)
from learning.web.learner.to_sign import of_today
from modules.programmes.enums import ActivityKind
from modules.programmes.models import Activity
from modules.web.activities.showing import shown_to


def enrolment_of(request: HttpRequest, enrolment_id: UUID) -> Enrolment:
    """Return an enrolment of the person's own: other spaces show other people's."""
    person = person_of(request)
    found = get_object_or_404(
        Enrolment.objects.visible_to(person)
        .filter(person=person)
        .select_related("cohort__venue", "cohort__revision__edition__module__format"),
        pk=enrolment_id,
    )
    # The very person of the request: their roles are read once.
    found.person = person
    return found


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the person's modules: under way, to come, past."""
    person = person_of(request)
    enrolments = (
        Enrolment.objects.visible_to(person)
        .filter(person=person)
        .with_rank()
        .select_related("cohort__venue", "cohort__revision__edition__module__format")
        .prefetch_related("cohort__half_days")
        .order_by("-cohort__starts_on", "-requested_at")
    )
    today = timezone.localdate()
    coming = [e for e in enrolments if e.cohort.ends_on >= today and e.state != "cancelled"]
    past = [e for e in enrolments if e not in coming]
    coming = sorted(coming, key=lambda e: e.cohort.starts_on)
    context = {
        "coming": coming,
        "past": past,
        "finding": _finding(coming),
        "to_sign": [one for one in of_today(person, timezone.now()) if one.can_sign],
    }
    return render(request, "learning/learner/home.html", context)


def _finding(coming: list[Enrolment]) -> str:
    """Say in one line where the person stands."""
    if not coming:
        return _("Rien n’est prévu pour vous")
    first = coming[0]
    city = first.cohort.venue.city
    if first.cohort.state == CohortState.RUNNING and first.is_confirmed:
        return _("Vous êtes en formation à %(city)s") % {"city": city}
    if first.is_offered:
        return _("Une place vous est proposée à %(city)s : répondez") % {"city": city}
    if first.is_awaiting:
        return _("Votre demande pour %(city)s attend un accord") % {"city": city}
    if first.is_waiting:
        rank = ordinal(first.rank)  # type: ignore[attr-defined]
        said = _("Vous êtes %(rank)s en liste d’attente à %(city)s")
        return said % {"rank": rank, "city": city}
    said = _("Prochaine formation : %(city)s, %(first)s")
    return said % {"city": city, "first": long_day(first.cohort.starts_on)}


@require_safe
def enrolment(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Show my module: what to do before, now and after, and where my certificate stands."""
    return show_enrolment(request, enrolment_of(request, enrolment_id))


def show_enrolment(
    request: HttpRequest, mine: Enrolment, refusal: DomainError | None = None
) -> HttpResponse:
    """Show where the person stands, with the refusal of what they just tried."""
    now = timezone.now()
    context: dict[str, Any] = {
        "enrolment": mine,
        "cohort": mine.cohort,
        "refusal": refusal,
        "now": now,
        "question": question_for(mine, now),
        "may_tell_needs": can_tell(mine.person, mine, timezone.localdate()),
        "may_cancel": can_cancel(mine.person, mine) and can_give_places_up(mine.cohort),
        "crumbs": [(_("Mes formations"), reverse("learner:home"))],
    }
    if mine.is_confirmed:
        timeline = timeline_of(mine, now)
        completion = current_completion(mine)
        context |= {
            "timeline": timeline,
            "headline": headline(timeline, now, mine.cohort.venue.zone),
            **rule_for(mine, timeline, completion),
            "completion": completion,
            "to_prepare": to_prepare(mine, timeline, now),
            "is_over": timeline.is_over,
            "awards": _awards_of(mine),
        }
        template = "learning/learner/module.html"
    else:
        context |= places_of(mine)
        template = "learning/learner/enrolment.html"
    with timezone.override(mine.cohort.venue.zone):
        return render(request, template, context, status=409 if refusal else 200)


def _awards_of(mine: Enrolment) -> list[Award]:
    """Return the papers that hold of this training, the certificate first."""
    return list(papers_by_enrolment([mine])[mine.pk].in_order())


@require_POST
def cancel(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Give up a place or a turn."""
    mine = enrolment_of(request, enrolment_id)
    reason = request.POST.get("raison", "")
    try:
        cancel_enrolment(actor=person_of(request), enrolment=mine, reason=reason)
    except DomainError as refusal:
        return show_enrolment(request, mine, refusal)
    messages.success(request, _("Votre inscription est annulée. Rien d’autre à faire."))
    return redirect("learner:enrolment", mine.pk)


def activity_of(mine: Enrolment, activity_id: int) -> Activity:
    """Return an activity of the module that participants see, or 404."""
    return get_object_or_404(
        Activity.objects.for_participants().select_related(
            "sequence__day", "content_version", "asset", "captions"
        ),
        pk=activity_id,
        sequence__day__revision=mine.cohort.revision_id,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def activity(request: HttpRequest, enrolment_id: UUID, activity_id: int) -> HttpResponse:
    """Show an activity; POST ticks it (`fait`=1) or takes the tick back."""
    mine = enrolment_of(request, enrolment_id)
    shown = activity_of(mine, activity_id)
    if not mine.is_confirmed:
        return redirect("learner:enrolment", mine.pk)
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            set_activity_done(
                person=person_of(request), enrolment=mine, activity=shown,
                is_done=request.POST.get("fait") == "1",
            )  # fmt: skip
        except DoneByDoing as error:
            refusal = error
        else:
            return redirect(f"{reverse('learner:enrolment', args=[mine.pk])}#a{shown.pk}")
    context = {
        "enrolment": mine,
        "activity": shown,
        "refusal": refusal,
        "is_done": ActivityCompletion.objects.filter(enrolment=mine, activity=shown).exists(),
        "interactive": interactive_of(request, mine, shown),
        "shown": shown_to(mine.person, shown),
        "note": note_of(mine, shown) if shown.kind == ActivityKind.REFLECTION else None,
        "crumbs": [
            (_("Mes formations"), reverse("learner:home")),
            (mine.cohort.module_title, reverse("learner:enrolment", args=[mine.pk])),
        ],
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "learning/learner/activity.html", context, status=status)


@require_POST
def restart(request: HttpRequest, enrolment_id: UUID, activity_id: int) -> HttpResponse:
    """Forget where the person is in an interactive activity, and show it from its beginning."""
    mine = enrolment_of(request, enrolment_id)
    shown = activity_of(mine, activity_id)
    try:
        reset_state(person=person_of(request), enrolment=mine, activity=shown)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("learner:activity", mine.pk, shown.pk)


@require_GET
def calendar(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Give the days as a calendar file."""
    mine = enrolment_of(request, enrolment_id)
    body = published(days_of_enrolment(mine, address=page_of(mine)))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="convocation.ics"'
    return response


@require_GET
def convocation(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Give the convocation of who has a place."""
    mine = enrolment_of(request, enrolment_id)
    if not mine.is_confirmed:
        return redirect("learner:enrolment", mine.pk)
    response = HttpResponse(drawn(mine), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{PDF_NAME}"'
    return response
