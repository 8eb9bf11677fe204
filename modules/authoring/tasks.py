"""Send the mails of a review."""

from common.jobs.registry import RunningJob, handles
from modules.authoring.emails import send_about
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
    return {"sent": send_about(review.revision, review.reviewer, "review_asked", review=review)}


@handles(TELL_VERDICT)
def tell_author(job: RunningJob) -> dict[str, bool]:
    """Tell who asked what the colleague answered."""
    reviews = Review.objects.select_related(TREE, "reviewer", "asked_by")
    review = reviews.filter(pk=job.payload["review"]).first()
    if review is None:
        return {"sent": False}
    open_count = Comment.objects.filter(
        revision=review.revision, parent=None, resolved_at=None
    ).count()
    sent = send_about(
        review.revision, review.asked_by, "review_decided", review=review, open_count=open_count
    )
    return {"sent": sent}


@handles(TELL_ANSWER)
def tell_commenter(job: RunningJob) -> dict[str, bool]:
    """Tell who began a thread that somebody answered."""
    comments = Comment.objects.select_related(TREE, "author", "parent__author")
    comment = comments.filter(pk=job.payload["comment"]).first()
    if comment is None or comment.parent is None:
        return {"sent": False}
    sent = send_about(comment.revision, comment.parent.author, "comment_answered", comment=comment)
    return {"sent": sent}
