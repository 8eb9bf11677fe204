"""What was found is shown marked, in a part of the text that holds it."""

from modules.search.highlights import AROUND, excerpt, marked
from modules.search.typed import Typed


def test_every_word_of_the_family_is_marked_as_it_is_written():
    shown = marked("L’action publique : des Politiques publiques.", Typed.read("politique public"))
    assert shown == (
        "L’action <mark>publique</mark> : des <mark>Politiques</mark> <mark>publiques</mark>."
    )


def test_a_word_that_is_still_typed_is_marked_where_it_begins_a_word():
    assert marked("Une maquette", Typed.read("maqu")) == "Une <mark>maquette</mark>"
    assert marked("Une maquette en carton", Typed.read("maqu carton")) == (
        "Une maquette en <mark>carton</mark>"
    )


def test_a_text_is_escaped_whether_marked_or_not():
    shown = marked("<script>test</script> & <b>", Typed.read("test"))
    assert shown == "&lt;script&gt;<mark>test</mark>&lt;/script&gt; &amp; &lt;b&gt;"
    assert "<b>" not in excerpt("<b>" * 200, Typed.read("b"))


def test_an_excerpt_is_cut_between_words_where_most_of_the_words_are():
    text = "design " + "mot " * 200 + "un design de service pour tous " + "mot " * 200
    shown = excerpt(text, Typed.read("design service"))
    assert "<mark>design</mark> de <mark>service</mark>" in shown
    assert shown.startswith("… mot")
    assert shown.endswith("mot …")
    assert len(shown) < AROUND + 60


def test_an_excerpt_of_a_text_that_says_nothing_of_it_is_its_beginning():
    text = "mot " * 200
    assert excerpt(text, Typed.read("design")).startswith("mot mot")
    assert excerpt("", Typed.read("design")) == ""
    assert excerpt("court", Typed()) == "court"


def test_a_text_without_a_blank_is_cut_all_the_same():
    assert len(excerpt("x" * 5000, Typed.read("design"))) < AROUND + 10
