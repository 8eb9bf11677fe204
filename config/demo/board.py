"""What the board shows besides figures: days that are annotated, regions with their own target."""

from datetime import date, timedelta

from accounts.organisations.enums import Region
from accounts.users.models import User
from learning.annotations.services import annotate
from learning.targets.enums import ScopeKind
from learning.targets.models import Target

NOTED = ((600, "Premières cohortes"), (330, "Ouverture de la saison 2"), (90, "Rentrée des écoles"))
AIMS = {
    Region.ILE_DE_FRANCE: 320, Region.BRETAGNE: 130, Region.OCCITANIE: 260,
    Region.AUVERGNE_RHONE_ALPES: 240, Region.NOUVELLE_AQUITAINE: 200, Region.LA_REUNION: 40,
    Region.MAYOTTE: 30,
}  # fmt: skip


def write_board(administrator: User, main: Target, today: date) -> None:
    """Annotate days, and give some regions a target of their own: the count comes after."""
    for days_ago, words in NOTED:
        annotate(actor=administrator, on=today - timedelta(days=days_ago), words=words)
    Target.objects.bulk_create(
        Target(
            name=f"{region.label} : {count}", count=count, counts_as=main.counts_as,
            starts_on=main.starts_on, ends_on=main.ends_on, parent=main,
            scope_kind=ScopeKind.REGION, scope_value=region,
        )
        for region, count in AIMS.items()
    )  # fmt: skip
