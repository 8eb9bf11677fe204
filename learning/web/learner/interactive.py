"""What an interactive activity adds to its page: the player, and the person's own answers."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from learning.enrolment.models import Enrolment
from learning.progress.queries import Answer, answers_of, object_id_of, saved_state
from modules.programmes.enums import DoneWhen
from modules.programmes.models import Activity
from modules.web.player.context import Player, player_of


@dataclass(frozen=True, slots=True)
class Interactive:
    """The player, whether something is saved, the last answers, and what makes it done."""

    player: Player
    has_state: bool
    answers: list[Answer]
    min_score: int | None
    opening_is_enough: bool


def interactive_of(
    request: HttpRequest, enrolment: Enrolment, activity: Activity
) -> Interactive | None:
    """Return what an interactive activity shows to its participant; None for the other kinds."""
    if activity.content_version is None:
        return None
    state = saved_state(enrolment, activity)
    player = player_of(
        request,
        activity.content_version,
        object_id=object_id_of(activity),
        state=state,
        statements_url=reverse("api:statements", args=[enrolment.pk, activity.pk]),
        state_url=reverse("api:state", args=[enrolment.pk, activity.pk]),
    )
    return Interactive(
        player=player,
        has_state=bool(state),
        answers=answers_of(enrolment, activity),
        min_score=activity.min_score,
        opening_is_enough=activity.done_when == DoneWhen.OPENED,
    )
