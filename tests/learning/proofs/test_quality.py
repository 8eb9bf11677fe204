"""The quality page: what the platform shows of each indicator, and which cohort lacks what."""

import csv
import io

import pytest
from django.urls import reverse

from accounts.users.enums import Role
from learning.attendance.models import Countersignature
from learning.cohorts.enums import CohortState
from learning.proofs.coverage import coverage_of
from learning.proofs.indicators import standard
from tests.learning.builders import a_finished_cohort, a_person, an_enrolment, the_provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    """A cohort that is over, whose half-days nobody countersigned."""
    the_provider()
    cohort = a_finished_cohort()
    an_enrolment(cohort)
    cohort.state = CohortState.CLOSED
    cohort.save()
    return cohort


def lacking(criteria):
    return {
        one.indicator.number: [gap.kind for row in one.lacking for gap in row.gaps]
        for _title, covered in criteria
        for one in covered
    }


def test_every_indicator_of_the_standard_is_there_once(cohort):
    shown = lacking(coverage_of([cohort]))
    assert sorted(shown) == sorted(one.number for one in standard().indicators)


def test_what_a_cohort_lacks_is_under_the_indicators_its_folder_bears_on(cohort):
    Countersignature.objects.filter(half_day__cohort=cohort).delete()
    sheets = [one for one in standard().indicators if "04-emargements" in one.folders]
    assert sheets
    found = lacking(coverage_of([cohort]))
    for one in sheets:
        assert "not_sealed" in found[one.number]
    assert all(
        "not_sealed" not in found[one.number] for one in standard().indicators if one not in sheets
    )


def test_the_page_leads_to_the_pack_and_its_file_says_the_same(client, cohort):
    client.force_login(a_person(Role.ADMINISTRATOR))
    page = client.get(reverse("steering:quality"))
    assert reverse("steering:proofs", args=[cohort.code]) in page.content.decode()
    file = client.get(reverse("steering:quality") + "?format=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file), delimiter=";"))
    expected = sum(len(kinds) for kinds in lacking(coverage_of([cohort])).values())
    assert len(rows) == expected > 0
    assert {row["Cohorte"] for row in rows} == {cohort.title}


def test_without_a_cohort_that_is_over_it_says_so(client):
    the_provider()
    client.force_login(a_person(Role.ADMINISTRATOR))
    page = client.get(reverse("steering:quality")).content.decode()
    assert "Aucune cohorte n’est encore terminée" in page
