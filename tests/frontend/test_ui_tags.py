"""Icons, phases, tags, gauges, ribbons: small strings, escaped, from closed lists."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError, engines

from frontend import assets
from frontend.phases import PHASES
from frontend.templatetags import ui

DAYS = [
    [{"phase": "immersion", "minutes": 165}, {"phase": "partage", "minutes": 45}],
    [SimpleNamespace(phase="immersion", minutes=150)],
]


def shown(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(context)


def test_an_icon_is_drawn_from_the_sprite_and_silent():
    html = shown('{% icon "check" %}')
    assert '.svg#check"' in html
    assert 'aria-hidden="true"' in html


def test_an_unknown_icon_is_refused_with_the_remedy():
    with pytest.raises(TemplateSyntaxError, match=r"icons\.json"):
        shown('{% icon "chekc" %}')


@pytest.mark.parametrize("key", PHASES)
def test_a_phase_has_its_colour_its_icon_and_its_word(key):
    html = shown("{% phase key %}", key=key)
    assert f'data-phase="{key}"' in html
    assert f"#{PHASES[key].icon}" in html
    assert str(PHASES[key].word) in html


def test_words_that_come_from_data_are_escaped():
    evil = '"><script>alert(1)</script>'
    for source in ('{% tag "good" "check" x %}', "{% marker x %}", "{% initials x %}"):
        assert "<script" not in shown(source, x=evil)


def test_a_tone_outside_the_list_is_refused():
    with pytest.raises(TemplateSyntaxError, match="Unknown tone"):
        shown('{% tag "green" "check" "Fait" %}')


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Maud Cassagne", "MC"), ("Jean-Yves Hoareau", "JY"), ("Ô", "Ô"), ("  ", "")],
)
def test_initials_are_the_first_two_of_a_name(name, letters):
    assert f">{letters}<" in shown("{% initials name %}", name=name)


def test_a_gauge_with_a_band_frames_it_and_hatches_who_has_not_answered():
    html = shown("{% gauge value=31 max=45 min_=35 max_=40 pending=5 tone='wait' %}")
    assert "--v:31;--max:45;--lo:35;--hi:40;--w:5" in html
    assert "<em></em>" in html
    assert "<em>" not in shown("{% gauge value=31 max=45 min_=35 max_=40 %}")


def test_a_plain_gauge_has_one_notch_a_seat_when_asked():
    assert 'class="bar seats"' in shown("{% gauge 29 38 seats=True %}")
    assert 'class="bar"' in shown("{% gauge 88 200 %}")


def test_an_empty_scale_draws_an_empty_bar():
    assert "--v:0;--max:1" in shown("{% gauge 0 0 %}")


def test_a_ribbon_is_as_long_as_its_minutes_and_parts_its_days():
    html = shown("{% ribbon days %}", days=DAYS)
    assert html.count("<i ") == 3
    assert html.count("<b></b>") == 1
    assert 'data-phase="immersion" style="--m:165"' in html


def test_a_ribbon_says_its_words_longest_first():
    words = shown("{% ribbon_words days %}", days=DAYS).replace("\u00a0", " ")
    assert words == "immersion 5 h 15, partage 45 min"
    key = shown("{% ribbon_key days %}", days=DAYS)
    assert key.index("Immersion") < key.index("Partage")


def test_one_day_is_one_inked_box_and_long_modules_show_three():
    assert "date-boxes one" in shown("{% date_boxes days %}", days=[date(2027, 3, 25)])
    html = shown("{% date_boxes days %}", days=[date(2027, 3, day) for day in (15, 16, 17, 18)])
    assert html.count('class="date-box"') == 3
    assert "15, 16, 17 et 18" in html


@pytest.mark.parametrize(
    ("number", "shown_numbers"),
    [(1, [1, 2, 0, 12]), (5, [1, 0, 4, 5, 6, 0, 12]), (12, [1, 0, 11, 12]), (2, [1, 2, 3, 0, 12])],
)
def test_long_lists_show_the_near_pages_and_both_ends(number, shown_numbers):
    assert ui.page_numbers(Paginator(range(480), 40).page(number)) == shown_numbers


def test_a_missing_build_says_what_to_run(monkeypatch, tmp_path):
    monkeypatch.setattr(assets, "BUILD", tmp_path)
    monkeypatch.setattr(assets, "manifest", assets._read_manifest)
    with pytest.raises(ImproperlyConfigured, match="make setup"):
        assets._find_built_url("icons.svg")
    assert shown('{% stylesheet_if_built "main.ts" %}') == ""


def test_the_build_gives_styles_early_fonts_and_one_module_script():
    html = shown('{% vite_asset "main.ts" %}')
    assert html.count('rel="stylesheet"') == 1
    assert html.count('as="font"') == 2
    assert html.count('<script type="module"') == 1


def test_asking_for_a_source_that_is_not_built_names_it():
    with pytest.raises(ImproperlyConfigured, match=r"other\.ts"):
        assets.built_url("islands/other.ts")
