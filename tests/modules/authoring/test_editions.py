"""Modules begin from a format or from another; editions and revisions from what was published."""

import pytest

from accounts.users.enums import Role
from common.audit.models import AuditEntry
from modules.authoring.editions import (
    DraftIsOpen,
    NothingPublished,
    ReasonIsMissing,
    TitleIsMissing,
    create_module,
    discard_draft,
    fork_module,
    roll_back,
    start_next_edition,
)
from modules.authoring.sheets import edit_sheet
from modules.commons.enums import Licence
from modules.programmes.models import Activity, Edition, Module, Revision
from modules.programmes.services import RevisionIsFrozen, publish_revision
from modules.programmes.sheets import read_sheet
from tests.learning.builders import a_cohort, a_format, a_person, a_revision
from tests.modules.authoring.drafts import a_draft, reword, sequences_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return a_person(Role.TRAINER)


def lineages(revision):
    mine = Activity.objects.filter(sequence__day__revision=revision)
    return sorted(map(str, mine.values_list("lineage", flat=True)))


def test_a_module_begins_with_the_empty_days_of_its_format(author):
    draft = create_module(actor=author, programme=a_format(days=3), title=" Écouter le guichet ")
    module = draft.edition.module
    assert (module.title, module.slug) == ("Écouter le guichet", "ecouter-le-guichet")
    assert [day.position for day in draft.days.order_by("position")] == [1, 2, 3]
    assert not Module.objects.published().filter(pk=module.pk).exists()


def test_two_modules_of_one_name_have_two_addresses(author):
    for wanted in ("ecouter", "ecouter-2", "ecouter-3"):
        draft = create_module(actor=author, programme=a_format(), title="Écouter")
        assert draft.edition.module.slug == wanted


def test_a_module_has_a_title(author):
    with pytest.raises(TitleIsMissing):
        create_module(actor=author, programme=a_format(), title="  ")
    assert not Module.objects.exists()


def test_a_fork_keeps_blocks_credits_and_says_what_it_is_taken_from(author):
    source = a_revision(days=2)
    origin = source.edition.module
    Module.objects.filter(pk=origin.pk).update(
        licence=Licence.BY, authors="L. Ambre", is_shared=True
    )
    draft = fork_module(actor=author, module=origin)
    copy = draft.edition.module
    assert copy.forked_from == origin
    assert (copy.licence, copy.authors, copy.is_shared) == (Licence.BY, "L. Ambre", False)
    assert "#1" in copy.source
    assert copy.slug != origin.slug
    assert lineages(draft) == lineages(source)


def test_publishing_a_fork_leaves_the_original_s_page_alone(author):
    origin = a_revision(days=1).edition.module
    draft = fork_module(actor=author, module=origin, title="Ma reprise")
    publish_revision(actor=author, revision=draft)
    origin.refresh_from_db()
    draft.edition.module.refresh_from_db()
    assert origin.title == "Réenchantez l’action publique"
    assert draft.edition.module.title == "Ma reprise"


def test_nothing_is_taken_from_a_module_that_published_nothing(author):
    draft = create_module(actor=author, programme=a_format(), title="Neuf")
    with pytest.raises(NothingPublished):
        fork_module(actor=author, module=draft.edition.module)
    with pytest.raises(NothingPublished):
        start_next_edition(actor=author, module=draft.edition.module)
    with pytest.raises(NothingPublished):
        roll_back(actor=author, revision=draft)


def test_the_next_edition_begins_as_a_copy_of_the_latest_text(author):
    first = a_revision(days=1)
    second = publish_revision(actor=None, revision=roll_back(actor=author, revision=first))
    draft = start_next_edition(actor=author, module=first.edition.module)
    assert (draft.edition.number, draft.number, draft.copied_from) == (2, 1, second)
    assert lineages(draft) == lineages(first)


def test_an_edition_being_written_is_not_begun_twice_and_its_author_is_named(author):
    module = a_revision(days=1).edition.module
    open_one = start_next_edition(actor=author, module=module)
    with pytest.raises(DraftIsOpen, match=author.display_name) as refused:
        start_next_edition(actor=a_person(Role.TRAINER), module=module)
    assert refused.value.draft == open_one


def test_going_back_gives_a_draft_that_says_what_the_older_revision_said(author):
    first = a_revision(days=1)
    draft = roll_back(actor=author, revision=first)
    sequence = sequences_of(draft)[0]
    reword(author, draft, sequence, title="Autre chose")
    edit_sheet(
        actor=author, revision=draft, sheet={**read_sheet(draft), "title": "Autre titre"}, read={}
    )
    publish_revision(actor=None, revision=draft)
    back = roll_back(actor=author, revision=first)
    assert (back.number, back.copied_from) == (3, first)
    assert sequences_of(back)[0].title == sequences_of(first)[0].title
    assert AuditEntry.objects.about(back).first().action == "revision_rolled_back"


def test_going_back_while_someone_writes_says_who(author):
    draft = a_draft()
    reword(author, draft, sequences_of(draft)[0], title="En cours")
    with pytest.raises(DraftIsOpen, match=author.display_name):
        roll_back(actor=a_person(Role.TRAINER), revision=draft.copied_from)


def test_a_running_cohort_keeps_its_revision_through_all_this(author):
    first = a_revision()
    cohort = a_cohort(revision=first)
    publish_revision(actor=None, revision=roll_back(actor=author, revision=first))
    start_next_edition(actor=author, module=first.edition.module)
    cohort.refresh_from_db()
    assert cohort.revision == first


def test_a_draft_is_removed_with_a_reason_and_what_is_published_stays(author):
    draft = a_draft()
    with pytest.raises(ReasonIsMissing):
        discard_draft(actor=author, revision=draft, reason=" ")
    module = discard_draft(actor=author, revision=draft, reason="Fausse piste")
    assert module == draft.edition.module
    assert Revision.objects.get() == draft.copied_from
    assert AuditEntry.objects.about(module).first().reason == "Fausse piste"


def test_a_published_revision_is_not_removed(author):
    with pytest.raises(RevisionIsFrozen):
        discard_draft(actor=author, revision=a_revision(), reason="Erreur")


def test_a_module_or_an_edition_goes_with_its_only_draft(author):
    module = a_revision(days=1).edition.module
    edition = start_next_edition(actor=author, module=module)
    assert discard_draft(actor=author, revision=edition, reason="Trop tôt") == module
    assert Edition.objects.filter(module=module).count() == 1
    alone = create_module(actor=author, programme=a_format(), title="Essai")
    assert discard_draft(actor=author, revision=alone, reason="Doublon") is None
    assert Module.objects.get() == module
