"""The page that moves a cohort shows what changes first; another says what is practical."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.users.enums import Role
from common.audit.models import AuditEntry
from common.jobs.models import Job
from learning.cohorts.models import Cohort
from learning.cohorts.practical import Practical, describe
from learning.cohorts.services import CannotManageCohorts
from tests.learning.builders import a_cohort, a_person, a_revision, an_enrolment, half_days_of
from tests.learning.cohorts.plans import as_sent

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def steering(client):
    client.force_login(a_person(Role.ADMINISTRATOR))
    return client


@pytest.fixture
def cohort():
    return a_cohort(revision=a_revision(days=2), trainers=[a_person(Role.TRAINER)])


def page(response) -> str:
    return str(response.content.decode())


def test_what_would_change_and_how_many_would_read_it_are_seen_before_anything_is_written(
    steering, cohort
):
    an_enrolment(cohort)
    url = reverse("steering:dates", args=[cohort.code])
    form = page(steering.get(url))
    assert f'value="{cohort.starts_on.isoformat()}"' in form
    before = [half.starts_at for half in half_days_of(cohort)]
    shown = steering.post(url, as_sent(cohort, day=2, by=WEEK, act="voir"))
    assert shown.status_code == 200
    assert "2 personnes le liront" in " ".join(page(shown).split())
    assert [half.starts_at for half in half_days_of(cohort)] == before
    assert not Job.objects.exists()
    assert not AuditEntry.objects.filter(action="cohort_rescheduled").exists()
    done = steering.post(url, as_sent(cohort, day=2, by=WEEK))
    assert done.status_code == 302
    assert half_days_of(cohort)[-1].starts_at == before[-1] + WEEK
    assert "dates ou lieu changés" in page(steering.get(done.url))


def test_what_is_typed_wrong_is_said_at_its_field_and_what_is_refused_above_the_form(
    steering, cohort
):
    url = reverse("steering:dates", args=[cohort.code])
    half_an_hour_range = {**as_sent(cohort, act="voir"), "j1-am_ends": ""}
    answer = steering.post(url, half_an_hour_range)
    assert answer.status_code == 422
    assert "Donnez les deux heures, ou aucune." in page(answer)
    no_half_day = {key: value for key, value in as_sent(cohort, act="voir").items()
                   if not key.startswith(("j1-am", "j1-pm"))}  # fmt: skip
    assert "Gardez une matinée ou un après-midi." in page(steering.post(url, no_half_day))
    answer = steering.post(url, as_sent(cohort, by=-60 * WEEK, act="voir"))
    assert answer.status_code == 409
    assert "est passé" in page(answer)


def test_an_empty_half_day_is_not_held(steering, cohort):
    url = reverse("steering:dates", args=[cohort.code])
    without = {**as_sent(cohort), "j2-pm_starts": "", "j2-pm_ends": ""}
    assert steering.post(url, without).status_code == 302
    assert [(half.day, half.period) for half in half_days_of(cohort)] == [
        (1, "am"), (1, "pm"), (2, "am"),
    ]  # fmt: skip


def test_what_the_convocation_says_is_written_with_its_trail(steering, cohort):
    url = reverse("steering:practical", args=[cohort.code])
    told = {
        "bring": "Un ordinateur",
        "access": "Par la cour",
        "online_url": "https://visio.example/",
    }
    assert steering.post(url, told).status_code == 302
    cohort = Cohort.objects.select_related("venue").get(pk=cohort.pk)
    assert (cohort.bring, cohort.venue.access) == ("Un ordinateur", "Par la cour")
    assert AuditEntry.objects.get(action="practical_changed").details["after"] == told
    assert steering.post(url, {"online_url": "javascript:alert(1)"}).status_code == 422
    with pytest.raises(CannotManageCohorts):
        describe(actor=a_person(Role.TRAINER), cohort=cohort, said=Practical("", "", "", ""))
