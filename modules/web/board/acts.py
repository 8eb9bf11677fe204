"""What is done on the board: one address per block, one named act per button."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import person_of
from accounts.users.models import User
from common.errors import DomainError
from modules.authoring.days import add_day, duplicate_day, edit_day, move_day, remove_day
from modules.authoring.gestures import BlockIsGone, EditedMeanwhile
from modules.authoring.history import gestures_since
from modules.authoring.sequences import add_sequence, edit_sequence
from modules.authoring.undo import redo, undo
from modules.programmes.models import Block, Day, Revision, Sequence
from modules.web.access import workshop_only
from modules.web.board.answers import (
    View,
    chosen_of,
    everything,
    is_script,
    moved,
    number,
    page,
    revision_of,
)
from modules.web.board.conflicts import as_typed, conflict_of
from modules.web.board.forms import DayForm, SequenceForm
from modules.web.board.sequence_acts import SEQUENCE_ACTS, Asked, Done
from modules.web.board.wording import sentences

SAVE = "save"
# A form's field that says it was sent with its texts.
SENT = "title"


def _name_and_argument(request: HttpRequest) -> tuple[str, str]:
    name, _colon, argument = request.POST.get("act", SAVE).partition(":")
    return name, argument


@require_POST
@workshop_only
def sequence(request: HttpRequest, revision_id: int, sequence_id: int) -> HttpResponse:
    """Write a sequence's fields if they are sent, then do the act asked for."""
    visible = Revision.objects.visible_to(person_of(request))
    held = (
        Sequence.objects.filter(pk=sequence_id, day__revision__in=visible)
        .filter(day__revision=revision_id)
        .select_related("day__revision")
        .first()
    )
    if held is None:
        return _refused(request, revision_of(request, revision_id), BlockIsGone(), None)
    name, argument = _name_and_argument(request)
    if name != SAVE and name not in SEQUENCE_ACTS:
        raise Http404

    def do(block: Any, version: int | None) -> Done:
        if name == SAVE:
            return Done(block)
        block.day = held.day
        asked = Asked(person_of(request), block, argument, request.POST, version)
        return SEQUENCE_ACTS[name](asked)

    return _write(request, held.day.revision, held, do)


@require_POST
@workshop_only
def day(request: HttpRequest, revision_id: int, day_id: int) -> HttpResponse:
    """Write a day's fields if they are sent, then do the act asked for."""
    revision = revision_of(request, revision_id)
    held = Day.objects.filter(revision=revision, pk=day_id).first()
    if held is None:
        return _refused(request, revision, BlockIsGone(), None)
    held.revision = revision
    name, _argument = _name_and_argument(request)
    if name not in DAY_ACTS:
        raise Http404

    def do(block: Any, _version: int | None) -> Done:
        block.revision = revision
        return DAY_ACTS[name](person_of(request), block)

    return _write(request, revision, held, do)


def _save(actor: User, block: Any, fields: Mapping[str, Any], version: int | None) -> Any:
    if isinstance(block, Sequence):
        return edit_sequence(actor=actor, sequence=block, fields=fields, version=version)
    return edit_day(actor=actor, day=block, fields=fields, version=version)


def _write(
    request: HttpRequest,
    revision: Revision,
    block: Sequence | Day,
    do: Callable[[Any, int | None], Done],
) -> HttpResponse:
    """Save what the form sends, do the act; answer with what changed, or with why not."""
    seen, version = revision.version, number(request, "version")
    fields: dict[str, Any] = {}
    now = block
    if SENT in request.POST:
        form_class = SequenceForm if isinstance(block, Sequence) else DayForm
        form: forms.BaseForm = form_class(request.POST)
        is_right = form.is_valid()
        fields = form.cleaned_data
        if not is_right:
            return _invalid(request, revision, as_typed(block, fields), form)
    try:
        if fields:
            now = _save(person_of(request), block, fields, version)
            version = now.version
        done = do(now, version)
    except EditedMeanwhile as refusal:
        if not fields:
            return _refused(request, revision, refusal, refusal.block)
        conflict, mine = conflict_of(revision, refusal.block, fields)
        view = View(chosen=mine, refusal=str(refusal), conflict=conflict)
        return _answer_refusal(request, revision, view, 409)
    except DomainError as refusal:
        return _refused(request, revision, refusal, as_typed(now, fields))
    return _done(request, revision, done, seen)


def _done(request: HttpRequest, revision: Revision, done: Done, seen: int) -> HttpResponse:
    if not is_script(request):
        if done.said:
            messages.success(request, done.said)
        return redirect(board_address(revision, done.chosen))
    others_wrote = number(request, "since") != seen or revision.version != seen + 1
    if done.moved and not others_wrote:
        answer = moved(request, revision, done.moved)
        if answer:
            return answer
    shown = done.chosen if _is_in_panel(request, done) else chosen_of(request, revision)
    since = gestures_since(revision, number(request, "since") or seen)
    others = sentences(one for one in since if one.actor_id != person_of(request).pk)
    view = View(
        chosen=shown,
        offers_undo=bool(done.said),
        notices=[*([done.said] if done.said else []), *others],
    )
    placed = done.chosen if isinstance(done.chosen, Sequence) and not done.said else None
    return everything(request, revision, view, said=" ".join(view.notices), placed=placed)


def _is_in_panel(request: HttpRequest, done: Done) -> bool:
    """Return whether the panel shows what an act left: it was open on it, or the act made it."""
    return done.chosen is not None and (
        number(request, "panel") == done.chosen.pk or bool(done.said) or SENT in request.POST
    )


def board_address(revision: Revision, chosen: Block | None) -> str:
    """Return the address of the board with a block in its panel."""
    address = reverse("board:revision", args=[revision.pk])
    if chosen is None:
        return address
    name = "sequence" if isinstance(chosen, Sequence) else "journee"
    return f"{address}?{name}={chosen.pk}#panneau"


def _refused(
    request: HttpRequest, revision: Revision, refusal: DomainError, shown: Any
) -> HttpResponse:
    if isinstance(refusal, BlockIsGone):
        shown = None
    return _answer_refusal(request, revision, View(chosen=shown, refusal=str(refusal)), 409)


def _invalid(
    request: HttpRequest, revision: Revision, shown: Any, form: forms.BaseForm
) -> HttpResponse:
    said = " ".join(
        f"{form.fields[name].label}{_(' :')} {' '.join(map(str, errors))}"
        for name, errors in form.errors.items()
        if name in form.fields
    )
    return _answer_refusal(request, revision, View(chosen=shown, refusal=said), 422)


def _answer_refusal(
    request: HttpRequest, revision: Revision, view: View, status: int
) -> HttpResponse:
    revision = revision_of(request, revision.pk)
    answer = everything if is_script(request) else page
    return answer(request, revision, view, status=status)


@require_POST
@workshop_only
def days(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Add a day after the others."""
    revision = revision_of(request, revision_id)
    seen = revision.version
    try:
        added = add_day(actor=person_of(request), revision=revision, title=_("Nouvelle journée"))
    except DomainError as refusal:
        return _refused(request, revision, refusal, None)
    return _done(request, revision, Done(added, _("La journée est ajoutée.")), seen)


def _save_day(_actor: User, held: Day) -> Done:
    return Done(held)


def _earlier_day(actor: User, held: Day) -> Done:
    move_day(actor=actor, day=held, by=-1)
    return Done(held)


def _later_day(actor: User, held: Day) -> Done:
    move_day(actor=actor, day=held, by=1)
    return Done(held)


def _duplicate_day(actor: User, held: Day) -> Done:
    fresh = duplicate_day(actor=actor, day=held)
    return Done(fresh, _("La journée « %(title)s » est dupliquée.") % {"title": fresh.title})


def _remove_day(actor: User, held: Day) -> Done:
    remove_day(actor=actor, day=held)
    said = _("La journée « %(title)s » est retirée, avec ses séquences.") % {"title": held.title}
    return Done(None, said)


def _add_sequence(actor: User, held: Day) -> Done:
    added = add_sequence(actor=actor, day=held, title=_("Nouvelle séquence"))
    return Done(added, _("Une séquence est ajoutée : donnez-lui un titre."))


DAY_ACTS: dict[str, Callable[[User, Day], Done]] = {
    SAVE: _save_day,
    "earlier": _earlier_day,
    "later": _later_day,
    "duplicate": _duplicate_day,
    "remove": _remove_day,
    "add-sequence": _add_sequence,
}


@require_POST
@workshop_only
def undo_last(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Take back one's last gesture."""
    return _step(request, revision_id, undo, _("Annulé : « %(what)s »."))


@require_POST
@workshop_only
def redo_first(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Do again the gesture one took back."""
    return _step(request, revision_id, redo, _("Rétabli : « %(what)s »."))


def _step(
    request: HttpRequest, revision_id: int, step: Callable[..., Any], words: str
) -> HttpResponse:
    revision = revision_of(request, revision_id)
    shown = chosen_of(request, revision)
    try:
        gesture = step(actor=person_of(request), revision=revision)
    except DomainError as refusal:
        return _refused(request, revision, refusal, shown)
    said = words % {"what": gesture.subject}
    shown = chosen_of(request, revision)
    if is_script(request):
        revision = revision_of(request, revision_id)
        return everything(request, revision, View(chosen=shown), said=said)
    messages.success(request, said)
    return redirect(board_address(revision, shown))
