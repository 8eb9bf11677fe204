"""The trainers' running order: minute by minute, with material, roles and notes."""

from modules.exchange.document import read_whole, sheet_of
from modules.exchange.papers.clock import printed_days
from modules.exchange.papers.press import printed
from modules.programmes.models import Revision
from modules.programmes.timetable import totals


def running_order(revision: Revision) -> bytes:
    """Return the running order of an edition, A4 landscape, a page or more for each day."""
    whole = read_whole(revision)
    context = {
        "title": sheet_of(whole)["title"],
        "revision": whole,
        "days": printed_days(whole, with_notes=True),
        "totals": totals(day.sequences.all() for day in whole.days.all()),
    }
    return printed("running_order.html", context)
