"""Write what the check page has to say: a certificate replaced, one revoked, a name kept short."""

from accounts.users.models import User
from certificates.awards.enums import RevocationReason
from certificates.awards.models import Award
from certificates.awards.services import replace_award, revoke_award
from certificates.holders.enums import NameShown
from certificates.holders.services import choose_name_shown


def write_checking(administrator: User, agent: User) -> None:
    """Have the latest papers corrected and taken back; somebody shows only their initials."""
    latest = Award.objects.valid().exclude(recipient=agent).order_by("-issued_at", "serial")
    misspelt, unearned, discreet = latest.select_related("recipient")[:3]
    last_name = misspelt.facts["beneficiary"]["last_name"]
    replace_award(
        actor=administrator, award=misspelt, corrections={"last_name": f"{last_name}-Morel"},
        reason="Nom d’usage ajouté",
    )  # fmt: skip
    revoke_award(
        actor=administrator, award=unearned, reason=RevocationReason.ERROR_IN_ISSUE,
        note="Délivré deux fois à la même personne",
        because="Signalé par l’école : deux fiches pour une même personne.",
    )  # fmt: skip
    choose_name_shown(person=discreet.recipient, how=NameShown.INITIALS)
