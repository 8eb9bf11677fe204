"""Describe the form of a library, for whoever draws it: its fields, in the words of a language.

A library's `language/<code>.json` mirrors the tree of its semantics and brings the words only. The
description keeps the semantics' names and types: what a form writes is filtered like anything else.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape

from modules.h5p.names import LibraryName

Spec = Mapping[str, object]
_COPIED = (
    "name", "type", "optional", "importance", "common", "widget", "tags", "enterMode", "maxLength",
    "min", "max", "step", "decimals", "unit", "multiple", "defaultNum", "expanded", "isSubContent",
    "showWhen", "disableCopyright", "default",
)  # fmt: skip
_WORDS = ("label", "description", "placeholder", "entity")
_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"<(?:br|/p|/li|/div)\b[^>]*>", re.IGNORECASE)
_SPACES = re.compile(r"[^\S\n]+")


def language_of(files: Mapping[str, object], languages: Sequence[str]) -> str | None:
    """Return the first of these languages that a library's files translate it into; or None."""
    return next((code for code in languages if f"language/{code}.json" in files), None)


def form_fields(
    semantics: object, translation: object, titles: Mapping[LibraryName, str]
) -> list[dict[str, object]]:
    """Return the fields of a form.

    `translation` is the language file's `semantics` (None: the library's own words), `titles` the
    installed libraries, the only ones a field offers.
    """
    return [_field(spec, words, titles) for spec, words in _mirrored(semantics, translation)]


def is_hidden(spec: Spec) -> bool:
    """Tell whether the library keeps this field to itself: nobody fills it in."""
    return spec.get("widget") == "none" or spec.get("deprecated") is True


def option_list(spec: Spec) -> list[LibraryName]:
    """Return the libraries that a field of type library lists, in its order, each once."""
    options = spec.get("options")
    found: dict[LibraryName, None] = {}
    for option in options if isinstance(options, list) else ():
        text = option.get("name") if isinstance(option, Mapping) else option
        try:
            found[LibraryName.parse(str(text))] = None
        except ValueError:
            continue
    return list(found)


def _mirrored(specs: object, translations: object) -> Iterator[tuple[Spec, Spec]]:
    """Pair each field with its words: the place in the list tells, as the specification says."""
    listed = translations if isinstance(translations, list) else []
    for position, spec in enumerate(specs if isinstance(specs, (list, tuple)) else ()):
        if not isinstance(spec, Mapping):
            continue
        words = listed[position] if position < len(listed) else None
        yield spec, words if isinstance(words, Mapping) else {}


def _field(spec: Spec, words: Spec, titles: Mapping[LibraryName, str]) -> dict[str, object]:
    described: dict[str, object] = {name: spec[name] for name in _COPIED if name in spec}
    texts = {name: _first_text(words.get(name), spec.get(name)) for name in _WORDS}
    texts = {name: plain_words(text) for name, text in texts.items() if text}
    if help_text := _help(spec, words):
        texts["help"] = help_text
    if spec.get("type") == "text" and isinstance(words.get("default"), str):
        texts["default"] = str(words["default"])
    hidden = {"hidden": True} if is_hidden(spec) else {}
    return {**described, **texts, **hidden, **_inner(spec, words, titles)}


def _inner(spec: Spec, words: Spec, titles: Mapping[LibraryName, str]) -> dict[str, object]:
    """Describe what a field holds or offers."""
    match spec.get("type"):
        case "select":
            return {"options": list(_options(spec.get("options"), words.get("options")))}
        case "library":
            offered = [name for name in option_list(spec) if name in titles]
            return {"options": [{"name": str(one), "title": titles[one]} for one in offered]}
        case "group":
            return {"fields": form_fields(spec.get("fields"), words.get("fields"), titles)}
        case "list":
            described = form_fields([spec.get("field")], [words.get("field")], titles)
            return {"field": described[0]} if described else {}
    return {}


def _help(spec: Spec, words: Spec) -> str:
    """Return what `important` explains: how a text is to be written, with an example."""
    original, translated = spec.get("important"), words.get("important")
    original = original if isinstance(original, Mapping) else {}
    translated = translated if isinstance(translated, Mapping) else {}
    parts = (
        plain_words(_first_text(translated.get(key), original.get(key)))
        for key in ("description", "example")
    )
    return "\n".join(part for part in parts if part)


def _options(options: object, words: object) -> Iterator[dict[str, object]]:
    """Yield the choices of a select, those within groups too; the group's name comes with them."""
    for option, translated in _mirrored(_as_objects(options), words):
        label = plain_words(_first_text(translated.get("label"), option.get("label")))
        if option.get("type") == "optgroup":
            for inner in _options(option.get("options"), translated.get("options")):
                yield {"group": label, **inner}
        elif isinstance(option.get("value"), (str, int, float)):
            yield {"value": option["value"], "label": label or str(option["value"])}


def _as_objects(options: object) -> list[Spec]:
    listed = options if isinstance(options, list) else []
    return [one if isinstance(one, Mapping) else {"value": one} for one in listed]


def _first_text(*values: object) -> str:
    return next((value for value in values if isinstance(value, str) and value), "")


def plain_words(text: str) -> str:
    """Return the words of a label or a description, which some libraries write as HTML."""
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n", text))
    lines = (_SPACES.sub(" ", line).strip() for line in unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)
