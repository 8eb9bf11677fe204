"""A text is filled, never run, and a value can make nothing that the text does not say."""

import pytest

from accounts.notifications.kinds import Text, all_kinds, register
from accounts.notifications.rendering import render
from accounts.notifications.wording import (
    BrokenPlaceholder,
    NeededPlaceholder,
    TextIsEmpty,
    UnknownPlaceholders,
    check,
    fill,
)
from tests.accounts.notifications.kinds import A_KIND, VALUES

BODY = "[Répondre]({{ lien }})"


def said(body, language="fr", **values):
    return render(Text("Objet", body), {**VALUES, **values}, language=language)


def test_a_paragraph_or_a_line_with_nothing_to_say_is_left_out():
    body = "Bonjour {{ prenom }},\n\nRaison : {{ raison }}\n\nLe {{ dates }}\nCar {{ raison }}"
    assert said(body, dates="lundi").plain == "Bonjour Zoé,\n\nLe lundi\n"


def test_a_link_alone_on_its_line_is_a_button_and_its_address_is_written_out_in_plain_text():
    rendered = said(f"Dites-nous :\n{BODY}")
    assert rendered.plain == "Dites-nous :\nRépondre :\nhttps://a.example/z\n"
    assert 'href="https://a.example/z"' in rendered.html
    assert ">Répondre</a>" in rendered.html
    assert "display:inline-block" in rendered.content
    assert said(BODY, language="en").plain == "Répondre:\nhttps://a.example/z\n"


def test_lines_with_a_dash_are_a_list_and_a_bare_address_a_link():
    rendered = said("Jours :\n{{ dates }}\nVoir https://essai.example/ici.")
    assert rendered.content.count("<li") == 2
    assert 'href="https://essai.example/ici"' in rendered.content
    assert "- lundi\n- mardi" in rendered.plain


@pytest.mark.parametrize(
    "value",
    [
        "<script>alert(1)</script>",
        "[Cliquez](https://mal.example)",
        "{{ lien }}",
        "{% load static %}",
    ],
)
def test_what_somebody_wrote_of_themselves_is_shown_as_they_wrote_it(value):
    rendered = said("Bonjour {{ prenom }},", prenom=value)
    assert rendered.plain == f"Bonjour {value},\n"
    assert "<script" not in rendered.content
    assert ">Cliquez<" not in rendered.content


def test_an_address_that_would_run_something_is_no_link():
    assert "href" not in said("[Ici](javascript:alert(1))").content
    assert "href" not in said(BODY, lien="javascript:alert").content


def test_a_subject_stays_on_one_line_whatever_fills_it():
    text = Text("Pour {{ prenom }}", BODY)
    rendered = render(text, {**VALUES, "prenom": "Zoé\r\nBcc: x@y.example"}, language="fr")
    assert rendered.subject == "Pour Zoé Bcc: x@y.example"


def test_unknown_names_are_refused_with_the_known_ones():
    with pytest.raises(UnknownPlaceholders, match=r"{{ nom }}.*{{ dates }}, {{ lien }}"):
        check(A_KIND, Text("Objet", f"Bonjour {{{{ nom }}}}\n{BODY}"))


@pytest.mark.parametrize("written", ["{{ prenom", "{% if x %}", "{{ a.b }}", "{{ prenom|safe }}"])
def test_braces_that_hold_something_else_than_a_name_are_refused(written):
    with pytest.raises(BrokenPlaceholder):
        check(A_KIND, Text("Objet", f"{written}\n{BODY}"))


def test_a_text_without_its_link_is_refused():
    with pytest.raises(NeededPlaceholder, match="lien"):
        check(A_KIND, Text("Objet", "Bonjour {{ prenom }}"))


@pytest.mark.parametrize("text", [Text(" ", BODY), Text("Objet", " "), Text("Deux\nlignes", BODY)])
def test_a_subject_and_a_text_are_needed(text):
    with pytest.raises(TextIsEmpty):
        check(A_KIND, text)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", sorted(all_kinds()))
def test_every_default_text_holds_and_its_sample_leaves_no_brace(name, language):
    kind = all_kinds()[name]
    text = kind.default_text(language)
    check(kind, text)
    rendered = render(text, kind.samples(), language=language)
    assert "{{" not in rendered.subject + rendered.plain
    unused = [
        one for one in kind.placeholders if f"{{{{ {one} }}}}" not in text.subject + text.body
    ]
    assert not unused, "Whoever edits would be told of names that the default never uses."


def test_a_name_is_taken_once():
    register(A_KIND)
    try:
        with pytest.raises(RuntimeError):
            register(A_KIND)
    finally:
        del all_kinds()[A_KIND.name]


def test_a_text_keeps_its_paragraphs_from_any_keyboard():
    assert len(fill("Un\r\n\r\nDeux", {})) == 2
