"""What the access table asks of targets, plans, and the figures given to everyone."""

from django.utils import timezone

from accounts.users.models import User
from learning.plans.models import Plan
from learning.targets.models import Target

PLAN = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("steering:targets",        "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:target_page",    "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:target_page",    "POST", "login", "403",     "403",     "403",     "302"),
    ("steering:close_target",   "POST", "login", "403",     "403",     "403",     "302"),
    ("steering:plans",          "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:plans",          "POST", "login", "403",     "403",     "403",     "302"),
    ("steering:plan",           "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:plan",           "POST", "login", "403",     "403",     "403",     "302"),
    ("api:figures",             "GET",  "403",   "403",     "403",     "200",     "200"),
    ("figures:public",          "GET",  "200",   "200",     "200",     "200",     "200"),
    ("figures:data",            "GET",  "200",   "200",     "200",     "200",     "200"),
    ("figures:schema",          "GET",  "200",   "200",     "200",     "200",     "200"),
    ("targets:mine",            "GET",  "login", "200",     "200",     "200",     "200"),
]  # fmt: skip
SENT = {
    "steering:target": {
        "name": "500 agents", "count": "500", "starts_on": "2027-01-01", "ends_on": "2027-12-31",
        "counts_as": "trained", "scope": "programme:", "trajectory": "straight",
    },
    "steering:target_page": {"name": "2 100", "count": "2100", "trajectory": "straight"},
    "steering:close_target": {"reason": "Un autre le remplace"},
    "steering:plans": {"nom": "Cinq par trimestre", "cohortes": "5"},
}  # fmt: skip


def the_target() -> Target:
    """Return the programme's target."""
    return Target.objects.earliest("pk")


def a_plan(person: User) -> Plan:
    """Return a scenario that was kept today."""
    now = timezone.now()
    return Plan.objects.create(
        target=the_target(), name="Cinq", cohorts=5, places=38, fill=90, completion=90, fresh=95,
        made_on=timezone.localdate(now), count_then=0, goal_then=2000, made_at=now,
        made_by=person,
    )  # fmt: skip
