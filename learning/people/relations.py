"""Every column that leads to a person: what a merge does of it.

A new table that leads to people must be told here: a test compares this with the models.
"""

# Facts about the person: they follow the one who stays.
MOVES = (
    "accounts.membership.person",
    "accounts.message.person",
    "accounts.user.merged_into",
    "certificates.award.recipient",
    "learning.cohort_trainers.user",
    "learning.completion.person",
    "learning.enrolment.person",
    "learning.target.owner",
)
# The one who stays has theirs, which is completed.
COMPLETED = frozenset({"accounts.agentprofile.person"})
# Who did something under which name is what happened: it is not rewritten. Addresses stay too:
# they lead to the person who stays (accounts.users.merging).
STAYS = frozenset(
    {
        "account.emailaddress.user",
        "accounts.messagetemplate.updated_by",
        "certificates.award.revoked_by",
        "common.auditentry.actor",
        "common.job.created_by",
        "learning.annotation.written_by",
        "learning.attendancemark.recorded_by",
        "learning.completion.recorded_by",
        "learning.calendarfeed.owner",
        "learning.convention.made_by",
        # The record of figures moves verdicts from one number to another, and keeps both.
        "learning.countedperson.person",
        "learning.countersignature.trainer",
        "learning.devicemark.marked_by",
        "learning.devicemark.sent_by",
        "learning.devicemark.settled_by",
        "learning.enrolment.enrolled_by",
        "learning.enrolmentgroup.made_by",
        "learning.makeup.answered_by",
        "learning.makeup.made_by",
        "learning.personmerge.made_by",
        "learning.personmerge.merged",
        "learning.personmerge.surviving",
        "learning.personmerge.undone_by",
        "learning.postponement.decided_by",
        "learning.reservation.made_by",
        "learning.roster.sent_by",
        "learning.cellreading.decided_by",
        "learning.scan.sent_by",
        "learning.scanpage.filed_by",
        "learning.twopeople.first",
        "learning.twopeople.said_by",
        "learning.twopeople.second",
        "modules.asset.created_by",
        "modules.comment.author",
        "modules.comment.resolved_by",
        "modules.content.created_by",
        "modules.contentversion.created_by",
        "modules.draft.author",
        "modules.gesture.actor",
        "modules.moduleimport.sent_by",
        "modules.review.asked_by",
        "modules.review.reviewer",
        "modules.revision.edited_by",
        "modules.revision.published_by",
        "modules.timetabletemplate.created_by",
        "modules.trustedlibrary.approved_by",
        "modules.upload.decided_by",
        "modules.upload.uploaded_by",
    }
)
