"""Dates, hours, durations and numbers in words."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from django.utils import timezone, translation

from frontend import formats


def shown(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load dates %}" + source).render(context)


def plain(text: str) -> str:
    """No-break spaces as spaces: their places have a test of their own."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture(params=["fr", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.mark.parametrize(
    ("source", "french", "english"),
    [
        ("{{ day|jour }}", "mardi 3 mars 2026", "Tuesday 3 March 2026"),
        ("{{ day|jour_court }}", "mar. 3 mars", "Tue 3 Mar"),
        ("{{ day|date_simple }}", "3 mars 2026", "3 March 2026"),
        ("{{ day|mois }}", "mars 2026", "March 2026"),
        ("{{ first|jour }}", "mercredi 1er avril 2026", "Wednesday 1 April 2026"),
        ("{{ nine|heure }}", "9 h 00", "9:00"),
        ("{% plage nine noon %}", "9 h 00 – 12 h 30", "9:00 – 12:30"),
        ("{{ 210|duree }}", "3 h 30", "3 h 30"),
        ("{{ 1260|duree }}", "21 h", "21 h"),
        ("{{ 45|duree }}", "45 min", "45 min"),
        ("{{ 1248|nombre }}", "1 248", "1,248"),
        ("{{ 1.5|nombre }}", "1,5", "1.5"),
        ("{{ 3|ordinal }}", "3ᵉ", "3rd"),
        ("{{ 1|ordinal }}", "1ʳᵉ", "1st"),
        ("{{ 1|ordinal:'m' }}", "1ᵉʳ", "1st"),
        ("{{ 11|ordinal }}", "11ᵉ", "11th"),
        ("place{{ 0|pluriel }}", "place", "places"),
        ("place{{ 1|pluriel }}", "place", "place"),
        ("place{{ 2|pluriel }}", "places", "places"),
        ("{{ 2|pluriel:'cheval,chevaux' }}", "chevaux", "chevaux"),
    ],
)
def test_words_in_both_languages(language, source, french, english):
    words = shown(
        source, day=date(2026, 3, 3), first=date(2026, 4, 1), nine=time(9), noon=time(12, 30)
    )
    assert plain(words) == (french if language == "fr" else english)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([date(2027, 3, 18), date(2027, 3, 16), date(2027, 3, 17)], "16, 17 et 18 mars 2027"),
        ([date(2027, 3, 25)], "25 mars 2027"),
        ([date(2027, 3, 30), date(2027, 3, 31), date(2027, 4, 1)], "30, 31 mars et 1er avril 2027"),
        ([date(2026, 12, 30), date(2027, 1, 6)], "30 décembre 2026 et 6 janvier 2027"),
        ([], ""),
    ],
)
def test_a_list_of_days_says_the_month_and_the_year_once(days, words):
    assert plain(shown("{% dates_list days %}", days=days)) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2027, 3, 16), date(2027, 3, 18), "du mardi 16 au jeudi 18 mars 2027"),
        (date(2027, 3, 31), date(2027, 4, 1), "du mercredi 31 mars au jeudi 1er avril 2027"),
        (date(2026, 12, 31), date(2027, 1, 4), "du jeudi 31 décembre 2026 au lundi 4 janvier 2027"),
        (date(2027, 3, 16), date(2027, 3, 16), "mardi 16 mars 2027"),
    ],
)
def test_a_span_of_days_says_what_changes(first, last, words):
    assert plain(shown("{% du_au first last %}", first=first, last=last)) == words


def test_hours_are_those_of_the_active_time_zone():
    at = datetime(2027, 3, 16, 22, 30, tzinfo=UTC)
    with timezone.override(ZoneInfo("Indian/Reunion")):
        assert plain(shown("{{ at|jour_heure }}", at=at)) == "mercredi 17 mars 2027, 2 h 30"
        assert plain(shown("{% plage at at %}", at=at)) == "2 h 30 – 2 h 30"
    with timezone.override(ZoneInfo("America/Guadeloupe")):
        assert plain(shown("{{ at|jour }}", at=at)) == "mardi 16 mars 2027"


def test_numbers_and_hours_never_break_over_two_lines():
    assert formats.grouped(1248) == "1\u202f248"
    assert formats.hour(time(9)) == "9\u00a0h\u00a000"
    assert formats.duration(210) == "3\u00a0h\u00a030"


def test_what_is_not_known_shows_as_nothing():
    source = "{{ x|jour }}{{ x|heure }}{{ x|jour_heure }}{{ x|duree }}{{ x|nombre }}{{ x|ordinal }}"
    assert shown(source, x=None) == ""


def test_midnight_is_an_hour_like_another():
    assert plain(shown("{{ at|heure }}", at=time(0))) == "0 h 00"
