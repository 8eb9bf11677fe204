"""Where someone without a place stands: their rank and why, what is offered, who was asked."""

from datetime import datetime
from typing import Any

from learning.decisions.models import DateQuestion
from learning.decisions.permissions import may_answer
from learning.enrolment.approvals import must_name_an_approver
from learning.enrolment.enums import OfferState
from learning.enrolment.models import Approval, Enrolment
from learning.enrolment.order import standing_of, why_waiting
from learning.enrolment.words import order_in_words


def places_of(mine: Enrolment) -> dict[str, Any]:
    """Return what the page of an enrolment without a place shows."""
    ranked = Enrolment.objects.with_rank().select_related("group").get(pk=mine.pk)
    waits = ranked.is_waiting
    return {
        "rank": ranked.rank,  # type: ignore[attr-defined]
        "why": why_waiting(ranked, standing_of(mine.cohort)).label if waits else "",
        "offer": mine.offers.filter(state=OfferState.OPEN).first(),
        "approval": Approval.objects.filter(enrolment=mine).first(),
        "names_approver": mine.is_awaiting and must_name_an_approver(mine.person),
        "order": order_in_words(mine.cohort),
    }


def question_for(mine: Enrolment, at: datetime) -> DateQuestion | None:
    """Return what a postponed cohort asks the person, while it waits for their answer."""
    asked = DateQuestion.objects.open_at(at).filter(enrolment=mine)
    question = asked.select_related("postponement__cohort__venue", "enrolment").first()
    return question if question and may_answer(question, at) else None
