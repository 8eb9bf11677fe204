"""The rows of a revision as gestures keep them: JSON before, JSON after."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F

from modules.programmes.models import Activity, Block, Day, Revision, Sequence

# Above every real position: where rows wait while others take their places.
PARKING = 10_000
# Parents before children: the order in which rows are written; they are removed the other way.
MODELS: dict[str, Any] = {
    "revision": Revision,
    "day": Day,
    "sequence": Sequence,
    "activity": Activity,
}
_NAMES = {model: name for name, model in MODELS.items()}
ORDER = list(MODELS)
Row = dict[str, Any]


def name_of(row: models.Model) -> str:
    """Return the name gestures give to the kind of a row."""
    return _NAMES[type(row)]


def manager_of(row: models.Model) -> Any:
    """Return the manager of the kind of a row."""
    return MODELS[name_of(row)].objects


def state_of(row: models.Model) -> Row:
    """Return the fields of a row, but its key, as JSON keeps them; of a revision, its sheet."""
    if isinstance(row, Revision):
        return {"sheet": row.sheet}
    values = {one.attname: one.value_from_object(row) for one in _fields(row)}
    return dict(json.loads(json.dumps(values, cls=DjangoJSONEncoder)))


def current(row: Row) -> Row | None:
    """Return the state, as it is now, of the row that a change tells of; None if it is gone."""
    found = MODELS[row["model"]].objects.filter(pk=row["pk"]).first()
    return state_of(found) if found else None


def park(rows: list[Row], wanted: str) -> None:
    """Move aside the rows that exchange their positions."""
    for row in rows:
        if row["model"] in {"day", "activity"} and row[wanted] is not None:
            mine = MODELS[row["model"]].objects.filter(pk=row["pk"])
            mine.update(position=F("position") + PARKING)


def restore(row: Row, wanted: str) -> None:
    """Write a row as a change says it is before or after (`wanted`)."""
    model = MODELS[row["model"]]
    found = model.objects.filter(pk=row["pk"]).first()
    restored = found or model(pk=row["pk"])
    version = found.version + 1 if isinstance(found, Block) else None
    for one in _fields(restored):
        if one.attname in row[wanted]:
            setattr(restored, one.attname, one.to_python(row[wanted][one.attname]))
    if version:
        # Never twice the same number: others may have read the one in between.
        restored.version = version
    restored.save(force_insert=found is None)


def _fields(row: models.Model) -> list[Any]:
    return [one for one in row._meta.concrete_fields if not one.primary_key]  # noqa: SLF001 - how Django tells a model's fields
