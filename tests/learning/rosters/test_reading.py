import pytest

from learning.rosters.mapping import guess, key_of
from learning.rosters.reading import (
    MOST_BYTES,
    MOST_LINES,
    RosterIsEmpty,
    RosterIsNotATable,
    RosterIsTooBig,
    read_table,
)
from learning.rosters.values import value_of
from tests.learning.rosters.files import ENCODINGS, SEPARATORS, TITLES, a_csv, an_xlsx, people


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_file_is_read_the_same_whatever_its_separator_and_encoding(separator, encoding):
    rows = [["Lefèvre", "Zoé", "zoe@essai.example", "Chargée", "FPT"]] * 3
    table = read_table(a_csv(rows, separator=separator).encode(encoding))
    assert table.headers == TITLES
    assert [row.cells for row in table.rows] == [tuple(row) for row in rows]
    assert [row.number for row in table.rows] == [2, 3, 4]


def test_a_spreadsheet_is_read_as_its_csv_would_be():
    rows = people(4)
    sheet, text = read_table(an_xlsx(rows)), read_table(a_csv(rows).encode())
    assert (sheet.headers, sheet.rows) == (text.headers, text.rows)


def test_a_number_of_a_spreadsheet_has_no_decimals():
    table = read_table(an_xlsx([["Roux", 35600000000048.0]], titles=("Nom", "SIRET")))
    assert table.rows[0].cells == ("Roux", "35600000000048")


def test_a_formula_is_text_and_nothing_computes_it():
    assert read_table(an_xlsx([["=1+1", "x"]], titles=("Nom", "Prénom"))).rows[0].cells[0] == "=1+1"


def test_quotes_hold_separators_quotes_and_ends_of_lines():
    text = 'Nom;Fonction\n"Roux; ""dite"" Rousse";"sur\ndeux lignes"\nBlanc;simple'
    rows = read_table(text.encode()).rows
    assert rows[0].cells == ('Roux; "dite" Rousse', "sur deux lignes")
    assert (rows[1].number, rows[1].cells) == (4, ("Blanc", "simple"))


def test_a_quote_never_closed_spoils_its_own_line_only():
    rows = read_table(b'Nom;Fonction\nRoux;a\n"Blanc;b\nNoir;c').rows
    assert [(row.number, row.problem and row.problem.code) for row in rows] == [
        (2, None), (3, "open_quote"), (4, None),
    ]  # fmt: skip


def test_blank_lines_are_passed_and_numbers_stay_those_of_the_file():
    rows = read_table(b"Nom;Fonction\n\n;\nRoux;a\n").rows
    assert [row.number for row in rows] == [4]


def test_the_separator_a_spreadsheet_wrote_first_is_believed():
    assert read_table(b"sep=|\nNom|Fonction, emploi\nRoux|a, b").rows[0].cells == ("Roux", "a, b")


def test_a_file_without_titles_loses_no_line():
    table = read_table("Roux;Lou;lou@essai.example\nBlanc;Léa;lea@essai.example".encode())
    assert table.headers == ("", "", "")
    assert [row.number for row in table.rows] == [1, 2]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"Nom;Pr\xe9nom\n"])
def test_a_file_without_data_says_so(data):
    with pytest.raises(RosterIsEmpty):
        read_table(data)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"\xd0\xcf\x11\xe0old", b"PK\x03\x04broken", b"a letter\nof words\n"]
)
def test_what_is_not_a_table_is_refused(data):
    with pytest.raises(RosterIsNotATable):
        read_table(data)


@pytest.mark.parametrize(
    "data",
    [b"a;b\n" + b"x" * MOST_BYTES, b"a;b\n" + b"x;y\n" * (MOST_LINES + 1), b";".join([b"a"] * 99)],
)
def test_more_than_one_sends_at_once_is_refused(data):
    with pytest.raises(RosterIsTooBig, match="Coupez-le"):
        read_table(data)


def test_usual_titles_are_recognised_and_the_school_s_own_choice_goes_first():
    headers = ["NOM", "Prénom(s)", "Adresse e-mail", "Poste occupé", "Direction"]
    assert guess(headers, {}) == {"last_name": 0, "first_name": 1, "email": 2, "service": 4}
    remembered = {key_of("Poste occupé"): "function", key_of("Direction"): ""}
    assert guess(headers, remembered) == {
        "last_name": 0, "first_name": 1, "email": 2, "function": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "word", "value"),
    [
        ("versant", "Fonction publique territoriale", "fpt"), ("versant", "État (FPE)", "fpe"),
        ("category", "A+", "a"), ("category", "Catégorie B", "b"), ("category", "", "none"),
        ("employment_status", "Contractuel·le", "contract"), ("versant", "Cinquième", None),
    ],
)  # fmt: skip
def test_people_s_words_are_understood(field, word, value):
    assert value_of(field, word) == value
