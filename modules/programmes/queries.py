"""Read what is taught."""

from functools import lru_cache

from modules.programmes.models import Revision

# A few editions are followed at a time.
KEPT = 32


@lru_cache(maxsize=KEPT)
def published_tree(revision_id: int) -> Revision:
    """Return a published revision with its days, sequences and activities; read it, never write.

    It is frozen, so this process reads it once. Raises Revision.DoesNotExist for a draft.
    """
    return Revision.objects.published().with_tree().get(pk=revision_id)
