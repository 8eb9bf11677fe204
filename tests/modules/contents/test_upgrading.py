"""Newer libraries for older contents: proposed, looked at, accepted or dropped, never lost."""

import pytest

from accounts.users.enums import Role
from modules.contents.models import Library
from modules.contents.upgrading import (
    NotAnUpgrade,
    NothingProposed,
    NothingToGoBackTo,
    UpgradeLosesContent,
    accept_version,
    drop_version,
    go_back,
    propose_upgrade,
    upgradable,
    upgrades_of,
)
from tests.learning.builders import a_person
from tests.modules.contents.senders import a_content
from tests.modules.h5p.builder import GREETING, h5p_json, pack, package_files

pytestmark = pytest.mark.django_db
NEWER = f"{GREETING} 1.1"
LONG = {"greeting": "Bonjour à toutes et à tous, et bienvenue dans ce module"}


@pytest.fixture
def actor():
    return a_person(Role.ADMINISTRATOR)


@pytest.fixture
def content():
    """An old content, and a newer library that another one brought."""
    old = a_content(pack(package_files(params=LONG)))
    a_content(pack(package_files(h5p=h5p_json(NEWER, title="Un autre"), name=NEWER)))
    return old


@pytest.fixture
def newer():
    return lambda: Library.objects.get(machine_name=GREETING, minor=1)


def states(content):
    return list(content.versions.order_by("number").values_list("number", "state"))


def propose(actor, content, target, params=LONG):
    return propose_upgrade(actor=actor, content=content, target=target, params=params)


def test_a_content_whose_library_has_a_newer_version_is_told(content, newer):
    assert upgrades_of(content.versions.get()) == [newer()]
    assert [(version.content, library) for version, library in upgradable()] == [(content, newer())]


def test_what_comes_back_is_filtered_and_waits(actor, content, newer):
    version = propose(actor, content, newer(), {**LONG, "greeting": "<script>x</script>Bonjour à "
                      "toutes et à tous bienvenue", "unknown": 1})  # fmt: skip
    assert version.params == {"greeting": "Bonjour à toutes et à tous bienvenue"}
    assert [str(use.library) for use in version.uses.all()] == [NEWER]
    assert states(content) == [(1, "current"), (2, "proposed")]


def test_a_content_that_an_upgrade_would_empty_stays_as_it_was(actor, content, newer):
    for params in ({}, {"unknown": 1}, {"greeting": "Bonjour"}, [], None, "texte"):
        with pytest.raises(UpgradeLosesContent):
            propose(actor, content, newer(), params)
    assert states(content) == [(1, "current")]


def test_only_a_newer_version_of_the_same_library_is_an_upgrade(actor, content):
    with pytest.raises(NotAnUpgrade):
        propose(actor, content, content.versions.get().library)


def test_a_second_proposal_replaces_the_first(actor, content, newer):
    propose(actor, content, newer())
    propose(actor, content, newer())
    assert [state for _number, state in states(content)] == ["current", "proposed"]


def test_an_accepted_version_is_shown_and_one_act_brings_the_old_one_back(actor, content, newer):
    proposed = propose(actor, content, newer())
    accept_version(actor=actor, version=proposed)
    assert states(content) == [(1, "previous"), (2, "current")]
    assert upgradable() == []
    go_back(actor=actor, content=content)
    assert states(content) == [(1, "current"), (2, "previous")]
    assert content.versions.get(number=1).params == LONG
    with pytest.raises(NothingToGoBackTo):
        go_back(actor=actor, content=content)


def test_a_dropped_version_leaves_no_trace_and_cannot_be_accepted_any_more(actor, content, newer):
    proposed = propose(actor, content, newer())
    drop_version(actor=actor, version=proposed)
    assert states(content) == [(1, "current")]
    with pytest.raises(NothingProposed):
        drop_version(actor=actor, version=proposed)


def test_a_version_in_place_is_not_accepted_again(actor, content):
    with pytest.raises(NothingProposed):
        accept_version(actor=actor, version=content.versions.get())
