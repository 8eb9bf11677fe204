"""The papers of an edition: real renders, read back."""

import re
from datetime import time
from io import BytesIO

import pikepdf
import pytest
from pypdf import PdfReader

from modules.exchange.papers.booklet import booklet
from modules.exchange.papers.programme import programme
from modules.exchange.papers.running_order import running_order
from modules.programmes.models import Activity, Day, Module, Revision, Sequence
from tests.learning.builders import a_revision
from tests.modules.exchange.builders import a_full_revision
from tests.pdf_tools import text_of

pytestmark = pytest.mark.django_db
A4, A4_LANDSCAPE, A5 = (595, 842), (842, 595), (420, 595)


def said(pdf: bytes) -> str:
    """Return the words of a paper, its soft hyphens and no-break spaces made plain."""
    text = re.sub(r"[\u00a0\u202f]", " ", text_of(pdf))
    return re.sub(r"(?<=\w)[-\u2010\u00ad] (?=[a-zé])", "", text)


def sizes(pdf: bytes) -> set[tuple[int, int]]:
    pages = PdfReader(BytesIO(pdf)).pages
    return {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages}


def alternatives(pdf: bytes) -> list[str]:
    document = pikepdf.open(BytesIO(pdf))
    return [
        str(item.Alt)
        for item in document.objects
        if isinstance(item, pikepdf.Dictionary) and "/Alt" in item
    ]


def test_the_running_order_tells_every_sequence_with_its_time_material_roles_and_notes():
    revision = a_full_revision()

    pdf = running_order(revision)

    text = said(pdf)
    assert sizes(pdf) == {A4_LANDSCAPE}
    for sequence in Sequence.objects.filter(day__revision=revision):
        assert sequence.title in text
        assert f"{sequence.starts.hour} h {sequence.starts.minute:02d}" in text
        assert sequence.get_phase_display() in text
    for words in (
        "Feutres Gommettes", "Lou ouvre", "Garder la porte ouverte.", "écoutent", "Groupe A",
        "Groupe B", "Corrigé", "équipe seulement", "Déjeuner, 1 h 30",
        "Les participants font 6 h et écoutent 1 h", "Jour 2",
    ):  # fmt: skip
        assert words in text, words


def test_the_programme_of_three_days_holds_on_one_page_and_hides_what_trainers_keep():
    revision = a_revision()
    Sequence.objects.filter(day__revision=revision).update(trainer_notes="Secret", purpose="Voir")

    pdf = programme(revision)

    text = said(pdf)
    assert (len(PdfReader(BytesIO(pdf)).pages), sizes(pdf)) == (1, {A4})
    assert "Secret" not in text
    assert "Jour 1" in text
    assert "9 h 00 – 10 h 00" in text
    assert "Immersion 1" in text
    assert "Avant de venir (2 h, en ligne)" in text


def test_a_fourth_day_goes_on_a_second_page():
    pdf = programme(a_revision(days=4))

    assert len(PdfReader(BytesIO(pdf)).pages) == 2
    assert "Jour 4" in said(pdf)


def test_a_day_of_many_short_sequences_with_long_titles_still_holds_on_one_page():
    revision = a_revision(days=3)
    for day in revision.days.all():
        day.sequences.all().delete()
        for number in range(48):
            Sequence.objects.create(
                day=day, title=f"Une séquence au titre vraiment très long, la numéro {number}",
                starts=time(9 + number // 6, number % 6 * 10), minutes=10, phase="test",
            )  # fmt: skip

    pdf = programme(revision)

    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    assert "la numéro 47" in said(pdf)


def test_the_booklet_holds_every_text_with_pictures_credits_and_page_numbers():
    revision = a_full_revision()

    pdf = booklet(revision)

    text = said(pdf)
    assert sizes(pdf) == {A5}
    for words in (
        "Livret · édition #1", "Sommaire", "Le programme", "Crédits et licences", "Voir",
        "Le mur & le sol.", "Le mur du lundi", "Film à ouvrir en ligne : terrain.mp4",
        "Transcription Bonjour.", "Ce contenu interactif se fait en ligne",
        "https://essai.example/ailleurs", "Atelier d’essai",
        "terrain.mp4 (fichier) : CC BY-NC-ND 4.0", "Un salut (contenu interactif) : CC BY-SA 4.0",
    ):  # fmt: skip
        assert words in text, words
    assert "Un mur de papiers" in alternatives(pdf)
    assert re.search(r"Crédits et licences[ .]+\d+", text)


def test_only_the_trainers_booklet_says_what_trainers_read():
    revision = a_full_revision()

    participants, trainers = said(booklet(revision)), said(booklet(revision, with_notes=True))

    for words in ("Réponses du quiz.", "Garder la porte ouverte.", "Feutres", "Corrigé"):
        assert words not in participants
        assert words in trainers


def test_a_page_number_of_the_contents_is_the_page_of_the_chapter():
    pdf = booklet(a_full_revision())
    pages = [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]
    contents = next(page for page in pages if page.startswith("Sommaire"))
    found = re.search(r"Jour 2, Journée 2[ .]+(\d+)", contents)
    assert found is not None

    assert "Jour 2 Journée 2" in pages[int(found[1]) - 1]


@pytest.mark.parametrize("draw", [running_order, programme, booklet])
def test_papers_are_tagged_french_and_named_with_their_fonts_inside(draw):
    document = pikepdf.open(BytesIO(draw(a_full_revision())))

    assert document.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in document.Root
    assert str(document.Root.Lang) == "fr"
    assert "Réenchantez l’action publique, édition #1" in document.open_metadata()["dc:title"]
    fonts = [one for one in document.objects if _is_font(one)]
    assert fonts
    assert all("/FontFile2" in one.FontDescriptor for one in fonts)


def _is_font(item: object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and "/FontDescriptor" in item


@pytest.mark.parametrize("draw", [running_order, programme, booklet])
def test_a_draft_says_so_and_an_empty_one_can_be_printed(draw):
    revision = a_revision(days=1, required_half_days=1)
    Revision.objects.filter(pk=revision.pk).update(state="draft", published_at=None)
    Day.objects.all().delete()

    assert draw(revision).startswith(b"%PDF")
    Day.objects.create(revision=revision, position=1, title="Seule")
    assert "brouillon" in said(draw(revision))


def test_nothing_that_people_write_is_taken_for_markup():
    revision = a_revision(days=1, required_half_days=1)
    Module.objects.update(title="<b>Gras</b> & co")
    Sequence.objects.update(title="<i>Séquence</i>", trainer_notes="<script>1</script>")
    Activity.objects.update(title="<u>Activité</u>")

    for draw in (running_order, programme, booklet):
        assert "<b>Gras</b> & co" in said(draw(revision))
