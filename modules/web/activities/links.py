"""Where an activity's page leads back to."""

from modules.programmes.models import Activity


def board_of(activity: Activity) -> str:
    """Return the address of the day board, opened on the activity's sequence."""
    sequence = activity.sequence
    return f"/atelier/revisions/{sequence.day.revision_id}/?sequence={sequence.pk}"
