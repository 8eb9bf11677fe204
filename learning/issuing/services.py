"""Ask for papers to be issued, drawn and packed; take a run up again; forget old zips."""

from collections.abc import Sequence
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.services import queue
from learning.cohorts.models import Cohort
from learning.completion.enums import Paper
from learning.completion.models import Completion
from learning.enrolment.models import Enrolment
from learning.issuing.enums import ISSUE, PACK, RunScope, RunState
from learning.issuing.models import ZIP_KEPT, IssueRun
from learning.issuing.permissions import can_gather, can_issue
from learning.issuing.queries import IN_ORDER, due, papers_by_enrolment
from modules.programmes.enums import CountsAs

# More than this is asked for in several runs: a zip stays something one can open.
MOST_AT_ONCE = 1000
JOB_OF = {RunState.ISSUING: ISSUE, RunState.PACKING: PACK}


class CannotIssue(DomainError):
    code = "cannot_issue"
    sentence = _("Seule l’administration du programme fait délivrer des titres.")


class CannotGather(DomainError):
    code = "cannot_gather"
    sentence = _("Vous ne pouvez réunir que les titres des personnes que votre structure inscrit.")


class ChooseAPaper(DomainError):
    code = "choose_a_paper"
    sentence = _("Cochez au moins un titre à délivrer.")


class NothingToIssue(DomainError):
    code = "nothing_to_issue"
    sentence = _("Il n’y a rien à délivrer : personne n’a rempli la règle ici, ou tout l’est déjà.")


class RunIsNotStopped(DomainError):
    code = "run_is_not_stopped"
    sentence = _("Cette délivrance n’est pas en panne : il n’y a rien à reprendre.")


@transaction.atomic
def issue_for_person(*, actor: User, enrolment: Enrolment, papers: Sequence[Paper]) -> IssueRun:
    """Have one person's papers of a cohort issued. Raises what `issue_for_cohort` does."""
    _guard(actor, papers)
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    return _ask(
        IssueRun(scope=RunScope.PERSON, enrolment=enrolment, cohort=enrolment.cohort),
        actor, papers, _acquired(papers, enrolment=enrolment),
    )  # fmt: skip


@transaction.atomic
def issue_for_cohort(*, actor: User, cohort: Cohort, papers: Sequence[Paper]) -> IssueRun:
    """Have a cohort's papers issued, sealed and packed; asked twice at once, it is one run.

    Raises CannotIssue, ChooseAPaper or NothingToIssue.
    """
    _guard(actor, papers)
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    work = _acquired(papers, enrolment__cohort=cohort)
    return _ask(IssueRun(scope=RunScope.COHORT, cohort=cohort), actor, papers, work)


@transaction.atomic
def issue_what_is_due(*, actor: User, papers: Sequence[Paper]) -> IssueRun:
    """Have every paper issued that should have been; the first MOST_AT_ONCE of them.

    Raises what `issue_for_cohort` does.
    """
    _guard(actor, papers)
    work = [
        [str(enrolment), paper.value]
        for paper in papers
        for enrolment in due(paper).values_list("enrolment", flat=True)[:MOST_AT_ONCE]
    ]
    return _ask(IssueRun(scope=RunScope.DUE), actor, papers, work[:MOST_AT_ONCE])


@transaction.atomic
def gather_papers(*, actor: User, cohort: Cohort, organisation: Organisation) -> IssueRun:
    """Have the papers packed that the people a structure enrolled in a cohort hold.

    It issues nothing. Raises CannotGather or NothingToIssue.
    """
    if not can_gather(actor, organisation):
        raise CannotGather
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    papers = list(Paper)
    theirs = Enrolment.objects.filter(cohort=cohort, enrolling_organisation=organisation)
    people = theirs.order_by("person__last_name", "person__first_name", "pk")
    held = papers_by_enrolment(people)
    work = [
        [str(pk), paper.value]
        for paper in papers
        for pk in people.values_list("pk", flat=True)
        if paper in held[pk].valid
    ]
    run = IssueRun(
        scope=RunScope.COHORT, cohort=cohort, organisation=organisation, state=RunState.PACKING
    )
    return _ask(run, actor, papers, work)


def _guard(actor: User, papers: Sequence[Paper]) -> None:
    if not can_issue(actor):
        raise CannotIssue
    if not papers:
        raise ChooseAPaper


def _acquired(papers: Sequence[Paper], **scope: object) -> list[list[str]]:
    """Return who has completed, in the order their papers are numbered in."""
    found = Completion.objects.current().acquired().filter(**scope).order_by(*IN_ORDER)
    rows = list(found.values_list("enrolment", "counts_as"))
    return [
        [str(enrolment), paper.value]
        for paper in papers
        for enrolment, counts_as in rows
        if paper == Paper.CERTIFICATE or counts_as == CountsAs.TRAINED
    ]


def _ask(
    run: IssueRun, actor: User, papers: Sequence[Paper], work: list[list[str]]
) -> IssueRun:  # fmt: skip
    """Keep the run and queue its job; or return the same one, if it is under way."""
    if not work:
        raise NothingToIssue
    run.papers, run.work, run.asked_by = [paper.value for paper in papers], work, actor
    same = IssueRun.objects.under_way().filter(
        scope=run.scope, enrolment=run.enrolment, cohort=run.cohort,
        organisation=run.organisation,
    )  # fmt: skip
    for other in same:
        if other.work == work and not has_stopped(other):
            return other
    run.save(force_insert=True)
    record(
        actor=actor, action="papers_asked", target=run, scope=run.scope, papers=run.papers,
        cohort=run.cohort.code if run.cohort else "", count=len(work),
    )  # fmt: skip
    queue_next(run)
    return run


def queue_next(run: IssueRun) -> None:
    """Queue the job of the step a run is at; call it in the transaction that wrote the step."""
    kind = JOB_OF[RunState(run.state)]
    queue(kind=kind, key=run.job_key, payload={"run": str(run.pk)}, created_by=run.asked_by)


def job_of(run: IssueRun) -> Job | None:
    """Return the job of the step a run is at; None once it is over."""
    if run.is_done:
        return None
    return Job.objects.filter(kind=JOB_OF[RunState(run.state)], key=run.job_key).first()


def has_stopped(run: IssueRun) -> bool:
    """Return whether its job was given up by the workers: it may be taken up again."""
    job = job_of(run)
    return job is not None and job.state == JobState.FAILED


@transaction.atomic
def resume_run(*, actor: User, run: IssueRun) -> IssueRun:
    """Take up a run that stopped, where it was. Raises CannotIssue or RunIsNotStopped.

    Nothing is issued or drawn a second time.
    """
    may_gather = run.organisation is not None and can_gather(actor, run.organisation)
    if not may_gather and not can_issue(actor):
        raise CannotIssue
    held = IssueRun.objects.select_for_update().get(pk=run.pk)
    if not has_stopped(held):
        raise RunIsNotStopped
    held.turn += 1
    held.save(update_fields=["turn"])
    record(actor=actor, action="papers_resumed", target=held)
    queue_next(held)
    return held


def forget_old_zips(*, kept: timedelta = ZIP_KEPT) -> int:
    """Delete the zips made long ago: they hold names, and the papers stay; return how many."""
    old = IssueRun.objects.filter(finished_at__lt=timezone.now() - kept).exclude(zip="")
    names = dict(old.values_list("pk", "zip"))
    for name in names.values():
        default_storage.delete(name)
    IssueRun.objects.filter(pk__in=names).update(zip="")
    return len(names)
