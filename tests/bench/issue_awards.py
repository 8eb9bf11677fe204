"""Issue awards in a process of its own, whose broker REDIS_URL names: `tests.run` with COUNT."""

from django.db import transaction

from certificates.awards.enums import AwardKind
from certificates.awards.models import Award
from certificates.awards.services import issue_award
from tests.certificates.facts import award_facts
from tests.learning.builders import a_person


def main(count: str) -> None:
    """Issue COUNT awards in one transaction: their papers are asked for as it ends."""
    first = Award.objects.count()
    with transaction.atomic():
        for number in range(first, first + int(count)):
            issue_award(
                key=f"bench:{number}", kind=AwardKind.COMPLETION_CERTIFICATE,
                recipient=a_person(email=f"mesure{number}@essai.example"),
                facts=award_facts(demo=True),
            )  # fmt: skip
