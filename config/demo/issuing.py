"""Have papers issued: a cohort's attestations, one person's elsewhere, a word corrected."""

from accounts.users.models import User
from certificates.awards.models import Award
from certificates.awards.services import replace_award
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.completion.enums import Paper
from learning.completion.models import Completion
from learning.issuing.services import issue_for_cohort, issue_for_person
from modules.programmes.enums import CountsAs


def write_issuing(administrator: User, agent: User) -> None:
    """Ask for the attestations of the last cohort that ended, and for one of the cohort before.

    The others of that one are then due: the page that lists what is due has something to say.
    """
    trained = Completion.objects.current().counting_as(CountsAs.TRAINED)
    ended = Cohort.objects.filter(
        state=CohortState.CLOSED, pk__in=trained.values("enrolment__cohort")
    )
    last, before = ended.order_by("-ends_on", "code")[:2]
    issue_for_cohort(actor=administrator, cohort=last, papers=list(Paper))
    someone = trained.filter(enrolment__cohort=before).order_by("person__last_name", "pk")[0]
    issue_for_person(actor=administrator, enrolment=someone.enrolment, papers=[Paper.ATTESTATION])
    mine = Award.objects.valid().filter(recipient=agent).order_by("issued_at")[0]
    replace_award(
        actor=administrator, award=mine, corrections={"function": "Responsable de l’innovation"},
        reason="La fonction imprimée n’était plus la sienne",
    )  # fmt: skip
