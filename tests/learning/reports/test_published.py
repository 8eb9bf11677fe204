"""Anyone reads the figures of the end of last month: few people are never told apart."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.organisations.enums import Region
from learning.counting.models import Count, CountedVerdict
from learning.reports.published import last_month_end
from tests.learning.figures.verdicts import TODAY, a_target, a_verdict

pytestmark = pytest.mark.django_db
LAST = last_month_end(TODAY)
PEOPLE = {Region.BRETAGNE: 6, Region.OCCITANIE: 7, Region.CORSE: 2}


@pytest.fixture(autouse=True)
def known_since_then():
    """Have the past known when it happened: what is written today was not, last month."""
    cache.clear()
    a_target(count=40)
    days_ago = (TODAY - LAST).days + 20
    for region, people in PEOPLE.items():
        for _person in range(people):
            a_verdict(region=region, days_ago=days_ago)
    then = timezone.now() - timedelta(days=days_ago)
    Count.objects.update(since=then)
    CountedVerdict.objects.update(since=then)
    a_verdict(region=Region.BRETAGNE, days_ago=0)


def rows(client):
    text = client.get(reverse("figures:data")).content.decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_the_open_data_hides_the_few_and_what_would_tell_them(client):
    by_region = {
        row["valeur"]: row["personnes"]
        for row in rows(client)
        if (row["mesure"], row["dimension"]) == ("formes", "region")
    }
    assert by_region[Region.OCCITANIE] == "7"
    assert by_region[Region.CORSE] == by_region[Region.BRETAGNE] == ""
    whole = next(r for r in rows(client) if (r["mesure"], r["dimension"]) == ("formes", "ensemble"))
    assert (whole["personnes"], whole["arrete_au"]) == ("15", LAST.isoformat())


def test_the_dictionary_tells_every_column(client):
    schema = client.get(reverse("figures:schema")).json()
    assert [one["name"] for one in schema["fields"]] == list(rows(client)[0])
    measures = schema["fields"][1]["constraints"]["enum"]
    assert {row["mesure"] for row in rows(client)} == set(measures)
    assert schema["licenses"][0]["name"] == "etalab-2.0"


def test_the_page_says_the_count_its_date_and_what_it_means(client):
    page = client.get(reverse("figures:public")).content.decode()
    assert "15" in page
    assert "Licence" in page
    assert "Chaque personne formée compte une fois" in page
    assert '>Corse</th><td class="n">masqué</td>' in page
