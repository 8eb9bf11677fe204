"""Periodic work that decides. Celery beat calls it (config/settings/base.py)."""

from celery import shared_task

from modules.contents.exporting import forget_old_exports
from modules.contents.tidying import (
    collect_blobs,
    forget_decided_uploads,
    forget_old_drafts,
)
from modules.exchange.exporting import forget_old_editions
from modules.exchange.importing import forget_stale_imports


@shared_task
def tidy_contents() -> dict[str, int]:
    """Remove what nobody needs: superseded files, old exports and drafts, decided uploads."""
    return {
        "files": collect_blobs(),
        "exports": forget_old_exports(),
        "drafts": forget_old_drafts(),
        "editions": forget_old_editions(),
        "imports": forget_stale_imports(),
        "uploads": forget_decided_uploads(),
    }
