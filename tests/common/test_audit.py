"""Who did what to which object, when, from where."""

import pytest
from django.urls import reverse

from common.audit.models import AuditEntry
from common.audit.services import acting_from, record
from tests.learning.builders import a_cohort, a_person, an_organisation

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_what_why_and_from_where():
    actor, school = a_person(), an_organisation()
    with acting_from("192.0.2.7"):
        record(actor=actor, action="renamed", target=school, reason="Fusion", before="École 1")
    entry = AuditEntry.objects.about(school).get()
    assert (entry.actor, entry.action, entry.reason) == (actor, "renamed", "Fusion")
    assert (entry.details, entry.ip_address) == ({"before": "École 1"}, "192.0.2.7")


def test_what_the_platform_does_by_itself_has_no_actor_and_no_address():
    entry = record(actor=None, action="started", target=an_organisation())
    assert entry.actor is None
    assert entry.ip_address is None


def test_the_address_is_forgotten_after_the_request():
    with acting_from("192.0.2.7"):
        pass
    assert record(actor=None, action="started", target=an_organisation()).ip_address is None


def test_a_page_s_act_carries_the_address_it_came_from(client):
    person, cohort = a_person(), a_cohort()
    client.force_login(person)
    client.post(reverse("learner:ask"), {"cohorte": cohort.code}, REMOTE_ADDR="192.0.2.7")
    assert AuditEntry.objects.get(action="enrolled").ip_address == "192.0.2.7"


def test_the_trail_of_objects_is_read_latest_first():
    one, other, stranger = (an_organisation() for _n in range(3))
    for target, action in ((one, "a"), (stranger, "x"), (other, "b"), (one, "c")):
        record(actor=None, action=action, target=target)
    assert [entry.action for entry in AuditEntry.objects.about(one, other)] == ["c", "b", "a"]
    assert not AuditEntry.objects.about().exists()


def test_the_trail_outlives_its_people():
    actor, school = a_person(), an_organisation()
    record(actor=actor, action="renamed", target=school)
    actor.delete()
    assert AuditEntry.objects.about(school).get().actor is None
