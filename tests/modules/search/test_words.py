"""Words are compared by their French stems, accents or not."""

import pytest

from modules.search.text import plain
from modules.search.words import fold, index_line, stem, stems_of


@pytest.mark.parametrize(
    "family",
    [
        "politique politiques Politiques",
        "public publics publique publiques",
        "expérimenter expérimentation expérimentées experimentees",
        "évaluer évaluation évaluée evaluee évalués",
        "usager usagers usagère usage",
        "créatif créative créatives",
        "lieu lieux",
        "réseau réseaux RESEAU",
    ],
)
def test_the_words_of_a_family_have_one_stem(family):
    assert len({stem(fold(word)) for word in family.split()}) == 1


def test_words_that_look_alike_are_not_confused():
    stems = {stem(fold(word)) for word in ("expérience", "expérimentation", "expert", "expédier")}
    assert len(stems) == 4


def test_elisions_and_common_words_are_left_out():
    assert stems_of("L’action publique, qu’on l'évalue") == stems_of("action publique evaluer")


def test_a_ligature_is_two_letters_and_a_loose_accent_belongs_to_its_letter():
    assert stems_of("Cœur") == stems_of("coeur")
    assert stems_of("re\u0301cit") == stems_of("récit") == stems_of("recit")


def test_an_index_keeps_letters_and_digits_only():
    line = index_line("L’œuvre « n° 3 » : 12,5 % & (test:*) | !'\"; DROP – Ωμέγα 🎈 2030")
    assert set(line) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert "2030" in line


def test_the_text_of_html_has_its_words_apart_and_its_pictures_told():
    html = (
        "<h2>Aller voir</h2><p>Un <strong>récit</strong>s &amp; deux</p><ul><li>un</li><li>point"
        '</li></ul><img src="x" alt="Le guichet"><script>alert(1)</script>'
    )
    assert plain(html) == "Aller voir Un récits & deux un point Le guichet"
