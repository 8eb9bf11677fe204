"""What changed from one revision to another: what came, went, moved, was reworded; the minutes."""

from datetime import time

import pytest

from accounts.users.enums import Role
from frontend.formats import hour
from modules.authoring.differences import differences, words_between
from modules.authoring.editions import fork_module, start_next_edition
from modules.authoring.gestures import gesture
from modules.programmes.enums import Mode, Phase
from modules.programmes.models import Activity
from tests.learning.builders import a_person, a_revision
from tests.modules.authoring.drafts import a_draft, add_sequence, reword, sequences_of, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return a_person(Role.TRAINER)


@pytest.fixture
def draft():
    return a_draft(days=2)


def found(draft):
    return differences(tree(draft.copied_from), tree(draft))


def acts(draft):
    return [(change.title, *change.acts) for change in found(draft).blocks]


def test_a_copy_says_the_same(draft):
    assert found(draft).is_empty


def test_so_do_a_next_edition_and_a_fork_but_for_the_sheet(author):
    source = a_revision(days=2)
    copies = [
        start_next_edition(actor=author, module=source.edition.module),
        fork_module(actor=author, module=source.edition.module),
    ]
    for copy in copies:
        assert differences(tree(source), tree(copy)).blocks == ()
    labels = [one.label for one in differences(tree(source), tree(copies[1])).sheet]
    assert labels == ["Intitulé", "Source"]


def test_what_came_is_told_with_its_place(author, draft):
    add_sequence(author, draft, "Débat", time(17, 30))
    (change,) = found(draft).blocks
    assert (change.kind, change.title, change.acts) == ("sequence", "Débat", ("added",))
    assert change.now == f"journée 1, {hour(time(17, 30))}"


def test_what_went_is_told_once_with_what_was_inside(author, draft):
    day = draft.days.get(position=2)
    inside = [one.title for one in sequences_of(draft) if one.day_id == day.pk]
    with gesture(actor=author, revision=draft, kind="removed") as change:
        change.remove(day)
    (gone,) = found(draft).blocks
    assert (gone.kind, gone.acts) == ("day", ("removed",))
    assert set(inside) < set(gone.inside)


def test_a_sequence_that_changes_hours_or_days_moved(author, draft):
    first, second = sequences_of(draft)[:2]
    reword(author, draft, first, starts=time(8, 30))
    reword(author, draft, second, day=draft.days.get(position=2))
    assert sorted(acts(draft)) == [(second.title, "moved"), (first.title, "moved")]
    moved = next(change for change in found(draft).blocks if change.lineage == second.lineage)
    assert (moved.was, moved.now) == (
        f"journée 1, {hour(time(10))}",
        f"journée 2, {hour(time(10))}",
    )


def test_days_that_exchange_their_places_moved_and_not_what_is_in_them(author, draft):
    with gesture(actor=author, revision=draft, kind="arranged") as change:
        change.arrange(list(draft.days.order_by("-position")))
    assert [act for _title, *done in acts(draft) for act in done] == ["moved"]


def test_an_activity_put_before_others_does_not_move_them(author, draft):
    sequence = sequences_of(draft)[0]
    (old,) = sequence.activities.all()
    added = Activity(
        sequence=sequence, position=2, kind="page", moment="during", title="Neuve", minutes=5
    )
    with gesture(actor=author, revision=draft, kind="added") as change:
        change.add(added)
        change.arrange([added, old])
    assert acts(draft) == [("Neuve", "added")]


def test_a_text_that_changed_is_shown_word_by_word(author, draft):
    sequence = sequences_of(draft)[0]
    before = Activity.objects.get(sequence=sequence)
    reword(author, draft, before, body=f"<p>{before.body.replace('lire', 'relire')}</p>")
    (change,) = found(draft).blocks
    (text,) = change.rewordings
    told = {(piece.act, piece.text.strip()) for piece in text.pieces}
    assert {("removed", "lire"), ("added", "relire")} <= told
    assert "<p>" not in "".join(piece.text for piece in text.pieces)


def test_a_change_of_form_alone_is_said_so(author, draft):
    activity = Activity.objects.get(sequence=sequences_of(draft)[0])
    reword(author, draft, activity, body=f"<p>{activity.body}</p>")
    (text,) = found(draft).blocks[0].rewordings
    assert [piece.text for piece in text.pieces] == ["seule la mise en forme a changé"]


def test_moved_and_reworded_are_both_told(author, draft):
    sequence = sequences_of(draft)[0]
    reword(author, draft, sequence, starts=time(8), title="Accueil", phase=Phase.PARTAGE)
    (change,) = found(draft).blocks
    assert change.acts == ("moved", "reworded")
    assert [one.label for one in change.rewordings] == ["Titre", "Phase"]


def test_the_minutes_of_each_phase_and_of_making_are_told_before_and_after(author, draft):
    sequence = sequences_of(draft)[0]
    reword(author, draft, sequence, phase=Phase.IDEES, minutes=30, mode=Mode.LISTENING)
    phases = {row.key: (row.before, row.after, row.gap) for row in found(draft).phases}
    assert phases["immersion"] == (120, 60, -60)
    assert phases["idees"] == (0, 30, 30)
    assert "partage" not in phases
    modes = {row.key: (row.before, row.after) for row in found(draft).modes}
    assert modes == {"making": (840, 780), "listening": (0, 30)}


def test_the_sheet_is_compared_field_by_field(draft):
    draft.sheet = {**draft.sheet, "is_shared": True, "price": "Gratuit pour tous."}
    draft.save()
    labels = {one.label: one.pieces for one in found(draft).sheet}
    assert set(labels) == {"Tarif", "Partagé"}
    assert {piece.text for piece in labels["Partagé"]} == {"non", "oui"}


def test_long_runs_that_did_not_change_are_cut():
    many = " ".join(f"mot{n}" for n in range(200))
    pieces = words_between(f"{many} avant {many}", f"{many} après {many}")
    assert [piece.act for piece in pieces] == [
        "cut", "same", "removed", "added", "same", "cut",
    ]  # fmt: skip
    assert sum(len(piece.text) for piece in pieces) < 400


def test_a_revision_of_another_module_is_compared_whole():
    before, after = a_revision(days=1), a_revision(days=1)
    blocks = differences(tree(before), tree(after)).blocks
    assert sorted(change.acts for change in blocks) == [("added",), ("removed",)]


def test_a_block_taken_out_of_a_day_that_goes_is_moved_and_not_lost(author, draft):
    kept = sequences_of(draft)[-1]
    first = draft.days.get(position=1)
    reword(author, draft, kept, day=first, starts=time(18))
    with gesture(actor=author, revision=draft, kind="removed") as change:
        change.remove(draft.days.get(position=2))
    told = found(draft)
    gone = next(one for one in told.blocks if "removed" in one.acts)
    assert kept.title not in gone.inside
    assert next(one for one in told.blocks if one.lineage == kept.lineage).acts == ("moved",)


def test_a_picture_or_an_address_that_changes_in_a_text_is_shown(author, draft):
    activity = Activity.objects.get(sequence=sequences_of(draft)[0])
    body = f'<p>{activity.body}</p><p><img src="/a.png" alt="La file"><a href="/b/">lire</a></p>'
    reword(author, draft, activity, body=body)
    (text,) = found(draft).blocks[0].rewordings
    added = "".join(piece.text for piece in text.pieces if piece.act == "added")
    assert "La file" in added
    assert "→ /b/" in added


def test_a_text_written_anew_is_not_torn_into_single_words():
    pieces = words_between("Entendre des gens qui ont raté", "Commencer par un récit qui pèse")
    assert [piece.act for piece in pieces] == ["removed", "added"]


def test_a_very_long_text_is_compared_line_by_line():
    was = "".join(f"Réplique {n} du film, avec quelques mots.\n" for n in range(800))
    now = was.replace("Réplique 400 du", "Réplique quatre cents du")
    changed = [piece for piece in words_between(was, now) if piece.act in {"added", "removed"}]
    assert [piece.act for piece in changed] == ["removed", "added"]
    assert changed[1].text == "Réplique quatre cents du film, avec quelques mots.\n"
