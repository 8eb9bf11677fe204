"""Count everything again and compare: verdicts, the record, who counts, the sums."""

from collections.abc import Callable, Iterator
from functools import partial

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.completion.enums import Verdict
from learning.completion.models import Completion
from learning.counting.cells import NAMES, Measures, counted_cells, written_cells
from learning.counting.enums import Dimension
from learning.counting.models import CountedPerson, CountedVerdict, CountedVerdictQuerySet
from learning.counting.record import change_verdicts, count_again, hold_the_record, spans_written
from learning.counting.replay import spans_of
from learning.counting.services import counted_from, key_of
from learning.figures.adoption import adopt_verdicts
from learning.figures.words import labels_of
from learning.targets.models import Target
from modules.programmes.enums import CountsAs

PEOPLE_AT_ONCE = 5000
WORDS = {
    "people": gettext_lazy("personnes"), "judged": gettext_lazy("verdicts"),
    "acquired": gettext_lazy("achèvements"), "minutes": gettext_lazy("minutes"),
    "half_days": gettext_lazy("demi-journées suivies"),
    "half_days_planned": gettext_lazy("demi-journées prévues"),
}  # fmt: skip


def differences() -> Iterator[str]:
    """Yield, in words, each thing that figures say and that a full recount does not."""
    # Each is read while nobody writes: what is written between two readings is no difference.
    yield from _undisturbed(_of_verdicts)
    for target in Target.objects.order_by("pk"):
        yield from _undisturbed(partial(_of_counts, target))
        yield from _undisturbed(partial(_of_cells, target))


@transaction.atomic
def _undisturbed(read: Callable[[], Iterator[str]]) -> list[str]:
    hold_the_record()
    return list(read())


def repair() -> None:
    """Make figures say what a full recount says; the instants already right stay as they are."""
    adopt_verdicts()
    with transaction.atomic():
        at = hold_the_record()
        wrong = list(_not_as_said().select_related("completion"))
        completions = (
            Completion.objects.current()
            .filter(pk__in=[one.completion_id for one in wrong])
            .select_related("person", "employer", "module", "enrolment")
        )
        begun = [counted_from(one, key_of(one.person)) for one in completions]
        change_verdicts(at, ended=wrong, begun=begun)
    for target in Target.objects.order_by("pk"):
        count_again(target)


def _of_verdicts() -> Iterator[str]:
    held = CountedVerdict.objects.standing().filter(completion=OuterRef("pk"))
    missing = Completion.objects.current().filter(~Exists(held), counted_for_good=None)
    for completion in missing.select_related("enrolment__cohort"):
        code = completion.enrolment.cohort.code
        yield _("verdict %(n)s, cohorte %(code)s : absent du registre") % {
            "n": completion.pk, "code": code,
        }  # fmt: skip
    for verdict in _not_as_said().select_related("cohort"):
        yield _("verdict %(n)s, cohorte %(code)s : le registre dit autre chose") % {
            "n": verdict.completion_id, "code": verdict.cohort.code,
        }  # fmt: skip


def _not_as_said() -> CountedVerdictQuerySet:
    """Return what the record holds as standing and the verdicts do not say, or no longer."""
    acquired = Q(completion__verdict=Verdict.ACQUIRED)
    same = (
        Q(completion__superseded_at=None)
        & Q(key__person=F("completion__person"))
        & (Q(acquired=True) & acquired | Q(acquired=False) & ~acquired)
        & Q(effective_on=F("completion__effective_on"))
        & Q(minutes=F("completion__minutes_attended"))
        & Q(half_days=F("completion__half_days_attended"))
        & Q(counts_as=F("completion__counts_as"))
        & Q(region=F("completion__region"))
        & Q(versant=F("completion__versant"))
        & Q(category=F("completion__category"))
        & Q(half_days_planned=F("completion__half_days_planned"))
        & Q(module=F("completion__module"))
        & Q(cohort=F("completion__enrolment__cohort"))
        & (Q(school=F("completion__school")) | Q(school=None, completion__school=None))
        & (Q(employer=F("completion__employer")) | Q(employer=None, completion__employer=None))
    )
    rows = CountedVerdict.objects.standing().filter(completion__isnull=False)
    return rows.exclude(pk__in=rows.filter(same).values("pk"))


def _of_counts(target: Target) -> Iterator[str]:
    keys = list(CountedPerson.objects.order_by("pk").values_list("pk", flat=True))
    missing = added = 0
    for start in range(0, len(keys), PEOPLE_AT_ONCE):
        part = keys[start : start + PEOPLE_AT_ONCE]
        wanted = set(spans_of(target, CountedVerdict.objects.filter(key__in=part)))
        written = set(spans_written(target, part))
        missing += len(wanted - written)
        added += len(written - wanted)
    if missing or added:
        yield _("objectif « %(name)s » : %(missing)s comptes manquent, %(added)s sont de trop") % {
            "name": target.name, "missing": missing, "added": added,
        }  # fmt: skip


def _of_cells(target: Target) -> Iterator[str]:
    counted, written = counted_cells(target), written_cells(target)
    for place in sorted(counted.keys() | written.keys()):
        should, says = counted.get(place, Measures()), written.get(place, Measures())
        label = labels_of(Dimension(place.dimension), [place.value])[place.value]
        for name, right, wrong in zip(NAMES, should, says, strict=True):
            if right != wrong:
                yield _(
                    "objectif « %(target)s », %(counts_as)s, %(dimension)s « %(value)s » : "
                    "%(wrong)s %(what)s écrits, %(right)s recomptés"
                ) % {
                    "target": target.name, "counts_as": CountsAs(place.counts_as).label,
                    "dimension": Dimension(place.dimension).label, "value": label,
                    "wrong": wrong, "right": right, "what": WORDS[name],
                }  # fmt: skip
