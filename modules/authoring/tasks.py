"""Send the mails of a review."""

from django.utils import translation
from django.utils.translation import ngettext

from accounts.notifications.services import language_of
from accounts.users.models import User
from common.jobs.registry import RunningJob, handles
from modules.authoring.emails import (
    COMMENT_ANSWERED,
    REVIEW_APPROVED,
    REVIEW_ASKED,
    REVIEW_CHANGES,
    send_about,
)
from modules.authoring.enums import Verdict
from modules.authoring.models import Comment, Review

TELL_REVIEW = "tell_review"
TELL_VERDICT = "tell_verdict"
TELL_ANSWER = "tell_answer"
TREE = "revision__edition__module"


@handles(TELL_REVIEW)
def tell_reviewer(job: RunningJob) -> dict[str, bool]:
    """Tell a colleague that their reading is asked for, unless that was replaced since."""
    reviews = Review.objects.select_related(TREE, "reviewer", "asked_by")
    review = reviews.filter(pk=job.payload["review"], decided_at__isnull=True).first()
    if review is None:
        return {"sent": False}
    sent = send_about(
        REVIEW_ASKED, review.revision, review.reviewer, key=str(job.job),
        auteur=_name(review.asked_by), note=review.note,
    )  # fmt: skip
    return {"sent": sent}


@handles(TELL_VERDICT)
def tell_author(job: RunningJob) -> dict[str, bool]:
    """Tell who asked what the colleague answered."""
    reviews = Review.objects.select_related(TREE, "reviewer", "asked_by")
    review = reviews.filter(pk=job.payload["review"]).first()
    if review is None:
        return {"sent": False}
    kind = REVIEW_APPROVED if review.verdict == Verdict.APPROVED else REVIEW_CHANGES
    sent = send_about(
        kind, review.revision, review.asked_by, key=str(job.job),
        auteur=_name(review.reviewer), reponse=review.answer, commentaires=_left_open(review),
    )  # fmt: skip
    return {"sent": sent}


def _left_open(review: Review) -> str:
    """Return how many comments have no answer, in the language of who asked; "" for none."""
    threads = Comment.objects.filter(revision=review.revision, parent=None, resolved_at=None)
    count = threads.count()
    with translation.override(language_of(review.asked_by)):
        said = ngettext(
            "%(n)s commentaire attend une réponse.",
            "%(n)s commentaires attendent une réponse.",
            count,
        )
    return said % {"n": count} if count else ""


@handles(TELL_ANSWER)
def tell_commenter(job: RunningJob) -> dict[str, bool]:
    """Tell who began a thread that somebody answered."""
    comments = Comment.objects.select_related(TREE, "author", "parent__author")
    comment = comments.filter(pk=job.payload["comment"]).first()
    if comment is None or comment.parent is None:
        return {"sent": False}
    sent = send_about(
        COMMENT_ANSWERED, comment.revision, comment.parent.author, key=str(job.job),
        auteur=_name(comment.author), commentaire=comment.text,
    )  # fmt: skip
    return {"sent": sent}


def _name(person: User | None) -> str:
    return person.display_name if person else ""
