"""Where an activity's page leads back to."""

from django.urls import reverse

from modules.programmes.models import Activity


def board_of(activity: Activity) -> str:
    """Return the address of the day board, opened on the activity's sequence."""
    sequence = activity.sequence
    board = reverse("board:revision", args=[sequence.day.revision_id])
    return f"{board}?sequence={sequence.pk}"
