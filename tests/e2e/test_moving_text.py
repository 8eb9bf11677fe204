"""A cohort that has not begun follows another text: one reads what changes, then decides."""

import pytest
from django.urls import reverse

from accounts.users.enums import Role
from modules.programmes.models import Day
from modules.programmes.services import publish_revision, start_next_revision
from tests.e2e.world import PASSWORD, someone
from tests.learning.builders import a_cohort, the_provider

pytestmark = pytest.mark.browser


def test_an_administrator_reads_the_differences_and_has_the_cohort_follow_the_new_text(visit):
    cohort = a_cohort()
    draft = start_next_revision(actor=None, revision=cohort.revision)
    Day.objects.filter(revision=draft, position=1).update(title="Aller voir ailleurs")
    latest = publish_revision(actor=None, revision=draft)
    person = someone(Role.ADMINISTRATOR, the_provider(), "Ysée", "Marchand")
    visit.sign_in(person.email, PASSWORD)
    visit.go(reverse("steering:cohort", args=[cohort.code]))
    visit.go(reverse("steering:text", args=[cohort.code]))
    assert "Aller voir ailleurs" in visit.text()
    visit.press("Suivre l’édition #1, révision 2")
    cohort.refresh_from_db()
    assert cohort.revision == latest
