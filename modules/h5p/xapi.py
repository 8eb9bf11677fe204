"""What a content says of the person who plays it (xAPI): read, check, put in words.

Rules: the xAPI 1.0.3 specification, and how H5P libraries fill it (question types, `[,]` and `[.]`
between the parts of a response). The actor of a statement is never believed: see `stored_body`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from uuid import UUID

import nh3

VERB_PREFIX = "http://adlnet.gov/expapi/verbs/"
VERBS = frozenset(
    {
        "answered", "attempted", "completed", "experienced", "failed", "initialized", "interacted",
        "mastered", "passed", "progressed", "terminated",
    }
)  # fmt: skip
# Said of the whole content by the one who finished it.
ENDS = frozenset({"answered", "completed", "failed", "mastered", "passed"})
MOST_BYTES = 64 * 1024
MOST_TEXT = 2000
MOST_SCORE = 1e9
# Clocks of office computers are often minutes off.
AHEAD = timedelta(minutes=10)


class UnreadableStatementError(Exception):
    """A statement that does not hold; `code` says why, for machines, and the text for people."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class Statement:
    """What is kept of a statement. `body` is all of it, as received.

    `object_id` is the content or one of its questions; `is_part` tells a question inside another
    content from the content itself. Scores are the browser's word: hints, never proof.
    """

    id: UUID
    verb: str
    object_id: str
    sub_content: str
    is_part: bool
    question: str
    response: str
    raw_score: float | None
    max_score: float | None
    success: bool | None
    completion: bool | None
    duration: str
    timestamp: datetime
    body: Mapping[str, object]

    @property
    def percent(self) -> float | None:
        """Score out of 100."""
        if self.raw_score is None or not self.max_score:
            return None
        return 100 * self.raw_score / self.max_score

    @property
    def ends_the_whole(self) -> bool:
        """Whether the person has answered all of the content."""
        return self.verb in ENDS and not self.is_part


def read_statement(value: object, *, now: datetime) -> Statement:
    """Read what a browser sent. Raises UnreadableStatementError."""
    body = _object(value, "statement")
    if len(json.dumps(body, ensure_ascii=False).encode()) > MOST_BYTES:
        raise UnreadableStatementError("too-large", "Une déclaration tient en 64 Kio au plus.")
    target = _object(body.get("object"), "object")
    definition = target.get("definition")
    definition = definition if isinstance(definition, Mapping) else {}
    result = body.get("result")
    result = _object(result, "result") if result is not None else {}
    raw, most = _score(result)
    object_id = _text(target.get("id"))
    if not object_id:
        raise UnreadableStatementError("object", "L’objet de la déclaration n’a pas d’identifiant.")
    sub_content = _sub_content(object_id, definition)
    return Statement(
        id=_id(body.get("id")),
        verb=_verb(body.get("verb")),
        object_id=object_id,
        sub_content=sub_content,
        is_part=bool(sub_content) or _has_parent(body),
        question=question_text(definition),
        response=response_text(definition, _text(result.get("response"))),
        raw_score=raw,
        max_score=most,
        success=_flag(result, "success"),
        completion=_flag(result, "completion"),
        duration=_text(result.get("duration"))[:40],
        timestamp=_instant(body.get("timestamp"), now),
        body=body,
    )


def stored_body(statement: Statement, *, home_page: str, name: str) -> dict[str, object]:
    """Return the statement to keep and to pass on: as received, its actor a pseudonym of ours."""
    return {
        **statement.body,
        "id": str(statement.id),
        "timestamp": statement.timestamp.isoformat(),
        "actor": {"objectType": "Agent", "account": {"homePage": home_page, "name": name}},
    }


def question_text(definition: Mapping[str, object]) -> str:
    """Return what was asked, in words: the description, or the name."""
    return _in_words(definition.get("description")) or _in_words(definition.get("name"))


def response_text(definition: Mapping[str, object], response: str) -> str:
    """Return the answer in words: labels instead of the identifiers of choices."""
    kind = definition.get("interactionType")
    if kind == "true-false":
        return {"true": "Vrai", "false": "Faux"}.get(response, response[:MOST_TEXT])
    if kind in {"choice", "sequencing"}:
        labels = _labels(definition, "choices")
        words = [labels.get(part, part) for part in response.split("[,]") if part]
    elif kind == "matching":
        sources, targets = _labels(definition, "source"), _labels(definition, "target")
        pairs = [part.partition("[.]") for part in response.split("[,]") if part]
        words = [f"{sources.get(a, a)} → {targets.get(b, b)}" for a, _dot, b in pairs]
    else:
        words = [part for part in response.split("[,]") if part.strip()]
    return " ; ".join(words)[:MOST_TEXT]


def _labels(definition: Mapping[str, object], key: str) -> dict[str, str]:
    return dict(_each_label(definition.get(key)))


def _each_label(listed: object) -> Iterator[tuple[str, str]]:
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, Mapping):
            yield _text(one.get("id")), _in_words(one.get("description"))


def _in_words(value: object) -> str:
    """Return the text of a language map, whatever its language: contents have one."""
    texts = value.values() if isinstance(value, Mapping) else ()
    return next((_without_tags(text) for text in texts if _text(text)), "")


def _without_tags(text: str) -> str:
    """Return the words of an HTML text: what is kept is text, whatever it looks like."""
    bare = unescape(nh3.clean(text[: 4 * MOST_TEXT], tags=set()))
    return " ".join(bare.split())[:MOST_TEXT]


def _object(value: object, name: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise UnreadableStatementError(name, f"« {name} » doit être un objet JSON.")
    return value


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _id(value: object) -> UUID:
    try:
        return UUID(_text(value))
    except ValueError:
        raise UnreadableStatementError("id", "« id » doit être un UUID.") from None


def _verb(value: object) -> str:
    name = _text(_object(value, "verb").get("id"))
    verb = name.removeprefix(VERB_PREFIX)
    if verb == name or verb not in VERBS:
        raise UnreadableStatementError("verb", "Ce verbe n’est pas de ceux qui sont gardés.")
    return verb


def _score(result: Mapping[str, object]) -> tuple[float | None, float | None]:
    score = result.get("score")
    if score is None:
        return None, None
    score = _object(score, "score")
    raw, least, most = (_number(score, key) for key in ("raw", "min", "max"))
    if raw is None or most is None:
        return None, None
    if not (least or 0) <= raw <= most:
        raise UnreadableStatementError("score", "Le score est hors de ses bornes.")
    return raw, most


def _number(score: Mapping[str, object], key: str) -> float | None:
    value = score.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > MOST_SCORE:
        raise UnreadableStatementError("score", f"« score.{key} » doit être un nombre.")
    return float(value)


def _flag(result: Mapping[str, object], key: str) -> bool | None:
    value = result.get(key)
    return value if isinstance(value, bool) else None


def _instant(value: object, now: datetime) -> datetime:
    if value is None:
        return now
    try:
        at = datetime.fromisoformat(_text(value))
    except ValueError:
        raise UnreadableStatementError("timestamp", "« timestamp » doit être une date.") from None
    if at.tzinfo is None:
        raise UnreadableStatementError("timestamp", "« timestamp » doit dire son fuseau.")
    if at > now + AHEAD:
        raise UnreadableStatementError("timestamp", "« timestamp » est dans l’avenir.")
    return at


def _sub_content(object_id: str, definition: Mapping[str, object]) -> str:
    _before, mark, named = object_id.partition("subContentId=")
    extensions = definition.get("extensions")
    told = extensions if isinstance(extensions, Mapping) else {}
    return (named if mark else _text(told.get("http://h5p.org/x-api/h5p-subContentId")))[:64]


def _has_parent(body: Mapping[str, object]) -> bool:
    context = body.get("context")
    activities = context.get("contextActivities") if isinstance(context, Mapping) else None
    return bool(activities.get("parent")) if isinstance(activities, Mapping) else False
