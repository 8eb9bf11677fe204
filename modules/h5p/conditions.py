"""`showWhen`: a field that is shown only for some values of others."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a field stands: the values beside it, and what is around (a list, a group, a library).

    `values` are those of a group or of a library; a list has none of its own.
    """

    values: Mapping[str, object]
    around: "Scope | None" = None


def is_shown(spec: Mapping[str, object], scope: Scope) -> bool:
    """Tell whether a field is shown; one without a condition, or with an unknown one, is."""
    condition = spec.get("showWhen")
    rules = condition.get("rules") if isinstance(condition, Mapping) else None
    if not isinstance(condition, Mapping) or not isinstance(rules, list) or not rules:
        return True
    met = [_is_met(rule, scope) for rule in rules if isinstance(rule, Mapping)]
    return all(met) if condition.get("type") == "and" else any(met)


def _is_met(rule: Mapping[str, object], scope: Scope) -> bool:
    here: Scope | None = scope
    *ups, name = str(rule.get("field", "")).split("/")
    for up in ups:
        if up != ".." or here is None:
            return True
        here = here.around
    if here is None or "equals" not in rule:
        return True
    value = here.values.get(name)
    found = [value]
    if isinstance(value, Mapping):  # rules name a library with its version or without it
        library = str(value.get("library") or "")
        found = [library, library.partition(" ")[0]]
    wanted = rule["equals"] if isinstance(rule["equals"], list) else [rule["equals"]]
    return any(_equal(one, other) for one in found for other in wanted)


def _equal(value: object, wanted: object) -> bool:
    """A box that was never ticked is not there."""
    if isinstance(wanted, bool):
        return bool(value) is wanted
    return value == wanted
