"""The form of a library: its fields in the reader's words, and what has to be corrected in it."""

import json

import pytest

from modules.h5p.carrying import as_before
from modules.h5p.conditions import Scope, is_shown
from modules.h5p.faults import Fault, find_faults, new_faults
from modules.h5p.folder import FolderBlobs, FolderIndex
from modules.h5p.forms import form_fields, language_of, plain_words
from modules.h5p.importer import import_package
from modules.h5p.names import LibraryName
from modules.h5p.semantics import filter_params
from tests.modules.h5p.builder import GREETING, installed_library
from tests.modules.h5p.corpus import ROOT, files, needs_corpus

MAIN = LibraryName.parse(f"{GREETING} 1.0")
PICTURE = LibraryName.parse("H5P.Image 1.1")


def faults(semantics, params, **others):
    libraries = {MAIN: installed_library(f"{GREETING} 1.0", semantics)}
    libraries |= {
        LibraryName.parse(name): installed_library(name, one) for name, one in others.items()
    }
    return [(one.code, one.place) for one in find_faults(params, MAIN, libraries.get)]


def test_a_form_speaks_the_language_of_the_reader_and_keeps_the_names_of_the_semantics():
    semantics = [
        {"name": "intro", "type": "text", "label": "Intro", "default": "Hello", "maxLength": 9},
        {"name": "items", "type": "list", "label": "Items", "entity": "item", "field": {
            "name": "item", "type": "group", "fields": [
                {"name": "kind", "type": "select", "label": "Kind", "options": [
                    {"value": "a", "label": "First"}, {"value": "b", "label": "Second"}]}]}},
    ]  # fmt: skip
    words = [
        {"label": "Introduction", "default": "Bonjour"},
        {"label": "Éléments", "entity": "élément", "field": {
            "fields": [{"label": "Sorte", "options": [{"label": "Premier"}]}]}},
    ]  # fmt: skip
    intro, items = form_fields(semantics, words, {})
    assert intro == {
        "name": "intro", "type": "text", "label": "Introduction", "default": "Bonjour",
        "maxLength": 9,
    }  # fmt: skip
    (kind,) = items["field"]["fields"]
    assert (items["label"], items["entity"], kind["label"]) == ("Éléments", "élément", "Sorte")
    assert kind["options"] == [
        {"value": "a", "label": "Premier"},
        {"value": "b", "label": "Second"},
    ]


def test_a_broken_translation_leaves_the_words_of_the_library():
    semantics = [{"name": "intro", "type": "text", "label": "Intro"}]
    for words in (None, {}, "x", [None], [[]], [{"label": 3}]):
        assert form_fields(semantics, words, {})[0]["label"] == "Intro"


def test_a_library_field_offers_the_installed_libraries_only():
    spec = {"name": "type", "type": "library", "options": ["H5P.Image 1.1", "H5P.Video 1.6", "?"]}
    (field,) = form_fields([spec], None, {PICTURE: "Image"})
    assert field["options"] == [{"name": "H5P.Image 1.1", "title": "Image"}]


def test_labels_written_as_html_are_read_as_words():
    assert plain_words("<p>Use <code>*a*</code> &amp; more</p><ul><li>b</li></ul>") == (
        "Use *a* & more\nb"
    )


def test_the_first_language_that_the_library_has_is_used():
    has = {"language/fr.json": 1, "language/de.json": 1}
    assert language_of(has, ["en", "de", "fr"]) == "de"
    assert language_of(has, ["en"]) is None


def test_what_is_required_and_missing_is_told_by_place():
    semantics = [
        {"name": "title", "type": "text"},
        {"name": "rich", "type": "text", "tags": ["p"]},
        {"name": "note", "type": "text", "optional": True},
        {"name": "picture", "type": "image"},
        {"name": "sub", "type": "library", "options": ["H5P.Image 1.1"]},
        {"name": "hidden", "type": "text", "widget": "none"},
        {"name": "tick", "type": "boolean"},
    ]
    inner = [{"name": "alt", "type": "text"}]
    given = {"rich": "<p>&nbsp;</p>", "sub": {"library": "H5P.Image 1.1", "params": {}}}
    assert faults(semantics, given, **{"H5P.Image 1.1": inner}) == [
        ("required", "/title"), ("required", "/rich"), ("required", "/picture"),
        ("required", "/sub/params/alt"),
    ]  # fmt: skip
    sound = {
        "title": "x", "rich": "<p>x</p>", "picture": {"path": "images/a.png"},
        "sub": {"library": "H5P.Image 1.1", "params": {"alt": "x"}},
    }  # fmt: skip
    assert faults(semantics, sound, **{"H5P.Image 1.1": inner}) == []


def test_what_is_out_of_bounds_is_told_with_its_limit():
    semantics = [
        {"name": "short", "type": "text", "maxLength": 3},
        {"name": "code", "type": "text", "regexp": {"pattern": "^[a-z]+$"}},
        {"name": "score", "type": "number", "min": 0, "max": 10},
        {
            "name": "list",
            "type": "list",
            "min": 2,
            "max": 3,
            "field": {"name": "x", "type": "text"},
        },
    ]
    given = {"short": "l&#039;or", "code": "A1", "score": 11, "list": ["a", None]}
    assert faults(semantics, given) == [
        ("too-long", "/short"), ("pattern", "/code"), ("too-high", "/score"), ("too-few", "/list"),
    ]  # fmt: skip
    assert faults(semantics, {"short": "l&#039;o", "code": "a", "score": 0, "list": ["a"] * 4}) == [
        ("too-many", "/list")
    ]


def test_a_field_that_is_not_shown_is_not_required():
    inner = [
        {"name": "mode", "type": "select", "options": [{"value": "a"}, {"value": "b"}]},
        {"name": "behaviour", "type": "group", "fields": [
            {"name": "one", "type": "text",
             "showWhen": {"rules": [{"field": "../mode", "equals": ["a"]}]}},
            {"name": "two", "type": "boolean"}]},
    ]  # fmt: skip
    assert faults(inner, {"mode": "b", "behaviour": {}}) == []
    assert faults(inner, {"mode": "a", "behaviour": {}}) == [("required", "/behaviour/one")]


def test_a_box_never_ticked_counts_as_not_ticked():
    spec = {"showWhen": {"rules": [{"field": "decorative", "equals": False}]}}
    assert is_shown(spec, Scope({}))
    assert not is_shown(spec, Scope({"decorative": True}))


@pytest.mark.parametrize("named", ["H5P.Image 1.1", "H5P.Image"])
def test_a_condition_names_a_library_with_its_version_or_without(named):
    spec = {"showWhen": {"rules": [{"field": "type", "equals": named}]}}
    assert is_shown(spec, Scope({"type": {"library": "H5P.Image 1.1", "params": {}}}))
    assert not is_shown(spec, Scope({"type": {"library": "H5P.Video 1.6"}}))
    assert not is_shown(spec, Scope({}))


def test_conditions_combine_as_they_say():
    rules = [{"field": "a", "equals": 1}, {"field": "b", "equals": 2}]
    assert is_shown({"showWhen": {"rules": rules}}, Scope({"a": 1}))
    assert not is_shown({"showWhen": {"rules": rules, "type": "and"}}, Scope({"a": 1}))


def test_an_empty_optional_group_asks_for_nothing():
    group = {"name": "g", "type": "group", "optional": True, "fields": [
        {"name": "a", "type": "text"}, {"name": "b", "type": "boolean"}]}  # fmt: skip
    assert faults([group], {"g": {"b": False}}) == []
    assert faults([group], {"g": {"a": "", "b": True}}) == []
    assert faults([{**group, "optional": False}], {}) == [("required", "/g/a")]


def test_old_faults_do_not_come_back_when_their_item_moves():
    before = [Fault("required", "/list/0/text")]
    assert new_faults([Fault("required", "/list/3/text")], before) == []
    moved = [Fault("required", "/list/1/text"), Fault("required", "/list/0/text")]
    assert new_faults(moved, before) == [Fault("required", "/list/1/text")]


def test_what_a_browser_writes_its_own_way_is_put_back_as_it_was():
    before = {"b": 1.0, "10": "x", "a": [1.5, {"n": 2.0}], "big": 2**60 + 1, "t": True}
    sent = {"10": "x", "a": [1.5, {"n": 2}], "b": 1, "big": float(2**60), "t": True, "new": 3}
    assert json.dumps(as_before(sent, before)) == json.dumps({**before, "new": 3})
    assert json.dumps(as_before({"t": 1, "b": 2}, before)) == '{"b": 2, "t": 1}'


@needs_corpus
@pytest.mark.parametrize("name", files("valid"))
def test_every_library_of_a_real_package_has_a_form_and_its_content_no_new_fault(name, tmp_path):
    index = FolderIndex(tmp_path / "libraries")
    content = import_package(ROOT / name, index=index, blobs=FolderBlobs(tmp_path / "files"))
    for used in content.used:
        library = index.get(used)
        fields = form_fields(library.semantics, None, {})
        assert [field["name"] for field in fields] == [
            spec["name"] for spec in library.semantics or []
        ]
    again = filter_params(
        as_before(content.params, content.params), content.main_library, index.get
    )
    assert json.dumps(again.params) == json.dumps(content.params)
    found = find_faults(content.params, content.main_library, index.get)
    assert new_faults(found, found) == []
