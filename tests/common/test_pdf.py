"""The PDF renderer: what it refuses to read, what it keeps, what it gives."""

import base64
import multiprocessing
import os
import re
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from weasyprint import HTML

from common.pdf.fonts import Face, cut_faces
from common.pdf.renderer import PaperError, PdfRenderer
from frontend.assets import font_file
from tests.pdf_tools import attachments, text_of

SOURCE = "atkinson-hyperlegible-next-latin-wght-normal.woff2"


@pytest.fixture(scope="module")
def workshop(tmp_path_factory):
    """A folder with a style sheet, one picture and a renderer that may read them."""
    folder = tmp_path_factory.mktemp("paper")
    (folder / "secret.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "mark.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
        "<rect width='9' height='9' fill='red'/></svg>"
    )
    (folder / "paper.css").write_text("html { font: 400 10pt Words } @page { size: A5 }")
    return folder


@pytest.fixture(scope="module")
def renderer(workshop):
    return PdfRenderer(
        css=workshop / "paper.css",
        faces=[Face("Words", 400, font_file(SOURCE), {"wght": 400})],
        assets={"mark.svg": workshop / "mark.svg"},
        font_folder=workshop / "fonts",
    )


def page(body, head=""):
    return f"<!doctype html><html lang=fr><head><title>Papier</title>{head}</head><body>{body}"


def nested(svg):
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


ATTACKS = {
    "image": page('<img src="{url}" alt="">'),
    "style sheet": page("x", '<link rel="stylesheet" href="{url}">'),
    "import": page("x", '<style>@import url("{url}");</style>'),
    "font": page(
        "<p style='font-family: Stolen'>x",
        "<style>@font-face{font-family:Stolen;src:url({url})}</style>",
    ),
    "background": page('<div style="width:9px;height:9px;background:url({url})">x</div>'),
    "generated content": page("x", "<style>body::before{content:url({url})}</style>"),
    "object": page('<object data="{url}"></object>'),
    "embed": page('<embed src="{url}">'),
    "inline SVG": page(
        '<svg width="9" height="9"><image href="{url}" width="9" height="9"/></svg>'
    ),
    "attachment": page("x", '<link rel="attachment" href="{url}">'),
    "attached link": page('<a rel="attachment" href="{url}">x</a>'),
    "base": page('<img src="x.png" alt="">', '<base href="{url}/">'),
}
SECRETS = [
    "{spy}",
    "file:///etc/passwd",
    "FILE:/etc/passwd",
    "ftp://127.0.0.1/x",
    "asset:secret.svg",
]
SECRETS += ["asset:../secret.svg", "asset:mark.svg/../secret.svg", "ASSET:secret.svg"]


@pytest.mark.parametrize("address", SECRETS)
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_a_paper_that_reads_outside_its_assets_is_refused(renderer, spy, attack, address):
    html = attack.replace("{url}", address.replace("{spy}", spy.url))

    with pytest.raises(PaperError):
        renderer.render(html)

    assert spy.hits == []


def test_the_same_attack_reaches_the_network_without_our_fetcher(spy):
    """The negative control: WeasyPrint's own fetcher opens what ours refuses."""
    html = ATTACKS["image"].replace("{url}", spy.url)

    HTML(string=html).write_pdf()

    assert spy.hits


def test_an_address_hidden_in_a_picture_is_refused_too(renderer, spy):
    picture = nested(
        f"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
        f"<image href='{spy.url}' width='9' height='9'/></svg>"
    )

    with pytest.raises(PaperError):
        renderer.render(page(f'<img src="{picture}" alt="">'))

    assert spy.hits == []


def test_a_refusal_leaves_the_renderer_ready_for_the_next_paper(renderer):
    with pytest.raises(PaperError):
        renderer.render(page('<img src="file:///etc/passwd" alt="">'))

    pdf = renderer.render(page('<p>Bonjour<img src="asset:mark.svg" alt="marque">'))

    assert "Bonjour" in text_of(pdf)
    assert attachments(pdf) == []


def test_a_paper_of_the_wrong_length_is_refused(renderer):
    two = page('<p>un<p style="break-before: page">deux')

    assert len(PdfReader(BytesIO(renderer.render(two, pages=2))).pages) == 2
    with pytest.raises(PaperError, match="2 pages were drawn instead of 1"):
        renderer.render(two, pages=1)


def test_a_font_that_cannot_be_read_stops_the_press(workshop):
    css = workshop / "broken.css"
    css.write_text(
        "@font-face { font-family: Lost; src: url(asset:lost.ttf) } html { font: 9pt Lost }"
    )

    with pytest.raises(PaperError, match=r"lost\.ttf"):
        PdfRenderer(css=css, font_folder=workshop / "fonts").render(page("x"))


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_forked_worker_has_its_own_press_and_leaves_its_parents_fonts_alone(renderer):
    before = renderer.render(page("<p>parent"))
    results = multiprocessing.get_context("fork").Queue()
    worker = multiprocessing.get_context("fork").Process(
        target=lambda: results.put((os.getpid(), renderer.render(page("<p>parent"))))
    )
    worker.start()
    number, drawn = results.get(timeout=30)
    worker.join(timeout=30)

    assert number != os.getpid()
    assert drawn == before
    assert renderer.render(page("<p>parent")) == before


def test_faces_are_cut_once_and_hold_a_narrow_space(tmp_path):
    face = Face("Words", 700, font_file(SOURCE), {"wght": 700})

    (path,) = cut_faces([face], tmp_path).values()
    first = path.stat().st_mtime_ns
    assert list(cut_faces([face], tmp_path).values()) == [path]

    font = TTFont(path)
    assert path.stat().st_mtime_ns == first
    assert "fvar" not in font
    assert font["OS/2"].usWeightClass == 700
    assert font.getBestCmap()[0x202F] == font.getBestCmap()[0x20]
    assert list(tmp_path.iterdir()) == [path]


def test_another_weight_is_another_file():
    light, bold = (Face("Words", 400, font_file(SOURCE), {"wght": w}) for w in (400, 700))

    assert light.key != bold.key
    assert re.fullmatch(r"font-[0-9a-f]{16}\.ttf", light.key)
