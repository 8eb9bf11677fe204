"""The index finds the same on PostgreSQL and on SQLite."""

import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from accounts.users.enums import Role
from modules.search.enums import Reach
from modules.search.models import SearchEntry
from modules.search.services import Entry, forget_entries, index_entries, replace_all
from modules.search.typed import Typed
from tests.learning.builders import a_person

TEXTS = {
    "enquete": ("Aller voir", "L’enquête de terrain éclaire les politiques publiques, dit-on."),
    "service": ("Design de service", "Dessiner un service public avec ses usagers."),
    "test": ("Tester un prototype", "On teste tôt une maquette, auprès d’usagères volontaires."),
    "long": ("Le récit", "Un texte qui cite le design mais jamais un service."),
}


def found(typed: str, **which: str) -> set[str]:
    rows = SearchEntry.objects.filter(**which).matching(Typed.read(typed))
    return set(rows.values_list("key", flat=True))


@pytest.fixture
def entries(both):  # noqa: ARG001 - on both databases
    index_entries(
        entries=[
            Entry("page", key, title, text, Reach.PUBLIC) for key, (title, text) in TEXTS.items()
        ]
    )


@pytest.mark.usefixtures("entries")
@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("politique", {"enquete"}),
        ("POLITIQUES PUBLIQUES", {"enquete"}),
        ("public", {"enquete", "service"}),
        ("enquete", {"enquete"}),
        ("l'enquête", {"enquete"}),
        ("usager", {"service", "test"}),
        ("design de service", {"service", "long"}),
        ("service usager", {"service"}),
        ("maquette politique", set()),
        ("politiqu", {"enquete"}),
        ("maqu", {"test"}),
        ("maqu test", set()),
        ("test maqu", {"test"}),
        ("", set()),
        ("  !  ", set()),
        ("le", set()),
        ("'; DROP TABLE modules_searchentry; --", set()),
        ('design" OR "test', set()),
        ("NEAR(design service)", set()),
        ("title: design*", set()),
        ("design AND service", set()),
        ("\x00 design ωμέγα", {"service", "long"}),
    ],
)
def test_what_is_typed_finds_the_same_on_both_databases(typed, keys):
    assert found(typed) == keys


@pytest.mark.usefixtures("entries")
def test_words_of_the_title_come_first():
    typed = Typed.read("design de service")
    ranked = SearchEntry.objects.matching(typed).ranked(typed)
    assert [entry.key for entry in ranked] == ["service", "long"]


@pytest.mark.usefixtures("entries")
def test_a_group_of_words_is_found_only_as_it_is_said():
    said = SearchEntry.objects.saying(["design de service", "politique publique"])
    assert set(said.values_list("key", flat=True)) == {"service", "enquete"}
    assert not SearchEntry.objects.saying(["public service", "de"]).exists()


@pytest.mark.usefixtures("entries")
def test_an_entry_written_again_is_found_by_its_new_words_only():
    index_entries(entries=[Entry("page", "test", "Le nudge", "Un coup de pouce", Reach.PUBLIC)])
    assert found("maquette") == found("usagère") - {"service"} == set()
    assert found("nudge") == {"test"}
    assert SearchEntry.objects.count() == len(TEXTS)


@pytest.mark.usefixtures("entries")
def test_what_is_forgotten_is_not_found():
    index_entries(entries=[Entry("page", "un", "Une visite", "", Reach.PUBLIC, "groupe")])
    index_entries(entries=[Entry("fiche", "deux", "Une visite", "", Reach.PUBLIC, "groupe")])
    forget_entries(kind="page", key="service")
    assert found("service") == {"long"}
    forget_entries(part_of="groupe")
    assert found("visite") == set()
    forget_entries(kind="page")
    assert found("design") == set()


@pytest.mark.usefixtures("both")
def test_forgetting_says_what():
    with pytest.raises(ValueError, match="Say what"):
        forget_entries()


@pytest.mark.usefixtures("entries")
def test_the_whole_index_is_written_again():
    fresh = [Entry("page", "seul", "Une résidence", "", Reach.PUBLIC)]
    assert replace_all(entries=fresh) == 1
    assert found("résidence") == {"seul"}
    assert found("design") == set()


@pytest.mark.usefixtures("entries")
def test_what_is_undone_is_not_found():
    with transaction.atomic():
        index_entries(entries=[Entry("page", "brouillon", "Un mirage", "", Reach.PUBLIC)])
        assert found("mirage") == {"brouillon"}
        transaction.set_rollback(True)
    assert found("mirage") == set()


@pytest.mark.usefixtures("entries")
def test_strangers_find_what_is_public_and_the_workshop_all():
    index_entries(entries=[Entry("page", "reserve", "Design réservé", "", Reach.WORKSHOP)])
    trainer, agent = a_person(Role.TRAINER), a_person()
    typed = Typed.read("réservé")
    for person, count in ((trainer, 1), (agent, 0), (AnonymousUser(), 0)):
        assert SearchEntry.objects.visible_to(person).matching(typed).count() == count


@pytest.mark.usefixtures("both")
def test_a_very_long_text_is_indexed_as_far_as_a_database_can():
    text = "fin " + " ".join(f"mot{n}" for n in range(200_000))
    index_entries(entries=[Entry("page", "long", "x" * 500, text, Reach.PUBLIC)])
    assert found("mot1") == {"long"}


@pytest.mark.usefixtures("entries")
def test_counts_are_told_by_kind():
    index_entries(entries=[Entry("fiche", "une", "Design", "", Reach.PUBLIC)])
    rows = SearchEntry.objects.matching(Typed.read("design"))
    assert rows.counts() == {"page": 2, "fiche": 1}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM modules_searchentry")
        assert cursor.fetchone() == (len(TEXTS) + 1,)


@pytest.mark.usefixtures("both")
def test_many_answers_are_ranked_in_one_pass():
    index_entries(
        entries=[
            Entry("page", f"{n}", f"Design {n}", "design service " * 50, Reach.PUBLIC)
            for n in range(2000)
        ]
    )
    typed = Typed.read("design service")
    begun = time.perf_counter()
    ranked = SearchEntry.objects.matching(typed).ranked(typed)
    assert len(ranked[:40]) == 40
    assert ranked.count() == 2000
    # Row by row, SQLite took a hundred times as long.
    assert time.perf_counter() - begun < 3
