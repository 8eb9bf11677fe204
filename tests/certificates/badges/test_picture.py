"""The picture: a ribbon round a hexagon, the same for the same module, safe to show anywhere."""

import re
from io import BytesIO
from xml.dom.minidom import parseString

import pytest
from PIL import Image

from certificates.badges.picture import Patch, png_of, spans, svg_of
from tests.certificates.facts import award_facts

DAYS = award_facts()["ribbon"]


def drawn(days=DAYS, *, title="Titre", is_participation=False, is_demo=False):
    patch = Patch(days, is_participation=is_participation, is_demo=is_demo)
    return svg_of(patch, title=title, description="Description")


def test_each_half_day_of_a_three_day_module_is_a_side():
    found = spans(DAYS)
    starts = {round(span.start * 6, 6) for span in found}

    assert [span.phase for span in found] == [piece["phase"] for day in DAYS for piece in day]
    assert {0, 1, 2, 3, 4, 5} <= starts
    assert found[-1].end == pytest.approx(1)


def test_a_sequence_is_as_long_as_its_share_of_the_half_day():
    first, second = spans(DAYS)[:2]

    assert (first.end - first.start) * 210 * 6 == pytest.approx(45)
    assert (second.end - second.start) * 210 * 6 == pytest.approx(165)


@pytest.mark.parametrize("days", [[], [[]], DAYS[:1], DAYS[:2], DAYS * 2])
def test_any_ribbon_gives_a_picture(days):
    image = Image.open(BytesIO(png_of(drawn(days))))

    assert image.size == (600, 600)
    # Nothing round the patch, something in it: it may lie on a light page or a dark one.
    assert image.convert("RGBA").getpixel((2, 2))[3] == 0
    assert image.convert("RGBA").getpixel((300, 560))[3] == 255


def test_the_same_module_gives_the_same_bytes():
    assert drawn() == drawn()
    assert png_of(drawn()) == png_of(drawn())
    assert len({drawn(), drawn(is_participation=True), drawn(is_demo=True), drawn(DAYS[:2])}) == 4


def test_a_hostile_title_is_only_text():
    shown = "</title><script>alert(1)</script>&amp;]]>"
    # Nor what turns a line round, nor what XML forbids; an emoji has no place on a paper.
    svg = drawn(title=f"\u202e{shown}\x07\ufffe🙂")

    assert parseString(svg.encode()).getElementsByTagName("title")[0].firstChild.data == shown
    assert not parseString(svg.encode()).getElementsByTagName("script")
    assert png_of(svg)


def test_the_picture_asks_for_nothing_outside_itself():
    addresses = re.findall(r"(?:href|src|url)\s*[=(]\s*['\"]?([^'\")\s>]+)", drawn(is_demo=True))

    assert addresses
    assert all(address.startswith("#p-") for address in addresses)
    assert "<text" not in drawn(is_demo=True)
