"""Periodic work that decides. Celery beat calls it (config/celery.py)."""

from celery import shared_task

from learning.activity.sending import send_due_reports
from learning.attendance.thanks import thank_people
from learning.cohorts.services import start_due_cohorts
from learning.decisions.telling import tell_of_due_decisions
from learning.enrolment.offers import expire_due_offers
from learning.enrolment.reminders import remind_people
from learning.enrolment.reservations import release_due_reservations, remind_of_kept_places
from learning.enrolment.services import give_places_that_became_free
from learning.evidence.tasks import anchor_what_is_not
from learning.issuing.services import forget_old_zips
from learning.needs.services import forget_needs
from learning.proofs.services import forget_old_packs
from learning.reports.digests import write_digests
from learning.rosters.services import forget_applied_lines, forget_stale_rosters


@shared_task
def anchor_evidence() -> int:
    """Copy outside the database the heads of the chains of evidence that have grown."""
    return anchor_what_is_not()


@shared_task
def follow_the_calendar() -> int:
    """Set running the confirmed cohorts that have begun."""
    return start_due_cohorts()


@shared_task
def follow_the_places() -> dict[str, int]:
    """Pass on the places that nobody took in time, and those that a priority kept until now."""
    return {
        "offers": expire_due_offers(),
        "reservations": release_due_reservations(),
        "reminded": remind_of_kept_places(),
        "given": give_places_that_became_free(),
    }


@shared_task
def forget_rosters() -> dict[str, int]:
    """Delete the files of people that nobody applied, and the names of those applied long ago."""
    return {"files": forget_stale_rosters(), "reports": forget_applied_lines()}


@shared_task
def forget_zips() -> int:
    """Delete the zips of papers made a while ago."""
    return forget_old_zips()


@shared_task
def write_to_people() -> dict[str, int]:
    """Remind those who come soon, thank those who came, and tell the week to who runs it."""
    return {
        "reminded": remind_people(),
        "thanked": thank_people(),
        "digests": write_digests(),
        "reports": send_due_reports(),
    }


@shared_task
def follow_the_decisions() -> int:
    """Tell of the cohorts under their minimum whose day of decision has come."""
    return tell_of_due_decisions()


@shared_task
def forget_what_was_needed() -> int:
    """Delete what people needed for a cohort that ended a month ago."""
    return forget_needs()


@shared_task
def forget_proof_packs() -> int:
    """Delete the proof packs that were kept long enough to be handed on."""
    return forget_old_packs()
