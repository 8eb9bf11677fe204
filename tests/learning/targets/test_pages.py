"""Targets are listed as a tree, each where it is; who answers for one sees it, and no other."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.organisations.enums import Region
from accounts.users.enums import Role
from learning.figures.planned import expected_on
from learning.figures.queries import figures_of
from learning.figures.standing import as_tree, standings_of
from learning.targets.enums import ScopeKind, Trajectory
from learning.targets.models import Target
from tests.learning.builders import a_cohort, a_person, an_organisation
from tests.learning.figures.verdicts import TODAY, a_target, a_verdict

pytestmark = pytest.mark.django_db


def test_side_by_side_targets_say_what_each_says_alone():
    whole = a_target(trajectory=Trajectory.PLANNED)
    of_a_region = a_target(
        parent=whole, scope_kind=ScopeKind.REGION, scope_value=Region.BRETAGNE.value
    )
    a_cohort(starts=TODAY - timedelta(days=9), places=(2, 12))
    a_verdict()
    a_verdict(region=Region.OCCITANIE)
    now = timezone.now()
    told = {one.target.pk: one for one in standings_of([whole, of_a_region], now)}
    for target in (whole, of_a_region):
        assert told[target.pk].people == figures_of(target, at=now).people
    assert [told[one.pk].people for one in (whole, of_a_region)] == [2, 1]
    assert told[of_a_region.pk].expected == of_a_region.expected_on(TODAY)
    assert told[whole.pk].expected == expected_on(whole, TODAY) == 12


def test_a_verdict_dated_tomorrow_is_not_counted_yet():
    target = a_target()
    a_verdict(days_ago=-1)
    a_verdict()
    assert standings_of([target], timezone.now())[0].people == 1


def test_parts_come_under_their_whole_and_orphans_at_the_root():
    whole = a_target(name="Tout")
    part = a_target(name="Partie", parent=whole)
    below = a_target(name="Partie de partie", parent=part)
    now = timezone.now()
    tree = as_tree(standings_of([below, part, whole], now))
    assert [(one.target.name, one.depth) for one in tree] == [
        ("Tout", 0), ("Partie", 1), ("Partie de partie", 2),
    ]  # fmt: skip
    assert [one.depth for one in as_tree(standings_of([below], now))] == [0]


def test_who_answers_for_a_target_sees_it_and_a_manager_their_schools(client):
    school, other = an_organisation(), an_organisation()
    manager, owner = a_person(Role.SCHOOL_MANAGER, school), a_person()
    a_target(name="Pour tous")
    a_target(name="Le sien", owner=owner)
    for name, of in (("De l’école", school), ("D’une autre", other)):
        a_target(name=name, scope_kind=ScopeKind.SCHOOL, scope_value=str(of.pk))
    for person, seen in ((manager, "De l’école"), (owner, "Le sien")):
        client.force_login(person)
        page = client.get(reverse("targets:mine")).content.decode()
        names = ["Pour tous", "Le sien", "De l’école", "D’une autre"]
        assert [name for name in names if name in page] == [seen]


def test_the_pages_set_change_and_close(client):
    client.force_login(a_person(Role.ADMINISTRATOR))
    structure = an_organisation(name="Mairie de Port-Ménard")
    form = {
        "name": "Port-Ménard", "count": "40", "counts_as": "trained", "scope": "employer:",
        "employer": "port-ménard", "starts_on": "2026-01-01", "ends_on": "2026-12-31",
        "trajectory": "straight",
    }  # fmt: skip
    address = reverse("steering:target")
    assert client.post(address, {**form, "employer": "nulle part"}).status_code == 422
    assert client.post(address, {**form, "ends_on": "2025-12-31"}).status_code == 409
    client.post(address, form)
    target = Target.objects.get()
    assert (target.scope_kind, target.scope_value) == (ScopeKind.EMPLOYER, str(structure.pk))
    page = reverse("steering:target_page", args=[target.pk])
    client.post(page, {"name": "Port-Ménard", "count": "50", "trajectory": "straight"})
    target.refresh_from_db()
    assert target.count == 50
    closing = reverse("steering:close_target", args=[target.pk])
    assert client.post(closing, {"reason": ""}).status_code == 409
    assert client.post(closing, {"reason": "Remplacé"}).status_code == 302
    listed = client.get(reverse("steering:targets")).content.decode()
    assert "1 objectif clos" in listed
    assert "leur somme peut dépasser" in client.get(page).content.decode()
