"""The sheet: written in the draft, read by the public once published, overwritten by nobody."""

import pytest
from django.utils import timezone

from accounts.users.enums import Role
from modules.authoring.models import Gesture
from modules.authoring.sheets import SheetEditedMeanwhile, edit_sheet
from modules.authoring.undo import undo
from modules.programmes.models import Module
from modules.programmes.services import RevisionIsFrozen, publish_revision, start_next_revision
from modules.programmes.sheets import SHEET, read_sheet, sheet_of
from tests.learning.builders import a_person, a_revision
from tests.modules.authoring.drafts import a_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return a_person(Role.TRAINER, first_name="Maëlle", last_name="Corre")


@pytest.fixture
def draft():
    return a_draft()


def write(author, draft, read=None, **fields):
    read = read or read_sheet(draft)
    return edit_sheet(actor=author, revision=draft, sheet={**read, **fields}, read=read)


def test_a_sheet_that_says_nothing_reads_as_the_module_s(draft):
    draft.sheet = {}
    assert read_sheet(draft) == sheet_of(draft.edition.module)
    assert set(read_sheet(draft)) == set(SHEET)


def test_the_public_page_changes_at_publication_and_not_before(author, draft):
    module = draft.edition.module
    write(author, draft, price="Gratuit pour les agents.", objectives=["Écouter", "Tester"])
    module.refresh_from_db()
    assert module.price == "Gratuit."
    publish_revision(actor=author, revision=draft)
    module.refresh_from_db()
    assert (module.price, module.objectives) == ("Gratuit pour les agents.", ["Écouter", "Tester"])
    assert module.updated_on == timezone.localdate()


def test_a_published_sheet_stays_what_it_said_when_the_next_one_is_published(author, draft):
    first = publish_revision(actor=author, revision=draft)
    second = start_next_revision(actor=author, revision=first)
    write(author, second, title="Un autre titre")
    publish_revision(actor=author, revision=second)
    first.refresh_from_db()
    assert read_sheet(first)["title"] == "Réenchantez l’action publique"


def test_correcting_an_earlier_edition_leaves_the_public_page_to_the_latest(author, draft):
    module = draft.edition.module
    later = a_revision(days=1)
    later.edition.module, later.edition.number = module, 2
    later.edition.save()
    write(author, draft, title="Correction de la première")
    publish_revision(actor=author, revision=draft)
    assert Module.objects.get(pk=module.pk).title == "Réenchantez l’action publique"


def test_two_authors_in_two_fields_lose_nothing(author, draft):
    read = read_sheet(draft)
    write(a_person(Role.TRAINER), draft, read, price="Sur devis.")
    write(author, draft, read, title="Nouveau titre")
    draft.refresh_from_db()
    assert (draft.sheet["price"], draft.sheet["title"]) == ("Sur devis.", "Nouveau titre")


def test_two_authors_in_one_field_are_both_kept_and_the_other_is_named(author, draft):
    read = read_sheet(draft)
    write(author, draft, read, price="Sur devis.")
    with pytest.raises(SheetEditedMeanwhile, match="Maëlle Corre") as refused:
        write(a_person(Role.TRAINER), draft, read, price="Cent euros.")
    assert refused.value.theirs == {"price": "Sur devis."}
    draft.refresh_from_db()
    assert draft.sheet["price"] == "Sur devis."


def test_two_authors_who_write_the_same_thing_agree(author, draft):
    read = read_sheet(draft)
    write(author, draft, read, price="Sur devis.")
    assert write(a_person(Role.TRAINER), draft, read, price="Sur devis.")["price"] == "Sur devis."


def test_saving_what_was_read_is_no_gesture_and_a_change_is_undone(author, draft):
    write(author, draft)
    assert not Gesture.objects.exists()
    write(author, draft, price="Sur devis.")
    undo(actor=author, revision=draft)
    draft.refresh_from_db()
    assert read_sheet(draft)["price"] == "Gratuit."


def test_the_sheet_of_a_published_revision_is_frozen(author):
    revision = a_revision()
    with pytest.raises(RevisionIsFrozen):
        write(author, revision, title="Trop tard")
