"""A draft is read by a colleague, approved as it is, then published; a change starts it over."""

import pytest
from django.core import mail

from accounts.users.enums import Role
from modules.authoring.comments import CommentIsEmpty, answer, comment, resolve, threads_of
from modules.authoring.gestures import BlockIsGone, gesture
from modules.authoring.models import Review
from modules.authoring.reviews import (
    ApprovalIsOld,
    NobodyToAsk,
    NotApproved,
    NotInReview,
    NotReady,
    OwnReview,
    WhatToChange,
    approve,
    ask_for_changes,
    ask_review,
    asked_of,
    publish,
    reviewers_for,
)
from modules.programmes.enums import RevisionState
from modules.programmes.models import Module
from modules.programmes.services import RevisionIsFrozen
from tests.jobs import do_the_jobs
from tests.learning.builders import a_person, a_revision
from tests.modules.authoring.drafts import a_draft, an_approved_draft, reword, sequences_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return a_person(Role.TRAINER, first_name="Maëlle", last_name="Corre")


@pytest.fixture
def colleague():
    return a_person(Role.TRAINER, first_name="Idriss", last_name="Vannier")


@pytest.fixture
def draft():
    return a_draft()


@pytest.fixture
def asked(author, colleague, draft):
    ask_review(actor=author, revision=draft, reviewers=[colleague], note="Le jour 1 surtout.")
    draft.refresh_from_db()
    return draft


def test_those_who_teach_or_steer_are_asked_and_never_oneself(author, colleague):
    steering = a_person(Role.ADMINISTRATOR)
    a_person()
    assert {person.pk for person in reviewers_for(author)} == {colleague.pk, steering.pk}


def test_asking_sends_the_colleague_a_mail_that_leads_to_the_draft(asked, colleague):
    do_the_jobs()
    (sent,) = mail.outbox
    assert sent.to == [colleague.email]
    assert "Maëlle Corre vous demande de relire" in sent.body
    assert "Le jour 1 surtout." in sent.body
    assert f"/atelier/revisions/{asked.pk}/relecture/" in sent.body
    assert asked.state == RevisionState.REVIEW
    assert [review.revision for review in asked_of(colleague)] == [asked]


def test_asking_nobody_or_oneself_is_refused(author, draft):
    with pytest.raises(NobodyToAsk):
        ask_review(actor=author, revision=draft, reviewers=[author])


def test_asking_again_replaces_what_was_not_answered(author, asked, colleague):
    other = a_person(Role.TRAINER)
    ask_review(actor=author, revision=asked, reviewers=[other])
    assert [review.reviewer for review in Review.objects.all()] == [other]
    assert asked_of(colleague) == []
    do_the_jobs()
    assert [sent.to for sent in mail.outbox] == [[other.email]]


def test_nobody_approves_what_they_asked_for(author, asked):
    with pytest.raises(OwnReview):
        approve(actor=author, revision=asked)


def test_nobody_approves_what_is_not_in_review(colleague, draft):
    with pytest.raises(NotInReview):
        approve(actor=colleague, revision=draft)


def test_a_colleague_who_was_not_asked_may_answer_too(asked):
    passer_by = a_person(Role.ADMINISTRATOR)
    assert approve(actor=passer_by, revision=asked).reviewer == passer_by


def test_what_is_approved_is_published_and_the_author_was_told(author, asked, colleague):
    approve(actor=colleague, revision=asked, answer="Très clair.")
    published = publish(actor=author, revision=asked)
    assert published.state == RevisionState.PUBLISHED
    do_the_jobs()
    to_author = [sent for sent in mail.outbox if sent.to == [author.email]]
    assert "Idriss Vannier approuve" in to_author[0].body
    assert "Très clair." in to_author[0].body


def test_nothing_is_published_without_an_approval(author, asked):
    with pytest.raises(NotApproved):
        publish(actor=author, revision=asked)


def test_a_change_after_the_approval_drops_it_and_the_approver_is_named(author, asked, colleague):
    approve(actor=colleague, revision=asked)
    reword(author, asked, sequences_of(asked)[0], title="Changé après")
    with pytest.raises(ApprovalIsOld, match="Idriss Vannier"):
        publish(actor=author, revision=asked)
    approve(actor=colleague, revision=asked)
    assert publish(actor=author, revision=asked).published_at


def test_changes_asked_for_give_the_draft_back_and_outweigh_an_earlier_approval(
    author, asked, colleague
):
    other = a_person(Role.TRAINER)
    approve(actor=colleague, revision=asked)
    with pytest.raises(WhatToChange):
        ask_for_changes(actor=other, revision=asked, answer=" ")
    ask_for_changes(actor=other, revision=asked, answer="Le midi est trop court.")
    asked.refresh_from_db()
    assert asked.state == RevisionState.DRAFT
    with pytest.raises(NotApproved):
        publish(actor=author, revision=asked)


def test_an_approved_draft_with_something_to_mend_is_not_published(author, asked, colleague):
    Module.objects.update(disability_contact="")
    approve(actor=colleague, revision=asked)
    with pytest.raises(NotReady, match="Handicap"):
        publish(actor=author, revision=asked)


def test_a_published_revision_is_neither_asked_about_nor_commented(author, colleague):
    revision = a_revision(days=1)
    with pytest.raises(RevisionIsFrozen):
        ask_review(actor=author, revision=revision, reviewers=[colleague])
    with pytest.raises(RevisionIsFrozen):
        comment(actor=colleague, revision=revision, text="Trop tard")


def test_publishing_keeps_the_reviews_that_led_to_it(author):
    draft = an_approved_draft()
    published = publish(actor=author, revision=draft)
    assert published.reviews.get().version == published.version


def test_a_colleague_comments_on_a_block_and_the_thread_is_answered_then_closed(
    author, asked, colleague
):
    sequence = sequences_of(asked)[0]
    about = ("sequence", sequence.lineage)
    first = comment(actor=colleague, revision=asked, text=" Trop long ? ", about=about)
    answer(actor=author, comment=first, text="Je coupe dix minutes.")
    (thread,) = threads_of(asked)[about]
    assert [thread.text, *(one.text for one in thread.answers.all())] == [
        "Trop long ?", "Je coupe dix minutes.",
    ]  # fmt: skip
    resolve(actor=colleague, comment=first)
    (thread,) = threads_of(asked)[about]
    assert thread.resolved_by == colleague
    answer(actor=author, comment=thread, text="J’y reviens.")
    (thread,) = threads_of(asked)[about]
    assert thread.resolved_at is None


def test_who_began_a_thread_is_told_of_answers_but_not_of_their_own(author, asked, colleague):
    first = comment(actor=colleague, revision=asked, text="Et le midi ?")
    answer(actor=colleague, comment=first, text="Je précise.")
    answer(actor=author, comment=first, text="Une heure et demie.")
    do_the_jobs()
    told = [sent for sent in mail.outbox if "réponse" in sent.subject]
    assert [sent.to for sent in told] == [[colleague.email]]
    assert "Une heure et demie." in told[0].body


def test_a_comment_says_something_of_a_block_that_is_there(author, asked, colleague):
    sequence = sequences_of(asked)[0]
    about = ("sequence", sequence.lineage)
    with pytest.raises(CommentIsEmpty):
        comment(actor=colleague, revision=asked, text=" ")
    with gesture(actor=author, revision=asked, kind="removed") as change:
        change.remove(sequence)
    with pytest.raises(BlockIsGone):
        comment(actor=colleague, revision=asked, text="Où est-elle ?", about=about)


def test_commenting_does_not_drop_an_approval(author, asked, colleague):
    approve(actor=colleague, revision=asked)
    comment(actor=colleague, revision=asked, text="Bravo.")
    assert publish(actor=author, revision=asked).published_at
