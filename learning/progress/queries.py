"""What interactive activities said: one person's answers, a cohort's results by question."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from learning.cohorts.models import Cohort
from learning.enrolment.models import Enrolment
from learning.progress.models import H5PState, Statement
from modules.h5p.xapi import ENDS
from modules.programmes.models import Activity

MOST_RESPONSES = 5


def object_id_of(activity: Activity) -> str:
    """Return what identifies an activity in statements, from one revision to the next."""
    return f"{settings.PUBLIC_BASE_URL.rstrip('/')}/h5p/activites/{activity.lineage}"


def pseudonym_of(enrolment_id: UUID) -> str:
    """Return the name a participant has in statements: it leads back to nobody outside."""
    return str(UUID(salted_hmac("xapi.actor", str(enrolment_id)).hexdigest()[:32]))


def saved_state(enrolment: Enrolment, activity: Activity) -> str:
    """Return where the participant is in an activity, as its content told it; or ""."""
    states = H5PState.objects.filter(enrolment=enrolment, activity=activity)
    return states.values_list("data", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The last answer of a participant to a question."""

    question: str
    response: str
    success: bool | None
    raw_score: float | None
    max_score: float | None

    @property
    def is_right(self) -> bool | None:
        """Return whether it is right; None when the content does not say."""
        if self.success is not None:
            return self.success
        if self.raw_score is None or not self.max_score:
            return None
        return self.raw_score >= self.max_score


def answers_of(enrolment: Enrolment, activity: Activity) -> list[Answer]:
    """Return the last answer of a participant to each question of an activity."""
    rows = Statement.objects.filter(enrolment=enrolment, activity=activity)
    return [_answer(row) for row in _latest(_answers(rows)) if row.question or row.response]


@dataclass(slots=True)
class QuestionResult:
    """What a cohort answered to one question: counts, never who."""

    question: str
    right: int = 0
    wrong: int = 0
    unjudged: int = 0
    responses: Counter[str] = field(default_factory=Counter)

    @property
    def answered(self) -> int:
        """Return how many people answered."""
        return self.right + self.wrong + self.unjudged

    @property
    def common(self) -> list[tuple[str, int]]:
        """Return the most frequent responses and how many people gave each."""
        return self.responses.most_common(MOST_RESPONSES)


@dataclass(frozen=True, slots=True)
class Results:
    """How far a cohort is in an activity."""

    opened: int
    finished: int
    questions: list[QuestionResult]


def statements_of(cohort: Cohort, activity: Activity) -> QuerySet[Statement]:
    """Return all that an activity said of a cohort's confirmed participants, oldest first."""
    return Statement.objects.filter(
        enrolment__in=Enrolment.objects.confirmed().filter(cohort=cohort), activity=activity
    ).order_by("timestamp", "pk")


def results_of(cohort: Cohort, activity: Activity) -> Results:
    """Return the results by question, each person's last answer counting once."""
    rows = statements_of(cohort, activity)
    found: dict[str, QuestionResult] = {}
    finished = set()
    for row in _latest(_answers(rows)):
        if not row.is_part:
            finished.add(row.enrolment_id)
        if not (row.question or row.response):
            continue
        result = found.setdefault(row.object_id, QuestionResult(row.question))
        judged = _answer(row).is_right
        result.right += judged is True
        result.wrong += judged is False
        result.unjudged += judged is None
        if row.response:
            result.responses[row.response] += 1
    opened = rows.order_by().values("enrolment").distinct().count()
    return Results(opened, len(finished), list(found.values()))


def _answers(rows: QuerySet[Statement]) -> Iterable[Statement]:
    return rows.filter(verb__in=ENDS).defer("body").order_by("timestamp", "pk")


def _latest(rows: Iterable[Statement]) -> Iterator[Statement]:
    """Keep the last answer of each person to each question, in the order they were first met."""
    last: dict[tuple[UUID, str], Statement] = {}
    for row in rows:
        last[row.enrolment_id, row.object_id] = row
    yield from last.values()


def _answer(row: Statement) -> Answer:
    return Answer(row.question, row.response, row.success, row.raw_score, row.max_score)
