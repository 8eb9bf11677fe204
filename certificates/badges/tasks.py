"""Make the badge of an award that was issued. It decides nothing: the award already exists."""

from certificates.awards.models import Award
from certificates.awards.services import AWARD_ISSUED
from certificates.badges.making import badge_of
from common.jobs.registry import RunningJob, handles


@handles(AWARD_ISSUED)
def make_badge(job: RunningJob) -> dict[str, str]:
    """Sign the award's badge and keep it, once."""
    award = Award.objects.get(pk=job.payload["award"])
    badge_of(award)
    return {"serial": award.serial}
