"""What a design changes of a paper: real renders, read back."""

from io import BytesIO

import pikepdf
import pytest
from pypdf import PdfReader

from certificates.awards.pdf import render_award
from certificates.designs.look import Look, Signatory
from common.pdf.renderer import PaperError
from tests.certificates.facts import VERIFY_URL, award_facts, fill_texts
from tests.certificates.looks import a_whole_look
from tests.pdf_tools import attachments, text_of

OBJECTIVES = ["Observer un usage réel", "Fabriquer un prototype en une demi-journée"]
RESULTS = [{"title": "Étude de cas", "outcome": "acquis"}]


def paper(look=None, pictures=None, **changes):
    facts = award_facts(**changes)
    if look is not None:
        facts["look"] = look.frozen(design=1, version=2)
    return render_award(facts, verify_url=VERIFY_URL, picture=(pictures or {}).__getitem__)


def training(**learnt):
    facts = award_facts() | {"kind": "training_attestation", "objectives": OBJECTIVES, **learnt}
    return render_award(facts, verify_url=VERIFY_URL)


def alternatives(pdf):
    document = pikepdf.open(BytesIO(pdf))
    return {
        str(item.Alt).replace("\u00a0", " ")
        for item in document.objects
        if isinstance(item, pikepdf.Dictionary) and "/Alt" in item
    }


def test_a_design_gives_its_logos_signatures_words_and_mention():
    look, pictures = a_whole_look()
    pdf = paper(look, pictures)
    text = text_of(pdf)

    assert {"Ville de Montbrune", "Signature de Hélène Quiniou"} <= alternatives(pdf)
    assert "La 27e Région et ses partenaires attestent que Maud Cassagne a suivi ce module." in text
    assert "Jean Auzoux" in text
    assert "directeur de l’institut" in text
    assert "Action financée par le fonds d’innovation." in text
    assert "Je soussigné" not in text


def test_an_archive_lets_no_reader_smooth_its_pictures():
    look, pictures = a_whole_look()
    document = pikepdf.open(BytesIO(paper(look, pictures)))
    drawn = [
        item
        for item in document.objects
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
    ]

    assert len(drawn) >= 3
    assert not any(item.get("/Interpolate") for item in drawn)


def test_two_who_sign_attest_together():
    look = Look(signatories=(Signatory("Hélène Quiniou", "directrice"), Signatory("Jean Auzoux")))

    assert (
        "Nous soussigné·es Hélène Quiniou, directrice et Jean Auzoux, pour La 27e Région, "
        "attestons que Maud Cassagne a suivi" in text_of(paper(look))
    )


def test_facts_frozen_before_there_were_designs_are_drawn_with_the_usual_look():
    assert paper() == paper(Look())


def test_an_attestation_of_training_tells_objectives_and_no_result_where_there_was_none():
    text = text_of(training())

    assert "Attestation de fin de formation" in text
    assert "Nature et durée Action de formation Durée suivie : 17 h 30 sur 21 h" in text
    assert all(objective in text for objective in OBJECTIVES)
    assert "Résultats" not in text
    assert "Organisme : La 27e Région, 4 rue la Vacquerie" in text


def test_an_attestation_of_training_tells_the_results_of_an_assessment():
    text = text_of(training(results=RESULTS))

    assert "Résultats de l’évaluation des acquis Étude de cas : acquis" in text


@pytest.mark.parametrize(
    "objectives", [["Observer " * 40] * 30, ["W" * 300] * 5, ["", " "], ["محمد بن عبد الله"] * 12]
)
def test_any_list_of_objectives_stays_on_one_page(objectives):
    pdf = training(objectives=objectives, results=RESULTS * 12)

    assert len(PdfReader(BytesIO(pdf)).pages) == 1


@pytest.mark.parametrize(
    "attack",
    [
        '<img src="file:///etc/passwd">',
        '"><object data="{spy}"></object>',
        "x'); background: url({spy})",
        "{% include 'base.html' %}{{ organisme }}",
    ],
)
def test_hostile_words_of_a_design_are_printed_and_nothing_is_fetched(attack, spy):
    text = attack.replace("{spy}", spy.url)
    look, pictures = a_whole_look()
    facts = award_facts() | {
        "kind": "training_attestation", "objectives": [text] * 3,
        "results": [{"title": text, "outcome": text}], "look": look.frozen(),
    }  # fmt: skip
    pdf = render_award(fill_texts(facts, text), verify_url=VERIFY_URL, picture=pictures.__getitem__)

    assert spy.hits == []
    assert attachments(pdf) == []
    assert b"root:" not in pdf
    assert len(PdfReader(BytesIO(pdf)).pages) == 1


def test_a_name_that_looks_like_a_placeholder_is_not_read_again():
    look, pictures = a_whole_look()
    pdf = paper(look, pictures, beneficiary={"first_name": "{{ organisme }}"})

    assert "attestent que {{ organisme }} Cassagne a suivi" in text_of(pdf)


def test_a_picture_that_is_no_picture_stops_the_paper():
    look, pictures = a_whole_look()

    with pytest.raises(PaperError):
        paper(look, dict.fromkeys(pictures, b"not a picture"))
