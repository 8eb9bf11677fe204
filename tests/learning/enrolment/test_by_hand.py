"""What the administration does by hand has a reason that stays, and sells no place twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.users.enums import Role
from common.audit.models import AuditEntry
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.cohorts.services import CannotManageCohorts, CohortHasBegun
from learning.enrolment.by_hand import (
    CannotOrderTheLine,
    MoveNeedsAReason,
    NoPlaceLeft,
    NotInLine,
    give_place,
    put_first,
)
from learning.enrolment.models import Offer
from learning.enrolment.rules import (
    MinimumOverMaximum,
    PlaceRules,
    PlacesAreTaken,
    set_place_rules,
)
from learning.enrolment.services import NotTakingRequests, cancel_enrolment
from learning.enrolment.words import order_in_words
from tests.learning.builders import a_person, an_organisation
from tests.learning.enrolment.lines import an_agent_of, ask, open_offer, standing, with_rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return a_person(Role.ADMINISTRATOR)


def rules(cohort, **changed):
    values = {
        "places_min": 1, "places_max": 1, "priority_until": None, "quota_per_organisation": None,
        "offer_hours": 48,
    }  # fmt: skip
    return PlaceRules(**{**values, "places_max": cohort.places_max, **changed})


class TestPuttingFirst:
    def test_they_pass_before_everyone_with_the_reason_kept(self, boss):
        cohort = with_rules()
        held, second, third = (ask(cohort) for _n in range(3))
        put_first(actor=boss, enrolment=third, reason=" Remplace une collègue ")
        assert (standing(third), standing(second)) == (("waiting", 1), ("waiting", 2))
        entry = AuditEntry.objects.about(third).first()
        assert (entry.action, entry.reason) == ("put_first", "Remplace une collègue")
        cancel_enrolment(actor=held.person, enrolment=held)
        assert standing(third)[0] == "offered"

    def test_they_pass_the_quota_and_the_priority(self, boss):
        cohort = with_rules(
            3, quota_per_organisation=1, priority_until=timezone.now() + timedelta(days=1)
        )
        waiting = ask(cohort, an_agent_of(an_organisation()))
        assert put_first(actor=boss, enrolment=waiting, reason="Accord").state == "offered"

    def test_it_takes_an_administrator_a_reason_and_someone_who_waits(self, boss):
        cohort = with_rules()
        held, waiting = ask(cohort), ask(cohort)
        with pytest.raises(CannotOrderTheLine):
            put_first(actor=a_person(Role.TRAINER), enrolment=waiting, reason="Un ami")
        with pytest.raises(MoveNeedsAReason):
            put_first(actor=boss, enrolment=waiting, reason="  ")
        with pytest.raises(NotInLine):
            put_first(actor=boss, enrolment=held, reason="Déjà là")


class TestGivingAPlace:
    def test_a_free_place_is_given_but_never_one_too_many(self, boss):
        cohort = with_rules(2, quota_per_organisation=1)
        town = an_organisation()
        ask(cohort, an_agent_of(town))
        waiting = ask(cohort, an_agent_of(town))
        assert give_place(actor=boss, enrolment=waiting, reason="Accord").is_confirmed
        with pytest.raises(NoPlaceLeft):
            give_place(actor=boss, enrolment=ask(cohort), reason="Accord")

    def test_who_was_offered_the_place_gets_it_without_answering(self, boss):
        cohort = with_rules()
        held, waiting = ask(cohort), ask(cohort)
        cancel_enrolment(actor=held.person, enrolment=held)
        offer = open_offer(waiting)
        give_place(actor=boss, enrolment=waiting, reason="A dit oui au téléphone")
        assert standing(waiting)[0] == "confirmed"
        assert Offer.objects.get(pk=offer.pk).state == "withdrawn"

    def test_no_place_is_given_where_there_is_no_date(self, boss):
        cohort = with_rules()
        ask(cohort)
        waiting = ask(cohort)
        Cohort.objects.filter(pk=cohort.pk).update(state=CohortState.POSTPONED)
        with pytest.raises(NotTakingRequests):
            give_place(actor=boss, enrolment=waiting, reason="Accord")


class TestRules:
    def test_more_places_are_offered_at_once_and_written_down(self, boss):
        cohort = with_rules()
        ask(cohort)
        waiting = [ask(cohort) for _n in range(3)]
        set_place_rules(actor=boss, cohort=cohort, rules=rules(cohort, places_max=3))
        assert [standing(e)[0] for e in waiting] == ["offered", "offered", "waiting"]
        entry = AuditEntry.objects.about(cohort).first()
        assert entry.action == "place_rules_changed"
        assert entry.details == {"before": {"places_max": 1}, "after": {"places_max": 3}}

    def test_the_same_rules_write_nothing(self, boss):
        cohort = with_rules()
        before = AuditEntry.objects.count()
        set_place_rules(actor=boss, cohort=cohort, rules=PlaceRules.of(cohort))
        assert AuditEntry.objects.count() == before

    def test_a_place_that_someone_has_is_not_taken_away(self, boss):
        cohort = with_rules(2)
        ask(cohort)
        ask(cohort)
        with pytest.raises(PlacesAreTaken):
            set_place_rules(actor=boss, cohort=cohort, rules=rules(cohort, places_max=1))
        with pytest.raises(MinimumOverMaximum):
            set_place_rules(actor=boss, cohort=cohort, rules=rules(cohort, places_min=9))

    def test_an_ended_priority_serves_who_waited_for_it(self, boss):
        cohort = with_rules(1, priority_until=timezone.now() + timedelta(days=1))
        waiting = ask(cohort)
        set_place_rules(actor=boss, cohort=cohort, rules=rules(cohort))
        assert standing(waiting)[0] == "offered"

    def test_they_are_the_administration_s_and_hold_once_the_cohort_has_begun(self, boss):
        cohort = with_rules()
        with pytest.raises(CannotManageCohorts):
            set_place_rules(actor=a_person(), cohort=cohort, rules=rules(cohort))
        Cohort.objects.filter(pk=cohort.pk).update(state=CohortState.RUNNING)
        with pytest.raises(CohortHasBegun):
            set_place_rules(actor=boss, cohort=cohort, rules=rules(cohort))


class TestInWords:
    def test_the_published_order_says_each_rule_that_holds(self):
        until = timezone.now() + timedelta(days=1)
        cohort = with_rules(priority_until=until, quota_per_organisation=5, offer_hours=24)
        words = " ".join(order_in_words(cohort))
        for said in ("membres ou partenaires", "5 places au plus", "24 heures", "en premier"):
            assert said in words

    def test_and_none_that_does_not(self):
        words = " ".join(order_in_words(with_rules(priority_until=timezone.now())))
        assert "membres" not in words
        assert "au plus" not in words
        assert "48 heures" in words
