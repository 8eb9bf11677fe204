"""Periodic work that decides. Celery beat calls it (config/celery.py)."""

from celery import shared_task

from learning.cohorts.services import start_due_cohorts


@shared_task
def follow_the_calendar() -> int:
    """Set running the confirmed cohorts that have begun."""
    return start_due_cohorts()
