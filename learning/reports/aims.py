"""What the regions' own targets say on a day: one query for the targets, one for their counts."""

from datetime import date, datetime
from functools import lru_cache

from django.db.models import Count as CountRows
from django.db.models import F, Q, Sum

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
    under_way = Target.objects.filter(
        Q(closed_at=None) | Q(closed_at__gt=at), counted_at__isnull=False,
        scope_kind=ScopeKind.REGION, counts_as=counts_as, starts_on__lte=on, ends_on__gte=on,
    )  # fmt: skip
    rows = under_way.order_by("-starts_on", "-pk")
    targets = {one.scope_value: one.as_known_at(at) for one in rows}
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
