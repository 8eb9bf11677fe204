"""The board answers: what is asked for is in the address, and every figure opens its list."""

import csv
import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse

from accounts.organisations.enums import Region
from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from learning.cohorts.models import Cohort
from learning.counting.services import forget_person_in_figures
from learning.targets.enums import ScopeKind
from learning.targets.models import Target
from tests.learning.builders import a_cohort, a_person, an_enrolment, an_organisation
from tests.learning.figures.verdicts import TODAY, a_target, a_verdict

pytestmark = pytest.mark.django_db
BOARD = "/pilotage/"


@pytest.fixture
def admin(client):
    marie = a_person(Role.ADMINISTRATOR)
    client.force_login(marie)
    client.marie = marie
    return client


def figure_of(html):
    """Return the big figure of a board."""
    found = re.search(r'data-figure="trained">\s*([\d\u202f]+)', html)
    return int(re.sub(r"\D", "", found.group(1)))


def page(client, address):
    response = client.get(address.replace("&amp;", "&"))
    assert response.status_code == 200, address
    return response.content.decode()


def rows_of(client, address):
    """Return the rows of the file of a list."""
    sign = "&" if "?" in address else "?"
    text = client.get(f"{address}{sign}format=csv".replace("&amp;", "&")).content.decode(
        "utf-8-sig"
    )
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def links_of(html, within):
    """Return the addresses of the lists that a chart of the board opens."""
    figure = re.search(rf'<figure[^>]*id="{within}".*?</figure>', html, re.DOTALL).group(0)
    drawing = re.search(r"<svg.*?</svg>", figure, re.DOTALL).group(0)
    return re.findall(r'href="(/pilotage/chiffre/[^"]+)"', drawing)


def some_people():
    school = an_organisation(name="École d’essai")
    for fields in (
        {}, {"region": Region.GUYANE}, {"versant": "fph", "school": school},
        {"days_ago": 200, "category": "b"}, {"counts_as": "sensitised"},
    ):  # fmt: skip
        a_verdict(**fields)
    return a_target()


def test_every_bar_tile_and_figure_opens_a_list_whose_sum_is_the_figure(admin):
    some_people()
    html = page(admin, BOARD)
    assert figure_of(html) == 4
    for chart in ("regions", "versants", "categories", "ecoles"):
        lists = [rows_of(admin, address) for address in links_of(html, chart)]
        assert sum(len(rows) for rows in lists) == 4, chart
    everybody = re.search(r'class="figure" href="([^"]+)"', html).group(1)
    assert len(rows_of(admin, everybody)) == 4
    by_cohort = rows_of(admin, f"{everybody}?voir=cohortes")
    assert sum(int(row["Personnes comptées"]) for row in by_cohort) == 4
    sensitised = re.search(r'href="([^"]+)"\s+data-figure="sensitised"', html).group(1)
    assert len(rows_of(admin, sensitised)) == 1


def test_the_address_filters_and_each_chip_takes_its_filter_off(admin):
    some_people()
    html = page(admin, f"{BOARD}?region={Region.GUYANE}&versant=fpt")
    assert figure_of(html) == 1
    assert "25\u00a0% de l’ensemble" in html
    chips = re.search(r'<div class="chips filtered".*?</div>', html, re.DOTALL).group(0)
    assert "Région : Guyane" in chips
    off = re.findall(r'<a href="([^"]+)"', chips)
    assert figure_of(page(admin, off[0])) == 3
    assert figure_of(page(admin, off[1])) == 1
    assert figure_of(page(admin, off[2])) == 4


def test_two_periods_are_compared_and_a_comparison_without_a_first_day_says_so(admin):
    some_people()
    since = TODAY - timedelta(days=100)
    html = page(admin, f"{BOARD}?debut={since}&comparer=avant")
    assert "2 personnes de plus que sur la période comparée" in html
    chosen = TODAY - timedelta(days=210)
    html = page(admin, f"{BOARD}?debut={since}&comparer=choisie&face={chosen}")
    assert "2 personnes de plus que sur la période comparée" in html
    html = page(admin, f"{BOARD}?debut={since}&comparer=an")
    assert "3 personnes de plus" in html
    assert "Choisissez d’abord un premier jour" in page(admin, f"{BOARD}?comparer=an")


@pytest.mark.parametrize(
    "asked",
    [
        "au=0001-01-01", "debut=0202-01-01&comparer=avant", "debut=9999-12-31",
        "debut=2026-01-01&fin=9999-12-31&comparer=avant", "comparer=an&debut=0001-06-01",
        "debut=2026-01-01&comparer=choisie&face=9999-12-31", "debut=2024-02-29&comparer=an",
    ],
)  # fmt: skip
def test_a_day_no_figure_can_be_of_is_not_asked_for(admin, asked):
    some_people()
    page(admin, f"{BOARD}?{asked}")
    page(admin, f"{reverse('steering:reports')}?{asked}")


def test_who_pays_filters_the_board_and_can_be_taken_off(admin):
    some_people()
    funder = an_organisation()
    html = page(admin, f"{BOARD}?financeur={funder.pk}")
    assert figure_of(html) == 0
    assert f"Financeur : {funder.name}" in html
    assert f'name="financeur" value="{funder.pk}"' in html
    page(admin, f"{reverse('steering:figure')}?financeur={funder.pk}")


def test_days_to_come_are_in_neither_of_two_periods_compared(admin):
    for days_ago in (5, 25, 45):
        a_verdict(days_ago=days_ago)
    a_target()
    since, until = TODAY - timedelta(days=19), TODAY + timedelta(days=300)
    html = page(admin, f"{BOARD}?debut={since}&fin={until}&comparer=avant")
    assert "Autant de personnes que sur la période comparée" in html


def test_whoever_was_only_in_the_period_before_is_in_the_table_too(admin):
    a_verdict(days_ago=5, region=Region.BRETAGNE)
    a_verdict(days_ago=25, region=Region.CORSE)
    a_target()
    since = TODAY - timedelta(days=19)
    rows = rows_of(admin, f"{BOARD}?debut={since}&comparer=avant&graphique=regions")
    told = {row["Région"]: row["Avant"] for row in rows}
    assert told == {"Bretagne": "0", "Corse": "1"}


def test_a_programme_that_follows_planned_cohorts_is_held_against_them(admin):
    a_verdict()
    a_target(trajectory="planned")
    assert "Le programme suit" in page(admin, BOARD)
    a_cohort(places=(1, 30), starts=TODAY - timedelta(days=30))
    assert "Sous les cohortes planifiées de" in page(admin, BOARD)


def test_a_past_date_shows_and_opens_what_was_known_then(admin):
    some_people()
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    html = page(admin, f"{BOARD}?au={yesterday}")
    assert figure_of(html) == 0
    assert "Tel que connu le" in html
    assert links_of(page(admin, BOARD), "regions")
    assert all(f"au={yesterday}" in address for address in links_of(html, "regions"))


def test_someone_erased_stays_in_the_figure_and_the_list_says_so(admin):
    gone = a_verdict()
    a_verdict()
    a_target()
    forget_person_in_figures(gone.person)
    html = page(admin, reverse("steering:figure"))
    assert "2 agents formés" in html
    assert "1 personne effacée depuis" in " ".join(html.split())


def test_the_board_of_a_nested_target_counts_its_own_and_another_s_does_not_exist(admin):
    some_people()
    guyane = a_target(scope_kind="region", scope_value=Region.GUYANE, count=10, name="Guyane : 10")
    html = page(admin, f"{BOARD}?objectif={guyane.pk}")
    assert figure_of(html) == 1
    assert "Objectif : Guyane : 10" in html
    for wrong in ("999999", "x"):
        assert admin.get(f"{BOARD}?objectif={wrong}").status_code == 404


def test_each_chart_has_its_table_as_a_file_and_no_other_name_is_one(admin):
    some_people()
    html = page(admin, BOARD)
    files = set(re.findall(r'href="(/pilotage/\?[^"]*graphique=[^"]+)"', html))
    assert len(files) >= 6
    for file in files:
        response = admin.get(file.replace("&amp;", "&"))
        assert response["Content-Type"].startswith("text/csv")
    assert admin.get(f"{BOARD}?graphique=rien&format=csv").status_code == 404


def test_a_board_drawn_before_says_at_once_whatever_has_changed_since(admin):
    target = some_people()
    cohort = a_cohort(places=(5, 12))
    school = Organisation.objects.get(name="École d’essai")
    changes = (
        lambda: Target.objects.filter(pk=target.pk).update(name="Un autre nom"),
        lambda: Organisation.objects.filter(pk=school.pk).update(name="École renommée"),
        lambda: a_target(scope_kind=ScopeKind.REGION, scope_value=Region.GUYANE),
        lambda: an_enrolment(cohort),
        lambda: an_enrolment(cohort, state="waiting", queue_number=1, confirmed_at=None),
        lambda: Cohort.objects.filter(pk=cohort.pk).update(title="Groupe renommé"),
        lambda: Cohort.objects.filter(pk=cohort.pk).update(decision_on=TODAY - timedelta(days=1)),
        lambda: a_verdict(counts_as="sensitised"),
        a_verdict,
        lambda: admin.post(reverse("set_language"), {"language": "en"}),
    )
    shown = [body_of(admin)]
    for change in changes:
        change()
        shown.append(body_of(admin))
    assert len(set(shown)) == len(shown)
    assert body_of(admin) == shown[-1]


def body_of(client):
    """Return the board without what holds a token of the session."""
    return re.search(r"<main.*</main>", page(client, BOARD), re.DOTALL).group(0)


def test_a_list_is_searched_and_taken_as_a_spreadsheet(admin):
    one = a_verdict(a_person(last_name="Zerbib"))
    a_verdict()
    a_target()
    address = reverse("steering:figure")
    assert "Zerbib" in page(admin, f"{address}?q=zerbib")
    assert [row["Nom"] for row in rows_of(admin, f"{address}?q=zerbib")] == ["Zerbib"]
    response = admin.get(f"{address}?format=xlsx&voir=cohortes")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    codes = {row[0] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert one.enrolment.cohort.code in codes
    page(admin, f"{address}?voir=cohortes&q={one.enrolment.cohort.code}")


def test_a_target_out_of_reach_is_said_in_people(admin):
    some_people()
    html = page(admin, BOARD)
    assert "personnes manqueraient à l’échéance, à ce rythme" in html
    assert "manqueraient" not in page(admin, f"{BOARD}?region=03")


def test_a_date_is_annotated_on_the_curve_taken_off_and_put_back(admin):
    some_people()
    address = reverse("steering:annotate")
    assert admin.post(address, {"on": "", "words": ""}).status_code == 422
    assert admin.post(address, {"on": str(date(2020, 1, 1)), "words": " "}).status_code == 422
    admin.post(address, {"on": str(TODAY - timedelta(days=9)), "words": "Ouverture de la saison 2"})
    assert "Ouverture de la saison 2" in page(admin, BOARD)
    act = re.search(r'action="(/pilotage/annotations/\d+/)"', page(admin, address)).group(1)
    admin.post(act, {"acte": "retirer"})
    admin.get(BOARD)
    assert "Ouverture de la saison 2" not in page(admin, BOARD)
    assert "Retirée de la courbe" in page(admin, address)
    admin.post(act, {"acte": "remettre"})
    assert "Ouverture de la saison 2" in page(admin, BOARD)


def test_a_target_that_is_not_counted_yet_says_so_and_judges_nothing(admin):
    some_people()
    target = a_target(starts_on=TODAY - timedelta(days=1000), name="Neuf")
    type(target).objects.filter(pk=target.pk).update(counted_at=None)
    html = page(admin, BOARD)
    assert "se comptent" in html
    assert "En retard" not in html
