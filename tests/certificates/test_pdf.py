"""The paper of an award: real renders, read back as a stranger's tools read them."""

import gc
import re
from io import BytesIO
from itertools import chain
from urllib import parse

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from certificates.awards import fitting, ribbon
from certificates.awards.pdf import render_award
from tests.certificates.facts import VERIFY_URL, award_facts, fill_texts
from tests.pdf_tools import attachments, text_of

A4_LANDSCAPE = (842, 595)


def paper(**changes):
    return render_award(award_facts(**changes), verify_url=VERIFY_URL)


def test_the_certificate_carries_every_field_the_law_asks_for():
    text = text_of(paper())

    for field in (
        "Certificat de réalisation",
        "La 27e Région, 4 rue la Vacquerie, 75011 Paris, SIRET 123 456 789 00012",
        "déclaration d’activité 11 75 12345 75",
        "Je soussigné·e Hélène Quiniou, directrice de la formation, pour La 27e Région",
        "Maud Cassagne, directrice d’école",
        "Ville de Montbrune",
        "Réenchantez l’action publique, édition #4",
        "Action de formation",
        "du mardi 16 au jeudi 18 mars 2027",
        "17 h 30 sur 21 h",
        "Cité du design, 3 rue Javelin-Pagnon, 42000 Saint-Étienne",
        "Fait à Paris, le vendredi 19 mars 2027",
        "pendant trois ans à compter de la fin de l’année du dernier paiement",
        "reenchantez.example/verifier",
        "7K4M-Q29X-WBHT-3HTD",
        "86RN-PC5V-K9",
        "RAP-2027-000042",
        "Signature et cachet de l’organisme",
    ):
        assert field in text


def test_whole_hours_are_said_in_hours():
    assert "21 heures sur 21" in text_of(paper(minutes_attended=1260))


def test_a_sensitisation_day_gives_an_attestation_that_says_it_is_no_certificate():
    text = text_of(paper(kind="participation_attestation", ends_on="2027-03-16"))

    assert "Attestation de participation" in text
    assert "a participé à la journée de sensibilisation" in text
    assert "ne tient pas lieu de certificat de réalisation" in text
    assert "le mardi 16 mars 2027" in text
    assert "trois ans" not in text


def test_only_a_demonstration_carries_the_seal_that_says_so():
    seal = "Cachet de démonstration, sans valeur"

    assert seal in alternative_texts(paper(demo=True))
    assert seal not in alternative_texts(paper(demo=False))


def alternative_texts(pdf):
    document = pikepdf.open(BytesIO(pdf))
    return [
        str(item.Alt)
        for item in document.objects
        if isinstance(item, pikepdf.Dictionary) and "/Alt" in item
    ]


def test_a_screen_reader_gets_a_tagged_french_document_with_its_title():
    document = pikepdf.open(BytesIO(paper()))
    metadata = document.open_metadata()

    assert document.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in document.Root
    assert str(document.Root.Lang) == "fr"
    assert metadata["dc:title"] == "Certificat de réalisation, Maud Cassagne"
    assert document.Root.ViewerPreferences.DisplayDocTitle
    assert f"Code QR vers la page de vérification : {VERIFY_URL}" in [
        text.replace("\u00a0", " ") for text in alternative_texts(paper())
    ]


def test_the_name_and_the_fields_are_read_before_the_drawing():
    text = text_of(paper())

    assert text.index("Maud Cassagne") < text.index("Bénéficiaire") < text.index("Prototype")


def test_every_font_is_embedded_and_ours():
    fonts = PdfReader(BytesIO(paper())).pages[0]["/Resources"]["/Font"].values()
    names = set()
    for font in (font.get_object() for font in fonts):
        descendant = font["/DescendantFonts"][0].get_object()
        assert "/FontFile2" in descendant["/FontDescriptor"]
        names.add(re.sub(r"^/[A-Z]{6}\+", "", font["/BaseFont"]))

    assert {name.partition("-")[0] for name in names} == {"Display", "Text"}


def test_letters_from_beyond_western_europe_keep_their_shapes_and_their_text():
    pdf = paper(beneficiary={"first_name": "Łukasz", "last_name": "Şerbănescu"})

    assert "Łukasz Şerbănescu, directrice d’école" in text_of(pdf)
    bases = [
        font["/BaseFont"]
        for font in PdfReader(BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()
    ]
    assert len(bases) == len(set(bases)), "two fonts under one name: their letters get mixed up"


def test_the_printed_square_leads_to_the_check_page():
    pdf = paper()
    links = [str(note["/A"]["/URI"]) for note in PdfReader(BytesIO(pdf)).pages[0]["/Annots"]]

    assert links == [VERIFY_URL]


def test_the_same_facts_give_the_same_bytes():
    assert paper() == paper()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "W" * 300,
        "Réenchantez " * 40,
        "Anne-Charlotte-Philippine-Marie-Thérèse-de-la-Rochefoucauld-Montmorency-Laval",
        "محمد بن عبد الله",
        "\u202eתהפוך\u202c 🙂👩🏽‍🏫",  # noqa: RUF001
        "漢字" * 80,
        "\x00\x07 \ud800 nul",
        "a\n\n\nb\t" * 30,
    ],
    ids=[
        "empty",
        "wide",
        "many words",
        "hyphens",
        "arabic",
        "override",
        "ideograms",
        "nul",
        "lines",
    ],
)
def test_any_text_in_every_field_still_makes_exactly_one_page(text):
    pdf = render_award(fill_texts(award_facts(), text), verify_url=VERIFY_URL)
    pages = PdfReader(BytesIO(pdf)).pages

    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in pages] == [
        A4_LANDSCAPE
    ]


@pytest.mark.parametrize(
    "days",
    [
        [],
        [[]],
        [[{"phase": "test", "minutes": 5, "half": "am"}] * 40],
        [[{"phase": "idees", "minutes": 210, "half": "pm"}]] * 15,
    ],
    ids=["none", "empty day", "forty pieces", "fifteen days"],
)
def test_any_timetable_stays_inside_the_ribbon(days):
    for block in ribbon.blocks(days):
        assert float(block.left) + float(block.width) <= ribbon.WIDTH + 0.02
        assert float(block.top) + float(block.height) <= 191
        assert float(block.height) > 0
    assert len(PdfReader(BytesIO(paper(ribbon=days))).pages) == 1


def test_equal_times_have_equal_heights_whatever_the_day():
    days = award_facts()["ribbon"]
    heights = {
        block.height
        for block, piece in zip(ribbon.blocks(days), chain.from_iterable(days), strict=True)
        if piece["minutes"] == 75
    }

    assert len(heights) == 1


STEPS = (fitting.Step(10, 1), fitting.Step(25, 2), fitting.Step(33, 3))


@pytest.mark.parametrize(
    "text", ["o" * 15, "oo " * 30, "o" * 90, "ooo-" * 40, "W" * 400, "o " * 900]
)
def test_type_shrinks_until_the_text_holds_and_only_then_is_cut(text):
    number, kept = fitting.fit(text, STEPS)

    assert fitting.lines_of(kept, STEPS[number].ems) <= STEPS[number].lines
    if kept != text:
        assert number == 2
        assert fitting.lines_of(text, STEPS[2].ems) > STEPS[2].lines
        assert kept.endswith("…")
        assert text.startswith(kept[:-1])
    if number:
        assert fitting.lines_of(text, STEPS[number - 1].ems) > STEPS[number - 1].lines


@pytest.mark.parametrize(
    ("text", "lines"), [("", 1), ("oo oo", 1), ("oooooo oooooo oooooo", 3), ("o" * 40, 5)]
)
def test_words_move_down_whole_unless_longer_than_a_line(text, lines):
    assert fitting.lines_of(text, 4.9) == lines


def test_hidden_direction_marks_cannot_turn_a_name_round():
    assert fitting.printable("Maud \u202eengassaC\u202c") == "Maud engassaC"


@pytest.mark.parametrize(
    "attack",
    [
        '<img src="file:///etc/passwd">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<img src="{spy}">',
        '</title><style>@import url("{spy}");</style>',
        '"><object data="{spy}"></object>',
        "x'); background: url({spy})",
        "{% include 'base.html' %}",
    ],
)
def test_hostile_facts_are_printed_as_words_and_nothing_is_fetched(attack, spy):
    text = attack.replace("{spy}", spy.url)
    pdf = render_award(fill_texts(award_facts(), text), verify_url=VERIFY_URL)

    assert spy.hits == []
    assert attachments(pdf) == []
    assert b"root:" not in pdf
    assert re.sub(r"\s", "", text)[:12] in re.sub(r"\s", "", text_of(pdf))


def living_objects():
    parse.clear_cache()  # Python's own cache of split addresses, bounded
    gc.collect()
    return len(gc.get_objects())


def test_nothing_of_a_paper_stays_in_memory():
    def draw(numbers):
        for number in numbers:
            code = f"{number:026d}"
            render_award(award_facts(code=code), verify_url=f"https://reenchantez.example/{code}")

    draw(range(3))
    before = living_objects()
    draw(range(3, 13))

    assert living_objects() - before < 10  # less than one object a paper


def test_the_square_can_be_read_back():
    qr = next(image for image in PdfReader(BytesIO(paper())).pages[0].images)
    picture = Image.open(BytesIO(qr.data)).convert("L")
    cells = picture.width // 4

    assert picture.width == picture.height
    assert cells in range(29, 61, 4)  # a QR code has 17 + 4 × version cells a side
    corner = [picture.getpixel((x * 4 + 1, 1)) < 128 for x in range(8)]
    assert corner == [True] * 7 + [False]
