"""What people need is told with their consent, read by those who prepare, and then deleted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.users.enums import Role
from common.audit.models import AuditEntry
from learning.cohorts.models import Cohort
from learning.needs.enums import NeedKind
from learning.needs.models import Need
from learning.needs.services import (
    CannotTellNeeds,
    ConsentRequired,
    NeedTooLong,
    forget_needs,
    tell_needs,
)
from learning.schedule import forget_what_was_needed
from tests.learning.builders import a_cohort, a_person, an_enrolment, an_organisation

pytestmark = pytest.mark.django_db
RAMP, GLUTEN = "Une rampe : je viens en fauteuil", "Sans gluten"


@pytest.fixture
def mine():
    school = an_organisation()
    cohort = a_cohort(trainers=[a_person(Role.TRAINER)])
    return an_enrolment(cohort, enrolling_organisation=school)


def tell(mine, *, consents=True, **said):
    needs = {NeedKind(kind): text for kind, text in said.items()}
    tell_needs(actor=mine.person, enrolment=mine, needs=needs, consents=consents)


def test_needs_are_kept_with_consent_changed_and_taken_out(mine):
    with pytest.raises(ConsentRequired):
        tell(mine, accessibility=RAMP, consents=False)
    tell(mine, accessibility=RAMP, diet=GLUTEN)
    tell(mine, accessibility=RAMP, diet="Végétarien")
    tell(mine, accessibility="", diet="Végétarien", consents=False)
    assert [(one.kind, one.text) for one in mine.needs.all()] == [("diet", "Végétarien")]
    with pytest.raises(NeedTooLong):
        tell(mine, diet="x" * 501)
    with pytest.raises(CannotTellNeeds):
        tell_needs(actor=a_person(), enrolment=mine, needs={NeedKind.DIET: "x"}, consents=True)


def test_the_audit_trail_says_that_they_changed_and_not_what_they_are(mine):
    tell(mine, accessibility=RAMP)
    tell(mine, accessibility=RAMP)
    (entry,) = AuditEntry.objects.filter(action="needs_told")
    assert (entry.object_id, entry.details, entry.reason) == (str(mine.person_id), {}, "")


def test_they_are_read_by_those_who_prepare_the_cohort_and_nobody_else(mine, client):
    tell(mine, accessibility=RAMP)
    page = reverse("trainer:needs", args=[mine.cohort.code])
    school = mine.enrolling_organisation
    sees = {
        mine.cohort.trainers.get(): True,
        a_person(Role.ADMINISTRATOR): True,
        a_person(Role.TRAINER): False,
        a_person(Role.SCHOOL_MANAGER, school): False,
    }
    for person, may in sees.items():
        client.force_login(person)
        answer = client.get(page)
        assert (answer.status_code == 200 and "fauteuil" in answer.content.decode()) is may
        assert Need.objects.visible_to(person).exists() is may
        assert not may or "Sans gluten" not in answer.content.decode()
    client.force_login(a_person(Role.SCHOOL_MANAGER, school))
    of_school = reverse("school:cohort", args=[mine.cohort.code])
    for url in (of_school, f"{of_school}?format=csv"):
        assert "fauteuil" not in client.get(url).content.decode()


def test_they_are_deleted_a_month_after_the_last_half_day(mine):
    tell(mine, accessibility=RAMP, diet=GLUTEN)
    today = timezone.localdate()
    ended = Cohort.objects.filter(pk=mine.cohort_id)
    ended.update(starts_on=today - timedelta(days=31), ends_on=today - timedelta(days=29))
    assert forget_what_was_needed() == 0
    ended.update(ends_on=today - timedelta(days=30))
    assert forget_what_was_needed() == 2
    assert not Need.objects.exists()


def test_whoever_leaves_needs_nothing_any_more(mine, client):
    tell(mine, diet=GLUTEN)
    client.force_login(mine.person)
    client.post(reverse("learner:cancel", args=[mine.pk]))
    client.force_login(mine.cohort.trainers.get())
    page = reverse("trainer:needs", args=[mine.cohort.code])
    assert "Personne n’a dit de besoin" in client.get(page).content.decode()
    assert forget_needs() == 1


def test_one_tells_them_from_ones_page_and_takes_them_all_out(mine, client):
    client.force_login(mine.person)
    assert (
        reverse("learner:needs", args=[mine.pk])
        in client.get(reverse("learner:enrolment", args=[mine.pk])).content.decode()
    )
    page = reverse("learner:needs", args=[mine.pk])
    assert "un mois après" in client.get(page).content.decode()
    refused = client.post(page, {"diet": GLUTEN})
    assert refused.status_code == 409
    assert GLUTEN in refused.content.decode()
    assert client.post(page, {"diet": GLUTEN, "accord_besoins": "1"}).status_code == 302
    assert GLUTEN in client.get(page).content.decode()
    client.post(page, {"retirer": "1", "diet": GLUTEN})
    assert not Need.objects.exists()


def test_they_may_be_told_when_asking_for_a_place_which_is_not_given_without_consent(client):
    cohort = a_cohort()
    client.force_login(a_person())
    asked = {"cohorte": cohort.code, "diet": GLUTEN}
    refused = client.post(reverse("learner:ask"), asked)
    assert refused.status_code == 409
    assert GLUTEN in refused.content.decode()
    assert not cohort.enrolments.exists()
    client.post(reverse("learner:ask"), {**asked, "accord_besoins": "1"})
    assert Need.objects.get(enrolment__cohort=cohort).text == GLUTEN
