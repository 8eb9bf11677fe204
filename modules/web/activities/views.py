"""The page where an activity is written: saved as one types, never over somebody else's text."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import person_of
from common.errors import DomainError
from frontend.formats import hour
from frontend.tables import matching
from modules.authoring.activities import edit_activity, revision_of
from modules.authoring.gestures import BlockIsGone, EditedMeanwhile
from modules.authoring.models import Gesture
from modules.authoring.undo import redo, redoable, undo, undoable
from modules.commons.enums import Licence
from modules.commons.markup import CALLOUTS
from modules.commons.services import add_asset
from modules.contents.enums import VersionState
from modules.contents.models import Content, ContentVersion
from modules.programmes.enums import ActivityKind, RevisionState
from modules.programmes.models import Activity
from modules.programmes.needs import what_it_lacks
from modules.web.access import workshop_only
from modules.web.activities.conflicts import Difference, differences
from modules.web.activities.forms import ActivityForm
from modules.web.activities.links import board_of
from modules.web.activities.showing import shown_to
from modules.web.player.context import player_of

OFFERED = 8
# A field of the form that takes a file when no script sends it by itself.
FILES = {"new_asset": "asset", "new_captions": "captions"}


def activity_of(request: HttpRequest, activity_id: int) -> Activity:
    """Return an activity the person may see in the workshop, or 404."""
    return get_object_or_404(
        Activity.objects.visible_to(person_of(request)).select_related(
            "sequence__day__revision__edition__module",
            "sequence__day__revision__edited_by",
            "asset",
            "captions",
            "content_version__library",
        ),
        pk=activity_id,
    )


def wants_json(request: HttpRequest) -> bool:
    """Return whether a script asks, and not somebody."""
    return request.headers.get("Accept") == "application/json"


@require_http_methods(["GET", "HEAD", "POST"])
@workshop_only
def edit(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Show what an activity is made of; POST writes it.

    A script that posts gets JSON: the new version; or 422 with what is wrong by field; or 409 with
    a refusal, or with both texts as HTML when somebody else wrote meanwhile.
    """
    activity = activity_of(request, activity_id)
    if request.method == "POST":
        return _written(request, activity)
    if revision_of(activity).state == RevisionState.PUBLISHED:
        return _read_only(request, activity)
    return _page(request, activity, ActivityForm(instance=activity, person=person_of(request)))


def _written(request: HttpRequest, activity: Activity) -> HttpResponse:
    stored = activity_of(request, activity.pk)
    typed = request.POST.copy()
    if "changer" in typed:
        typed["kind"] = typed.get("nature", "")
    form = ActivityForm(typed, instance=activity, person=person_of(request))
    if not form.is_valid():
        if wants_json(request):
            wrong = {name: [str(error) for error in told] for name, told in form.errors.items()}
            return JsonResponse({"errors": wrong}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return _page(request, stored, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        written = _write(request, stored, form.fields_to_write())
    except EditedMeanwhile as conflict:
        return _conflict(request, activity_of(request, activity.pk), form, conflict)
    except DomainError as refusal:
        return _refused(request, stored, form, refusal)
    if wants_json(request):
        return JsonResponse(_saved(activity_of(request, written.pk)))
    messages.success(request, _("« %(title)s » est enregistrée.") % {"title": written.title})
    return redirect("activities:edit", written.pk)


def _write(request: HttpRequest, stored: Activity, fields: dict[str, Any]) -> Activity:
    """Write the fields, but those for which one prefers the other author's text."""
    overwritten = request.POST.get("ecraser", "")
    for name in request.POST.getlist("prendre") if overwritten else ():
        fields.pop(name, None)
    return edit_activity(
        actor=person_of(request),
        activity=stored,
        version=_number(overwritten or request.POST.get("version", "")),
        **(_files_of(request, stored, fields) | fields),
    )


def _refused(
    request: HttpRequest, stored: Activity, form: ActivityForm, refusal: DomainError
) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"detail": str(refusal)}, status=HTTPStatus.CONFLICT)
    if isinstance(refusal, BlockIsGone):
        messages.error(request, str(refusal))
        return redirect(board_of(stored))
    return _page(request, stored, form, refusal=refusal, status=HTTPStatus.CONFLICT)


def _number(typed: str) -> int:
    """Return the version one has seen; none at all is as old as can be."""
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0  # noqa: PLR2004 - an integer's length


def _files_of(request: HttpRequest, activity: Activity, fields: dict[str, Any]) -> dict[str, Any]:
    """Keep the files that came with the form, where no script sent them before.

    They take the place of those that `fields` names.
    """
    found = {}
    for sent, name in FILES.items():
        if name in fields and (file := request.FILES.get(sent)):
            del fields[name]
            found[name] = add_asset(
                actor=person_of(request), file=file, filename=file.name or "",
                licence=activity.licence, authors=activity.authors,
            )  # fmt: skip
    return found


def _saved(activity: Activity) -> dict[str, Any]:
    revision = revision_of(activity)
    return {
        "version": activity.version,
        "saved": _("Enregistré à %(at)s") % {"at": hour(timezone.localtime(revision.edited_at))},
        "lacks": str(what_it_lacks(activity) or ""),
    }


def _conflict(
    request: HttpRequest, now: Activity, form: ActivityForm, conflict: EditedMeanwhile
) -> HttpResponse:
    found = differences(form, now)
    if wants_json(request):
        context = {"activity": now, **_conflict_context(now, found, conflict)}
        return render(
            request, "modules/activities/conflict.html", context, status=HTTPStatus.CONFLICT
        )
    return _page(
        request, now, form, status=HTTPStatus.CONFLICT, **_conflict_context(now, found, conflict)
    )


def _conflict_context(
    now: Activity, found: list[Difference], conflict: EditedMeanwhile
) -> dict[str, Any]:
    return {"conflict": conflict, "differences": found, "who": _last_author(now)}


def _last_author(activity: Activity) -> Gesture | None:
    """Return the last gesture of the revision that changed this activity."""
    recent = Gesture.objects.filter(revision=revision_of(activity)).select_related("actor")
    for one in recent.order_by("-number")[:50]:
        if any(row["model"] == "activity" and row["pk"] == activity.pk for row in one.changes):
            return one
    return None


def _page(
    request: HttpRequest,
    activity: Activity,
    form: ActivityForm,
    *,
    refusal: DomainError | None = None,
    status: int = HTTPStatus.OK,
    **more: Any,
) -> HttpResponse:
    person = person_of(request)
    revision = revision_of(activity)
    chosen = activity.content_version
    context = {
        "activity": activity,
        "revision": revision,
        "form": form,
        "refusal": refusal,
        "conflict": None,
        "saved": _saved(activity)["saved"],
        "lacks": what_it_lacks(activity),
        "shown": shown_to(person, activity),
        "player": player_of(request, chosen) if chosen else None,
        "offered": _offered(request, activity) if activity.kind == "h5p" else [],
        "can_undo": undoable(revision, person) is not None,
        "can_redo": redoable(revision, person) is not None,
        "callouts": CALLOUTS.items(),
        "licences": Licence.choices,
        "kinds": ActivityKind.choices,
        "board": board_of(activity),
        **more,
    }
    return render(request, "modules/activities/edit.html", context, status=status)


def _read_only(request: HttpRequest, activity: Activity) -> HttpResponse:
    chosen = activity.content_version
    context = {
        "activity": activity,
        "revision": revision_of(activity),
        "shown": shown_to(person_of(request), activity),
        "player": player_of(request, chosen) if chosen else None,
        "board": board_of(activity),
    }
    return render(request, "modules/activities/read.html", context)


def _offered(request: HttpRequest, activity: Activity) -> list[ContentVersion]:
    """Return the versions one may choose among: the one chosen, then those that are found."""
    typed = request.GET.get("q", "").strip()
    visible = Content.objects.visible_to(person_of(request)).filter(archived_at__isnull=True)
    found = matching(visible, typed, ("title", "versions__library__title"))
    current: QuerySet[ContentVersion] = ContentVersion.objects.filter(
        state=VersionState.CURRENT, content__in=found
    )
    chosen = activity.content_version
    first = [chosen] if chosen else []
    others = current.exclude(pk=chosen.pk) if chosen else current
    return [*first, *others.select_related("library").order_by("-created_at", "pk")[:OFFERED]]


@require_safe
@workshop_only
def contents(request: HttpRequest, activity_id: int) -> HttpResponse:
    """List the interactive contents that answer `q`, to choose one."""
    activity = activity_of(request, activity_id)
    context = {"activity": activity, "offered": _offered(request, activity)}
    return render(request, "modules/activities/contents.html", context)


@require_POST
@workshop_only
def take_back(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Undo one's own last act on the revision."""
    return _acted(request, activity_id, undo, _("Annulé : « %(subject)s »."))


@require_POST
@workshop_only
def do_again(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Do again what one has just undone."""
    return _acted(request, activity_id, redo, _("Rétabli : « %(subject)s »."))


def _acted(
    request: HttpRequest, activity_id: int, act: Callable[..., Gesture], said: str
) -> HttpResponse:
    activity = activity_of(request, activity_id)
    try:
        done = act(actor=person_of(request), revision=revision_of(activity))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said % {"subject": done.subject})
    is_there = Activity.objects.filter(pk=activity.pk).exists()
    return redirect("activities:edit", activity.pk) if is_there else redirect(board_of(activity))
