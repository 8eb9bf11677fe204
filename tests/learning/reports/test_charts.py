"""What the charts find, and that their tables add up to the figures."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.organisations.enums import Region
from accounts.users.enums import Versant
from frontend.charts.spec import Look, Tone
from learning.cohorts.models import Cohort
from learning.counting.enums import Dimension
from learning.enrolment.counting import with_people_counted
from learning.figures.filters import Filters
from learning.figures.queries import Step, figures_of
from learning.reports.aims import region_aims
from learning.reports.charts.cohorts import fill_chart
from learning.reports.charts.curve import Curve, curve_chart, curve_title
from learning.reports.charts.parts import parts_chart, years_chart
from learning.reports.charts.projection import last_months, projected
from learning.reports.charts.regions import regions_chart
from learning.reports.pace import pace_of
from learning.reports.queries import coming_cohorts
from learning.reports.rows import cohorts_adding_to, measures_of_cohorts
from learning.targets.enums import ScopeKind
from learning.targets.models import Target
from tests.learning.builders import a_cohort, an_enrolment, an_organisation
from tests.learning.figures.verdicts import TODAY, a_target, a_verdict, write_verdict

START, END, ON = date(2026, 1, 1), date(2027, 12, 31), date(2026, 12, 31)


def a_pace(count, lately=120, target=400, ends_on=END):
    return pace_of(
        count=count, lately=lately, target=target, starts_on=START, ends_on=ends_on, on=ON
    )


def a_projection(by_day, pace=None):
    return projected(pace=pace or a_pace(120), by_day=by_day, starts_on=START, ends_on=END, on=ON)


def monthly(*people):
    """Give so many people to each of the last months, the latest first."""
    return {ON - timedelta(days=round(30.44 * at) + 10): n for at, n in enumerate(people)}


def test_months_alike_leave_no_doubt_and_uneven_months_leave_much():
    steady = a_projection(monthly(*[10] * 12))
    assert all(low == pytest.approx(high) for _day, low, high in steady.band)
    uneven = a_projection(monthly(*[0, 20] * 6))
    _day, low, high = uneven.band[-1]
    assert low < 240 < high
    widths = [high - low for _day, low, high in uneven.band]
    assert widths == sorted(widths)


def test_the_band_says_between_when_and_when_the_target_is_reached():
    ahead = a_projection(monthly(*[0, 20] * 6), a_pace(300))
    assert ON < ahead.earliest < ahead.latest
    assert ahead.line == ((ON, 300), (a_pace(300).projected_on, 400.0))


def test_too_few_months_project_a_line_without_a_band():
    ahead = projected(
        pace=a_pace(40), by_day={}, starts_on=ON - timedelta(days=100), ends_on=END, on=ON
    )
    assert ahead.band == ()
    assert ahead.line


def test_nothing_is_projected_once_the_target_is_reached_or_its_time_is_over():
    assert a_projection({}, a_pace(400)).line == ()
    over = projected(pace=a_pace(40, ends_on=ON), by_day={}, starts_on=START, ends_on=ON, on=ON)
    assert over.line == ()


def test_each_of_the_last_twelve_months_counts_its_own_days():
    assert list(last_months(monthly(3, 1, 4), START, ON))[:4] == [3, 1, 4, 0]


@pytest.fixture
def figures(db):  # noqa: ARG001 - `db` gives access to the database
    school = an_organisation(name="École d’essai")
    for days_ago, fields in (
        (400, {}), (40, {"versant": "fph", "school": school}), (40, {"category": "b"}),
        (5, {"region": Region.GUYANE}),
    ):  # fmt: skip
        a_verdict(days_ago=days_ago, **fields)
    return figures_of(a_target(), at=timezone.now())


def a_curve(figures, **fields):
    pace = pace_of(
        count=figures.people, lately=3, target=2000, starts_on=figures.target.starts_on,
        ends_on=figures.target.ends_on, on=figures.on,
    )  # fmt: skip
    fields = {"pace": pace, "title": "", "days": figures.points(Step.DAY), **fields}
    return Curve(figures=figures, **fields)


@pytest.mark.parametrize(
    "dimension",
    [
        Dimension.VERSANT, Dimension.CATEGORY, Dimension.EMPLOYER_KIND, Dimension.SCHOOL,
        Dimension.MODULE, Dimension.FORMAT,
    ],
)  # fmt: skip
def test_the_rows_of_a_table_add_up_to_its_total_which_is_the_headline(figures, dimension):
    table = parts_chart(figures, dimension).table
    assert sum(row.cells[1] for row in table.rows) == table.total.cells[1] == figures.people == 4
    assert sum(row.cells[3] for row in table.rows) == table.total.cells[3]


def test_the_curve_the_years_and_the_map_end_at_the_headline_too(figures):
    curve = curve_chart(a_curve(figures))
    assert curve.table.rows[-1].cells[2] == 4
    assert [line.points[-1][1] for line in curve.lines if line.look == Look.DONE] == [4]
    years = years_chart(figures, figures.points(Step.DAY)).table
    assert sum(row.cells[1] for row in years.rows) == 4
    regions = regions_chart(figures)
    assert sum(tile.value for tile in regions.tiles) == 4
    assert len(regions.tiles) == len(Region) - 1


def test_every_part_with_people_leads_to_its_list(figures):
    asked = []
    curve = a_curve(figures, link=lambda part: asked.append(part) or "/liste/")
    chart = curve_chart(curve)
    assert {door.url for door in chart.doors} == {"/liste/"}
    months = {part.filters for part in asked}
    people = [figures_of(figures.target, at=figures.at, filters=one).people for one in months]
    assert sum(people) == 4
    parts_chart(figures, Dimension.SCHOOL, link=lambda part: asked.append(part) or "/liste/")
    assert {part.without for part in asked} == {None, Dimension.SCHOOL}


def test_a_part_of_the_figures_is_drawn_without_the_target_and_compared_with_another(figures):
    recent = Filters(since=TODAY - timedelta(days=100))
    part = figures_of(figures.target, at=figures.at, filters=recent)
    earlier = figures_of(
        figures.target, at=figures.at,
        filters=Filters(since=TODAY - timedelta(days=450), until=TODAY - timedelta(days=350)),
    )  # fmt: skip
    curve = replace(
        a_curve(part), pace=None, earlier=earlier.points(Step.DAY),
        earlier_since=earlier.filters.since,
    )  # fmt: skip
    chart = curve_chart(curve)
    assert [line.look for line in chart.lines] == [Look.DONE, Look.BEFORE]
    assert chart.lines[1].points[1] == (TODAY - timedelta(days=50), 1.0)
    assert curve_title(part, None).startswith("3 personnes du ")


def test_a_day_that_is_annotated_is_a_letter_on_the_curve_and_words_in_its_table(figures):
    day = TODAY - timedelta(days=40)
    chart = curve_chart(a_curve(figures, notes=[(day, "Saison 2"), (date(1999, 1, 1), "Avant")]))
    (flag,) = chart.flags
    assert (flag.on, flag.letter) == (day, "A")
    assert "Saison 2" in flag.words
    assert [row.cells[-1] for row in chart.table.rows if row.cells[-1]] == ["Saison 2"]


def test_versants_are_told_against_their_share_of_the_civil_service(figures):
    chart = parts_chart(figures, Dimension.VERSANT)
    assert chart.title == "État : 0\u00a0% des formés, 44\u00a0% des agents publics"
    bars = {bar.label: bar for bar in chart.bars}
    assert bars[Versant.FPH.label].reference == pytest.approx(0.21 * 4)


def test_a_region_late_on_its_own_target_is_named_and_marked(figures):
    main = figures.target
    for region, count in ((Region.BRETAGNE, 3), (Region.OCCITANIE, 100)):
        a_target(scope_kind=ScopeKind.REGION, scope_value=region, count=count, parent=main)
    now = region_aims(figures_of(main, at=timezone.now()))
    assert now == region_aims(figures), "Before they were set, the record itself is read."
    Target.objects.exclude(pk=main.pk).update(closed_at=timezone.now())
    assert region_aims(figures) == now, "A past board shows what was closed since."
    assert region_aims(figures_of(main, at=timezone.now())) == {}
    assert now[Region.BRETAGNE].people == 3
    chart = regions_chart(figures, aims=now)
    assert chart.title == "Occitanie est sous 80\u00a0% de son objectif à ce jour"
    tones = {tile.name: tile.tone for tile in chart.tiles}
    assert (tones["Occitanie"], tones["Bretagne"]) == (Tone.LOW, Tone.GOOD)
    bretagne = next(row for row in chart.table.rows if row.cells[0] == "Bretagne")
    assert bretagne.cells[-1] == 3


@pytest.mark.django_db
def test_a_coming_cohort_says_what_it_lacks_and_when_one_decides():
    short = a_cohort(places=(3, 4))
    Cohort.objects.update(decision_on=TODAY + timedelta(days=7))
    full = a_cohort(places=(1, 1))
    an_enrolment(short)
    an_enrolment(full)
    chart = fill_chart(with_people_counted(coming_cohorts(timezone.now()).order_by("pk")))
    bars = {bar.label: bar for bar in chart.bars}
    assert "1 des 2" in chart.title
    assert bars[short.title].tone == Tone.LOW
    assert "manque 2" in bars[short.title].note
    assert "décision le" in bars[short.title].note
    assert "complète" in bars[full.title].note


def test_cohorts_behind_a_figure_add_up_to_its_totals(figures):
    twice = a_verdict(days_ago=90)
    write_verdict(an_enrolment(a_cohort(), twice.person), TODAY - timedelta(days=10))
    figures = figures_of(figures.target, at=timezone.now())
    cohorts = list(cohorts_adding_to(figures))
    sums = measures_of_cohorts(figures, cohorts).values()
    assert len(cohorts) == 6
    assert sum(one.people for one in sums) == figures.people == 5
    for name in ("judged", "acquired", "minutes", "half_days", "half_days_planned"):
        assert sum(getattr(one, name) for one in sums) == getattr(figures.totals, name)
