"""Organisations, their numbers, and the roles people hold in them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.organisations.enums import OrganisationKind
from accounts.organisations.models import Membership, Organisation
from accounts.organisations.services import end_role, grant_role
from accounts.organisations.validators import validate_siret
from accounts.users.enums import Role
from accounts.users.models import User
from common.audit.models import AuditEntry
from tests.learning.builders import a_person, an_organisation, the_provider


@pytest.mark.parametrize("siret", ["73282932000074", "21350238800019"])
def test_a_siret_whose_key_is_right_is_accepted(siret):
    validate_siret(siret)


@pytest.mark.parametrize(
    "siret",
    ["73282932000075", "7328293200007", "732829320000741", "7328293200007A", "", "00000000000001"],
)
def test_a_siret_with_a_wrong_key_or_length_is_refused_and_quoted(siret):
    with pytest.raises(ValidationError, match="n’est pas un SIRET"):
        validate_siret(siret)


@pytest.mark.django_db
def test_an_organisation_s_form_checks_the_siret():
    organisation = an_organisation()
    organisation.siret = "73282932000075"
    with pytest.raises(ValidationError) as refused:
        organisation.full_clean()
    assert "siret" in refused.value.message_dict


@pytest.mark.django_db
def test_there_is_one_training_provider():
    the_provider()
    with pytest.raises(IntegrityError), transaction.atomic():
        an_organisation(kind=OrganisationKind.PROVIDER)
    assert Organisation.objects.provider().name == "Fabrique d’essai"


def test_a_partner_or_member_is_one_between_its_dates_only():
    partner = Organisation(partner_from=date(2026, 1, 1), partner_until=date(2026, 12, 31))
    assert partner.is_partner_or_member(date(2026, 1, 1))
    assert partner.is_partner_or_member(date(2026, 12, 31))
    assert not partner.is_partner_or_member(date(2027, 1, 1))
    assert Organisation(member_from=date(2020, 1, 1)).is_partner_or_member(date(2030, 1, 1))
    assert not Organisation(member_until=date(2030, 1, 1)).is_partner_or_member(date(2026, 1, 1))


@pytest.mark.django_db
class TestRoles:
    def test_one_person_may_hold_several_roles(self):
        person, school = a_person(Role.TRAINER), an_organisation()
        grant_role(actor=None, person=person, organisation=school, role=Role.SCHOOL_MANAGER)
        person = User.objects.get(pk=person.pk)
        assert person.has_role(Role.TRAINER)
        assert person.organisations_as(Role.SCHOOL_MANAGER) == {school.pk}
        assert not person.has_role(Role.ADMINISTRATOR)

    def test_giving_a_role_twice_changes_nothing(self):
        person, school = a_person(), an_organisation()
        for _time in range(2):
            grant_role(actor=None, person=person, organisation=school, role=Role.TRAINER)
        assert Membership.objects.count() == 1
        assert AuditEntry.objects.about(person).count() == 1

    def test_an_ended_role_allows_nothing_from_that_day(self):
        person, school = a_person(), an_organisation()
        membership = grant_role(
            actor=None, person=person, organisation=school, role=Role.SCHOOL_MANAGER
        )
        end_role(actor=None, membership=membership)
        assert not User.objects.get(pk=person.pk).has_role(Role.SCHOOL_MANAGER)
        assert AuditEntry.objects.about(person).first().action == "role_ended"

    def test_a_role_may_come_back(self):
        person, school = a_person(), an_organisation()
        given = {"actor": None, "person": person, "organisation": school, "role": Role.TRAINER}
        end_role(actor=None, membership=grant_role(**given))
        grant_role(**given)
        assert User.objects.get(pk=person.pk).has_role(Role.TRAINER)

    def test_a_role_that_starts_tomorrow_allows_nothing_today(self):
        person = a_person()
        Membership.objects.create(
            person=person, organisation=an_organisation(), role=Role.ADMINISTRATOR,
            started_on=timezone.localdate() + timedelta(days=1),
        )  # fmt: skip
        assert not person.has_role(Role.ADMINISTRATOR)

    def test_people_see_the_organisations_they_belong_to_and_administrators_all(self):
        mine, other = an_organisation(), an_organisation()
        manager = a_person(Role.SCHOOL_MANAGER, mine)
        administrator = a_person(Role.ADMINISTRATOR, other)
        assert list(Organisation.objects.visible_to(manager)) == [mine]
        assert set(Organisation.objects.visible_to(administrator)) == {mine, other}
        assert list(Organisation.objects.managed_by(manager)) == [mine]
        assert not Organisation.objects.managed_by(administrator).exists()
