"""What the regions' own targets say on a day: one query for the targets, one for their counts."""

from datetime import date, datetime

from django.db.models import Count as CountRows
from django.db.models import Q, Sum

from learning.counting.enums import Dimension
from learning.counting.models import Count, FigureCell
from learning.figures.planned import expected_on
from learning.reports.charts.regions import Aim
from learning.targets.enums import ScopeKind
from learning.targets.models import Target


def region_aims(main: Target, *, at: datetime, on: date, is_past: bool) -> dict[str, Aim]:
    """Return by region code what its target under way on that day said then, once counted."""
    under_way = Target.objects.filter(
        Q(closed_at=None) | Q(closed_at__gt=at), counted_at__isnull=False,
        scope_kind=ScopeKind.REGION, counts_as=main.counts_as, starts_on__lte=on, ends_on__gte=on,
    )  # fmt: skip
    rows = under_way.order_by("-starts_on", "-pk")
    targets = {one.scope_value: one.as_known_at(at) for one in rows}
    if not targets:
        return {}
    if is_past:
        known = Count.objects.as_known_at(at).filter(effective_on__lte=on)
        people = known.filter(target__in=targets.values(), counts_as=main.counts_as).order_by()
        counted = dict(
            people.values("target").annotate(n=CountRows("pk")).values_list("target", "n")
        )
    else:
        cells = FigureCell.objects.filter(target__in=targets.values(), counts_as=main.counts_as)
        days = cells.filter(dimension=Dimension.DAY, value__lte=on.isoformat()).order_by()
        counted = dict(days.values("target").annotate(n=Sum("people")).values_list("target", "n"))
    return {
        region: Aim(counted.get(one.pk, 0), expected_on(one, on), one.count)
        for region, one in targets.items()
    }
