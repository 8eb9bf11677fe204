"""Colleagues who come together are served together, before nobody who asked earlier."""

import pytest

from accounts.users.enums import Role
from accounts.users.services import AgentDetails
from learning.enrolment.by_hand import put_first
from learning.enrolment.groups import (
    GroupIsTooSmall,
    GroupNeedsAName,
    accept_some,
    dissolve_group,
    leave_group,
    make_group,
)
from learning.enrolment.models import EnrolmentGroup
from learning.enrolment.replacing import CannotMove
from learning.enrolment.rules import PlaceRules, set_place_rules
from learning.enrolment.services import cancel_enrolment, enrol_agent
from tests.learning.builders import a_person, an_organisation, number
from tests.learning.enrolment.lines import ask, standing, with_rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return an_organisation()


@pytest.fixture
def manager(school):
    return a_person(Role.SCHOOL_MANAGER, school)


class Line:
    """A full cohort; of those who wait, the school's are first, second and fourth."""

    def __init__(self, manager, school):
        self.cohort, self.manager = with_rules(2), manager
        self.seated = [ask(self.cohort) for _n in range(2)]

        def enrol():
            details = AgentDetails(
                first_name="Lou", last_name="Nouvel", email=f"g{number()}@essai.example"
            )
            return enrol_agent(
                actor=manager, cohort=self.cohort, organisation=school, details=details
            )

        self.first, self.second = enrol(), enrol()
        self.other = ask(self.cohort)
        self.fourth = enrol()

    def group(self, *people, **changed):
        said = {"actor": self.manager, "name": "Le bureau", "accepts_some": False, **changed}
        return make_group(cohort=self.cohort, people=people, **said)

    def free_one(self):
        leaving = self.seated.pop()
        cancel_enrolment(actor=leaving.person, enrolment=leaving)

    def states(self):
        return [standing(one)[0] for one in (self.first, self.second, self.other, self.fourth)]


@pytest.fixture
def line(manager, school):
    return Line(manager, school)


def test_a_group_is_offered_places_together_and_others_pass_meanwhile(line):
    line.group(line.first, line.second)
    line.free_one()
    assert line.states() == ["waiting", "waiting", "offered", "waiting"]
    line.free_one()
    # One place for the two of them is not enough: it goes to who is behind.
    assert line.states() == ["waiting", "waiting", "offered", "offered"]


def test_enough_places_at_once_are_for_the_whole_group(line):
    line.group(line.first, line.second)
    rules = PlaceRules(1, 4, None, None, 48)
    set_place_rules(actor=a_person(Role.ADMINISTRATOR), cohort=line.cohort, rules=rules)
    assert line.states() == ["offered", "offered", "waiting", "waiting"]


def test_joining_a_group_passes_before_nobody(line):
    line.group(line.first, line.fourth, accepts_some=True)
    line.free_one()
    assert line.states() == ["waiting", "offered", "waiting", "waiting"]
    line.free_one()
    assert line.states() == ["waiting", "offered", "offered", "waiting"]


def test_a_group_that_comes_to_accept_some_places_is_served_at_once(line):
    group = line.group(line.first, line.second)
    line.free_one()
    line.free_one()
    assert line.states()[:2] == ["waiting", "waiting"]
    rules = PlaceRules(1, 3, None, None, 48)
    set_place_rules(actor=a_person(Role.ADMINISTRATOR), cohort=line.cohort, rules=rules)
    assert line.states()[:2] == ["waiting", "waiting"]
    assert accept_some(actor=line.manager, group=group, accepts=True).accepts_some
    assert line.states()[:2] == ["offered", "waiting"]


def test_leaving_a_group_of_two_dissolves_it_and_each_waits_alone(line):
    line.group(line.first, line.second)
    line.free_one()
    line.free_one()
    rules = PlaceRules(1, 3, None, None, 48)
    set_place_rules(actor=a_person(Role.ADMINISTRATOR), cohort=line.cohort, rules=rules)
    line.second.refresh_from_db()
    assert leave_group(actor=line.manager, enrolment=line.second).group is None
    assert not EnrolmentGroup.objects.exists()
    assert line.states()[:2] == ["offered", "waiting"]
    assert leave_group(actor=line.manager, enrolment=line.second) == line.second


def test_a_dissolved_group_leaves_everyone_at_their_rank(line):
    group = line.group(line.first, line.second, line.fourth)
    line.free_one()
    assert line.states()[0] == "waiting"
    dissolve_group(actor=line.manager, group=group)
    line.free_one()
    assert line.states()[:2] == ["offered", "waiting"]


def test_who_is_put_first_takes_their_group_along(line):
    line.group(line.first, line.second)
    put_first(actor=a_person(Role.ADMINISTRATOR), enrolment=line.second, reason="Promis")
    line.first.refresh_from_db()
    assert line.first.moved_ahead_at
    line.fourth.refresh_from_db()
    assert line.fourth.moved_ahead_at is None


def test_a_group_has_a_name_and_two_people_of_the_school_who_wait(line):
    with pytest.raises(GroupNeedsAName):
        line.group(line.first, line.second, name=" ")
    with pytest.raises(CannotMove):
        line.group(line.first, line.other)
    for people in ([line.first], []):
        with pytest.raises(GroupIsTooSmall):
            line.group(*people)
    line.group(line.first, line.second)
    with pytest.raises(GroupIsTooSmall):
        line.group(line.second, line.fourth)
    group = EnrolmentGroup.objects.get()
    stranger = a_person(Role.SCHOOL_MANAGER)
    for act, said in [
        (dissolve_group, {"group": group}), (accept_some, {"group": group, "accepts": True}),
    ]:  # fmt: skip
        with pytest.raises(CannotMove):
            act(actor=stranger, **said)
    assert not EnrolmentGroup.objects.visible_to(stranger).exists()
    assert EnrolmentGroup.objects.visible_to(line.manager).exists()
