"""Charts: one specification gives the page's drawing, the paper's, the table and the file."""

import re
from base64 import b64decode
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from django.template import engines

from frontend.charts.drawing import legend_of, picture_of, svg_of
from frontend.charts.spec import Chart, Dot, Kind, Line, Look
from frontend.charts.telling import file_columns, words_of
from tests.frontend.sample_charts import ALL, BARS, CURVE, FIRST, LAST, REGIONS, TILES, TODAY


def shown(chart):
    source = "{% load charts %}{% chart spec '/f.csv' level=3 %}"
    return engines["django"].from_string(source).render({"spec": chart})


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.key)
def test_a_drawing_is_well_formed_and_says_what_data_says_as_text(chart):
    for drawing in (svg_of(chart), svg_of(chart, width=520)):
        words = [one.text for one in ElementTree.fromstring(drawing).iter() if one.text]
        assert "<script" not in drawing
        assert ("Montbrune <juin>" in words) == (chart is BARS)


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.key)
def test_a_page_has_the_finding_the_drawing_the_table_and_its_file(chart):
    html = shown(chart)
    assert f'<h3 id="{chart.key}-title">{chart.title}</h3>' in html
    assert f"<caption>{chart.table.caption}</caption>" in html
    assert 'href="/f.csv"' in html
    assert html.count("<svg") >= 1
    assert " style=" not in html


def test_every_bar_and_tile_leads_to_who_makes_it_in_the_page_and_not_on_paper():
    for chart, links in ((BARS, ["/c/paris/", "/c/montbrune/"]), (TILES, ["/r/53/", "/r/76/"])):
        assert re.findall(r'<a href="([^"]+)"', svg_of(chart)) == links
        assert "<a " not in svg_of(chart, width=520)
    link = re.search(r"<a .*?</a>", svg_of(BARS)).group(0)
    assert " ".join(re.sub("<[^>]+>", "", link).split()) == "Paris, mars 38 dans la fourchette"
    assert "<title>Bretagne : 88 personnes</title>" in svg_of(TILES)


def test_a_label_too_long_to_draw_is_cut_there_and_whole_in_its_name():
    long = "École nationale supérieure des métiers du service public"
    bars = replace(BARS, bars=(replace(BARS.bars[0], label=long),))
    drawing = svg_of(bars)
    assert f">{long}</text>" not in drawing
    assert f"<title>{long} 38 dans la fourchette</title>" in drawing


def test_a_curve_is_silent_and_its_days_stay_out_of_the_keyboard_s_way():
    drawing = svg_of(CURVE)
    assert 'aria-hidden="true"' in drawing
    assert drawing.count("<a ") == drawing.count('tabindex="-1"') == 1


def test_the_curve_goes_from_the_first_day_to_the_last_at_its_own_scale():
    path = re.search(r'd="M0\.0 ([\d.]+) L1000\.0 ([\d.]+)" class="target"', svg_of(CURVE))
    bottom, top = (float(value) for value in path.groups())
    assert (bottom, top) == (262, 34)
    wide = re.search(r'L520\.0 34\.0" class="target"', svg_of(CURVE, width=520))
    assert wide


def test_a_small_count_is_graduated_by_whole_people():
    few = replace(
        CURVE, lines=(Line(Look.DONE, "formés", ((FIRST, 0), (TODAY, 3))),), ranges=(), flags=(),
        dots=(Dot(TODAY, 3, "3"),),
    )  # fmt: skip
    values = re.findall(r'class="s">(\d+)</text>', svg_of(few))
    assert values == ["1", "2", "3"]


@pytest.mark.parametrize("highest", [1, 7, 38, 99, 140, 1248, 20_001])
def test_the_highest_value_is_never_above_the_grid(highest):
    chart = replace(
        CURVE, lines=(Line(Look.DONE, "formés", ((FIRST, 0), (LAST, highest))),), ranges=()
    )
    last = re.search(r'L1000\.0 ([\d.]+)" class="done"', svg_of(chart))
    assert 34 <= float(last.group(1)) <= 148


def test_what_is_low_is_hatched_so_that_grey_says_it_too():
    drawing = svg_of(BARS, width=520)
    assert drawing.count('fill="url(#cohortes-hatch-over)"') == 1
    assert "stroke-dasharray:5 3" in svg_of(TILES, width=520)


def test_the_legend_names_every_sign_there_is_and_no_other():
    said = re.findall(r"</svg> ([^<]+)</li>", legend_of(CURVE))
    assert said == [
        "agents formés", "objectif : 2 000", "rythme tenu", "entre juin et novembre",
        "Ouverture de la saison 2",
    ]  # fmt: skip
    for words in said:
        assert f">{words}</text>" in svg_of(CURVE, width=520)
    assert legend_of(replace(BARS, band="", pending="", reference="")) == ""


def test_a_picture_for_a_paper_is_the_same_drawing():
    head, data = picture_of(TILES, width=520).split(",")
    assert head == "data:image/svg+xml;base64"
    assert b64decode(data).decode() == svg_of(TILES, width=520)


def test_the_table_and_the_file_tell_the_same_rows():
    html = shown(BARS)
    assert '<a href="/pilotage/?region=53&amp;au=2027-03-16">Bretagne</a>' in html
    assert "Guyane &lt;script&gt;" in html
    assert '<td class="n">7\u00a0%</td>' in html
    assert "<tfoot>" in html
    columns = file_columns(REGIONS)
    assert [title for title, _value in columns] == ["Région", "Formés", "Part (%)"]
    assert [[value(row) for _title, value in columns] for row in REGIONS.rows] == [
        ["Bretagne", 88, 7.0], ["Guyane <script>", 0, None],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "kind", "words"),
    [
        (None, Kind.COUNT, "–"), (1248, Kind.COUNT, "1\u202f248"), (34, Kind.GAP, "+34"),
        (-2, Kind.GAP, "−2"), (0.955, Kind.SHARE, "96\u00a0%"), ("Bretagne", Kind.TEXT, "Bretagne"),
        (date(2027, 3, 1), Kind.DAY, "1er\u00a0mars 2027"),
    ],
)  # fmt: skip
def test_a_cell_says_what_it_is(cell, kind, words):
    assert words_of(cell, kind) == words


def test_a_chart_of_no_known_kind_is_a_mistake():
    with pytest.raises(TypeError):
        svg_of(Chart(key="x", title="", method="", table=REGIONS))
