"""What the regions' own targets say on a day: one query for the targets, one for their counts."""

from datetime import date, datetime
from functools import lru_cache

from django.db.models import Count as CountRows
from django.db.models import F, Sum

from learning.counting.enums import Dimension
from learning.counting.models import Count, FigureCell
from learning.figures.planned import expected_on
from learning.figures.queries import Figures
from learning.reports.charts.regions import Aim
from learning.targets.enums import ScopeKind
from learning.targets.models import Target


def region_aims(figures: Figures) -> dict[str, Aim]:
    """Return by region code what its target under way that day said then, once counted."""
    at, on, counts_as = figures.at, figures.on, figures.target.counts_as
    # There are a few by region: told apart here rather than in the query.
    regional = Target.objects.filter(scope_kind=ScopeKind.REGION).order_by("-starts_on", "-pk")
    targets = {
        one.scope_value: one.as_known_at(at)
        for one in regional
        if one.counted_at
        and one.counts_as == counts_as
        and one.starts_on <= on <= one.ends_on
        and (one.closed_at is None or one.closed_at > at)
    }
    keys = tuple(one.pk for one in targets.values())
    if figures.written_at:
        people = _in_sums(keys, on, figures.written_at)
    else:
        known = Count.objects.as_known_at(at).filter(effective_on__lte=on, target__in=keys)
        rows_of = known.filter(counts_as=counts_as).order_by().values("target")
        people = dict(rows_of.annotate(n=CountRows("pk")).values_list("target", "n"))
    return {
        region: Aim(people.get(one.pk, 0), expected_on(one, on), one.count)
        for region, one in targets.items()
    }


@lru_cache(maxsize=64)
def _in_sums(targets: tuple[int, ...], on: date, _written_at: datetime) -> dict[int, int]:
    """Return how many people each target counts, read once between two writings."""
    cells = FigureCell.objects.filter(target__in=targets, counts_as=F("target__counts_as"))
    days = cells.filter(dimension=Dimension.DAY, value__lte=on.isoformat()).order_by()
    return dict(days.values("target").annotate(n=Sum("people")).values_list("target", "n"))
