"""What needs a decision this week; each figure opens its list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates.awards.models import Award
from frontend import formats
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort, HalfDay
from learning.plans.queries import FORESEEABLE
from learning.reports.pace import Pace
from learning.targets.models import Target
from learning.web.steering.asked import address

NAMED = 3


@dataclass(frozen=True, slots=True)
class Alert:
    """How many of what, which ones, and where their list is."""

    tone: str
    icon: str
    count: int
    words: str
    detail: str
    url: str
    act: str


def alerts_of(
    *,
    coming: Sequence[Cohort],
    unsealed: QuerySet[HalfDay],
    undrawn: QuerySet[Award],
    today: date,
    late: Pace | None,
    target: Target,
) -> list[Alert]:
    """Return what there is to decide, the most urgent first; nothing where all is well.

    `late` is the pace of the target, where it is to be watched.
    """
    return [
        alert
        for alert in (
            _to_decide([cohort for cohort in coming if is_to_decide(cohort, today)]),
            _under_minimum(
                [one for one in coming if is_under_minimum(one) and not is_to_decide(one, today)]
            ),
            _unsealed(list(unsealed.values_list("cohort__title", flat=True))),
            _undrawn(undrawn.count()),
            _out_of_reach(late, target),
            _waited_for([cohort for cohort in coming if cohort.waiting_count]),
        )
        if alert.count
    ]


def is_under_minimum(cohort: Cohort) -> bool:
    """Return whether the cohort has fewer people than it needs; it comes `with_counts()`."""
    return cohort.confirmed_count < cohort.places_min


def is_to_decide(cohort: Cohort, today: date) -> bool:
    """Return whether its day of decision has come while it lacks people and is not confirmed."""
    due = cohort.decision_on is not None and cohort.decision_on <= today
    return due and cohort.state == CohortState.OPEN and is_under_minimum(cohort)


def _to_decide(cohorts: list[Cohort]) -> Alert:
    listing = address("steering:cohorts", {"voir": "a-decider"})
    only = cohorts[0] if len(cohorts) == 1 else None
    return Alert(
        "bad", "calendar-clock", len(cohorts),
        ngettext("cohorte à décider", "cohortes à décider", len(cohorts)),
        _listed(
            _("%(title)s (%(n)s sur %(min)s) : décision prévue le %(day)s") % {
                "title": cohort.title, "n": cohort.confirmed_count, "min": cohort.places_min,
                "day": formats.plain_date(cohort.decision_on),
            }
            for cohort in cohorts
            if cohort.decision_on
        ),
        reverse("steering:decision", args=[only.code]) if only else listing, _("Décider"),
    )  # fmt: skip


def _under_minimum(cohorts: list[Cohort]) -> Alert:
    return Alert(
        "bad", "users", len(cohorts),
        ngettext("cohorte sous son minimum", "cohortes sous leur minimum", len(cohorts)),
        _listed(
            _("%(title)s (%(n)s sur %(min)s) le %(day)s") % {
                "title": cohort.title, "n": cohort.confirmed_count, "min": cohort.places_min,
                "day": formats.plain_date(cohort.starts_on),
            }
            for cohort in cohorts
        ),
        address("steering:cohorts", {"voir": "sous-minimum"}), _("Voir la liste"),
    )  # fmt: skip


def _unsealed(of_cohorts: list[str]) -> Alert:
    titles = dict.fromkeys(of_cohorts)
    return Alert(
        "bad", "signature", len(of_cohorts),
        ngettext(
            "demi-journée finie et non contresignée", "demi-journées finies et non contresignées",
            len(of_cohorts),
        ),
        _listed(titles), address("steering:half_days"), _("Voir la liste"),
    )  # fmt: skip


def _undrawn(count: int) -> Alert:
    return Alert(
        "warn", "file-warning", count,
        ngettext("certificat délivré sans PDF", "certificats délivrés sans PDF", count),
        _("depuis plus d’un quart d’heure"),
        address("steering:awards", {"etat": "sans-pdf"}), _("Voir la liste"),
    )  # fmt: skip


def _out_of_reach(pace: Pace | None, target: Target) -> Alert:
    """Say how many people would be missing at the pace held; none where it is enough."""
    ends_on = target.ends_on
    reached_on = pace and pace.projected_on
    is_missed = pace is not None and not (reached_on and reached_on <= ends_on)
    missed = pace.missed_on(ends_on) if pace and is_missed else 0
    detail = _("l’objectif serait atteint après le %(end)s")
    if pace and not reached_on:
        detail = _("personne n’a été formé depuis un an ; échéance le %(end)s")
    return Alert(
        "bad", "target", missed,
        ngettext(
            "personne manquerait à l’échéance, à ce rythme",
            "personnes manqueraient à l’échéance, à ce rythme", missed,
        ),
        detail % {"end": formats.plain_date(ends_on)}, what_if_of(target), _("Et si ?"),
    )  # fmt: skip


def what_if_of(target: Target) -> str:
    """Return where one tries what would reach a target; its own page where cohorts do not say."""
    if target.scope_kind in FORESEEABLE:
        return address("steering:plans", {"objectif": str(target.pk)})
    return reverse("steering:target_page", args=[target.pk])


def _waited_for(cohorts: list[Cohort]) -> Alert:
    return Alert(
        "warn", "user-plus", len(cohorts),
        ngettext(
            "cohorte avec une liste d’attente", "cohortes avec une liste d’attente", len(cohorts)
        ),
        _listed(
            ngettext("%(title)s : %(n)s personne", "%(title)s : %(n)s personnes", waiting)
            % {"title": cohort.title, "n": waiting}
            for cohort in cohorts
            for waiting in [cohort.waiting_count]
        ),
        address("steering:cohorts", {"voir": "attente"}), _("Voir la liste"),
    )  # fmt: skip


def _listed(names: Iterable[str]) -> str:
    listed = list(names)
    more = len(listed) - NAMED
    shown = " · ".join(listed[:NAMED])
    return _("%(names)s · et %(n)s de plus") % {"names": shown, "n": more} if more > 0 else shown
