"""Write what the demo's school has on its desk: kept places, a group that waits, a replacement."""

from datetime import datetime, timedelta

from accounts.organisations.models import Organisation
from accounts.users.models import User
from accounts.users.services import AgentDetails
from config.demo.places import FULL
from learning.cohorts.models import Cohort
from learning.enrolment.groups import make_group
from learning.enrolment.replacing import replace_participant
from learning.enrolment.reservations import name_someone, reserve_places
from learning.enrolment.services import enrol_agent

# Where places are left to keep.
_KEPT_IN = "marseille-2"
_NAMED = (("Anouk", "Salvetti"), ("Yanis", "Borel"))
_TOGETHER = (("Inès", "Cordier"), ("Hugo", "Maraval"), ("Solène", "Guivarch"))
_COLLEAGUE = ("Nadia", "Escoffier")


def write_desk(manager: User, school: Organisation, now: datetime) -> None:
    """Keep five places and name two, have three colleagues wait together, replace someone."""
    kept = reserve_places(
        actor=manager, cohort=Cohort.objects.get(code=_KEPT_IN), organisation=school, places=5,
        name_by=(now + timedelta(days=6)).replace(hour=22, minute=59, second=0, microsecond=0),
    )  # fmt: skip
    for name in _NAMED:
        name_someone(actor=manager, reservation=kept, details=_details(name, school))
    full = Cohort.objects.get(code=FULL)
    together = [
        enrol_agent(actor=manager, cohort=full, organisation=school, details=_details(name, school))
        for name in _TOGETHER
    ]
    make_group(
        actor=manager, cohort=full, name="Bureau des usagers", people=together, accepts_some=False
    )
    mine = full.enrolments.confirmed().filter(enrolling_organisation=school)
    replace_participant(
        actor=manager, enrolment=mine.order_by("person__last_name", "pk")[0],
        details=_details(_COLLEAGUE, school), reason="Congé parental à partir du mois prochain",
    )  # fmt: skip


def _details(name: tuple[str, str], school: Organisation) -> AgentDetails:
    first, last = name
    return AgentDetails(
        first_name=first, last_name=last, function="Chargé·e de mission",
        email=f"{first}.{last}@agents.example".lower().replace("è", "e"), employer_id=school.pk,
    )  # fmt: skip
