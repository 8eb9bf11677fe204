"""Who has which paper, what is due, and why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Exists, Func, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from certificates.awards.models import Award
from learning.cohorts.models import Cohort
from learning.completion.enums import Paper, Verdict
from learning.completion.models import Completion, CompletionQuerySet
from learning.completion.papers import FOR_GOOD, enrolment_of, may_give, paper_of_key
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment
from modules.programmes.enums import CountsAs

# The order papers are numbered in.
IN_ORDER = (
    "enrolment__cohort__ends_on", "enrolment__cohort__code", "enrolment__person__last_name",
    "enrolment__person__first_name", "enrolment",
)  # fmt: skip


class _Dashed(Func):
    """An identifier as keys write it, with dashes, on every database."""

    template = "CAST(%(expressions)s AS text)"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        cut = " || '-' || ".join(f"substr(%(expressions)s, {at}, {n})" for at, n in parts)
        return super().as_sql(compiler, connection, template=f"({cut})", **context)


def due(paper: Paper) -> CompletionQuerySet:
    """Return the acquired verdicts whose paper was never issued, in the order of its numbers.

    A paper that was taken back is not due again.
    """
    found = Completion.objects.current().acquired()
    if paper != Paper.CERTIFICATE:
        found = found.filter(counts_as=CountsAs.TRAINED)
    key = Concat(
        Value(f"{paper.value}:"), _Dashed("enrolment_id"), Value(":"),
        Cast("version", CharField()), output_field=CharField(),
    )  # fmt: skip
    keyed = found.annotate(paper_key=key)
    issued = Award.objects.filter(key=OuterRef("paper_key"))
    begins = Concat(
        Value(f"{paper.value}:"), _Dashed(OuterRef("enrolment_id")), Value(":"),
        output_field=CharField(),
    )  # fmt: skip
    taken = Award.objects.filter(
        recipient=OuterRef("person"), revocation_reason__in=FOR_GOOD, key__startswith=begins
    )
    return keyed.filter(~Exists(issued), ~Exists(taken)).order_by(*IN_ORDER)


@dataclass(frozen=True, slots=True)
class DueThere:
    """A cohort where papers are due: how many of each kind."""

    cohort: Cohort
    certificates: int
    attestations: int


def due_by_cohort() -> list[DueThere]:
    """Return the cohorts where certificates are due, or where attestations were begun.

    Attestations are optional: where none was ever issued, nobody asked for them.
    """
    certificates = _by_cohort(due(Paper.CERTIFICATE))
    attestations = _by_cohort(due(Paper.ATTESTATION))
    begun = {of for key in _attestation_keys() if (of := enrolment_of(key))}
    with_some = set(Enrolment.objects.filter(pk__in=begun).values_list("cohort", flat=True))
    wanted = set(certificates) | (set(attestations) & with_some)
    cohorts = Cohort.objects.filter(pk__in=wanted).select_related(
        "venue", "revision__edition__module"
    )
    return [
        DueThere(
            cohort, certificates[cohort.pk],
            attestations[cohort.pk] if cohort.pk in with_some else 0,
        )
        for cohort in cohorts.order_by("-ends_on", "code")
    ]  # fmt: skip


def _by_cohort(found: CompletionQuerySet) -> defaultdict[Any, int]:
    counted = found.order_by().values_list("enrolment__cohort").annotate(n=Count("pk"))
    return defaultdict(int, counted)


def _attestation_keys() -> QuerySet[Award, str]:
    return Award.objects.filter(key__startswith=f"{Paper.ATTESTATION.value}:").values_list(
        "key", flat=True
    )


@dataclass(slots=True)
class Papers:
    """The papers of one enrolment: those that hold, and those that no longer do."""

    valid: dict[Paper, Award] = field(default_factory=dict)
    withdrawn: list[Award] = field(default_factory=list)

    def in_order(self) -> list[Award]:
        """Return those that hold, the certificate first."""
        return [self.valid[paper] for paper in Paper if paper in self.valid]


def papers_by_enrolment(enrolments: Iterable[Enrolment]) -> dict[UUID, Papers]:
    """Return the papers of each of these enrolments, latest first; one query."""
    people = {one.pk: one.person_id for one in enrolments}
    found: dict[UUID, Papers] = {pk: Papers() for pk in people}
    awards = Award.objects.filter(recipient__in=set(people.values())).order_by("-issued_at")
    for award in awards.select_related("replaced_by").defer("facts"):
        of = enrolment_of(award.key)
        if of is None or of not in found:
            continue
        if award.revoked_at is None:
            found[of].valid[paper_of_key(award.key)] = award
        else:
            found[of].withdrawn.append(award)
    return found


def awards_of(enrolments: "QuerySet[Enrolment]") -> QuerySet[Award]:
    """Return every paper of these enrolments, those replaced or revoked too."""
    rows = enrolments.values_list("pk", "person")
    mine = {pk for pk, _person in rows}
    keys = Award.objects.filter(recipient__in={person for _pk, person in rows})
    wanted = [pk for pk, key in keys.values_list("pk", "key") if enrolment_of(key) in mine]
    return Award.objects.filter(pk__in=wanted)


@dataclass(frozen=True, slots=True)
class PersonPapers:
    """A participant who was judged: the verdict that holds, and their papers."""

    enrolment: Enrolment
    completion: Completion | None
    papers: Papers

    @property
    def certificate(self) -> Award | None:
        """Return the certificate (or attestation of participation) that holds."""
        return self.papers.valid.get(Paper.CERTIFICATE)

    @property
    def attestation(self) -> Award | None:
        """Return the attestation of end of training that holds."""
        return self.papers.valid.get(Paper.ATTESTATION)

    @property
    def is_acquired(self) -> bool:
        """Return whether the person has completed."""
        return self.completion is not None and self.completion.verdict == Verdict.ACQUIRED

    @property
    def was_withdrawn(self) -> bool:
        """Return whether a paper of theirs was taken back."""
        return bool(self.papers.withdrawn)

    @property
    def lacks(self) -> list[Paper]:
        """Return the papers the verdict may give and that were never issued."""
        if self.completion is None or not self.is_acquired:
            return []
        return [
            paper
            for paper in Paper
            if may_give(self.completion, paper) and not self._was_issued(paper)
        ]

    def _was_issued(self, paper: Paper) -> bool:
        begins = f"{paper.value}:{self.enrolment.pk}:{self.completion and self.completion.version}"
        every = [*self.papers.valid.values(), *self.papers.withdrawn]
        return any(award.key.partition("/")[0] == begins for award in every)


def people_with_papers(enrolments: "QuerySet[Enrolment]") -> list[PersonPapers]:
    """Return the confirmed ones among these enrolments, by name, with their papers."""
    people = list(
        enrolments.filter(state=EnrolmentState.CONFIRMED)
        .select_related("person", "employer", "enrolling_organisation")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    verdicts = {
        one.enrolment_id: one for one in Completion.objects.current().filter(enrolment__in=people)
    }
    papers = papers_by_enrolment(people)
    return [PersonPapers(one, verdicts.get(one.pk), papers[one.pk]) for one in people]


def valid_papers(work: Sequence[Sequence[str]]) -> list[Award]:
    """Return the papers that hold of these [enrolment, paper] pairs, in their order."""
    wanted = [(UUID(enrolment), Paper(paper)) for enrolment, paper in work]
    enrolments = Enrolment.objects.filter(pk__in={pk for pk, _paper in wanted})
    papers = papers_by_enrolment(enrolments)
    found = (papers[pk].valid.get(paper) for pk, paper in wanted if pk in papers)
    return [award for award in found if award is not None]


def undrawn() -> QuerySet[Award]:
    """Return the papers that hold and are not drawn yet."""
    return Award.objects.valid().filter(rendered_at__isnull=True)
