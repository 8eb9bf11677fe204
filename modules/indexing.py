"""All that can be found, from every room: to write the index again from nothing."""

from itertools import chain

from django.db import transaction

from modules.contents import indexing as contents
from modules.glossary import indexing as glossary
from modules.programmes import indexing as programmes
from modules.search.services import replace_all

ROOMS = (programmes, contents, glossary)


@transaction.atomic
def rebuild() -> int:
    """Write the whole index again; return how many entries it holds."""
    return replace_all(entries=chain.from_iterable(room.entries() for room in ROOMS))
