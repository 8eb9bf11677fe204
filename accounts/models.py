"""Who is who."""

from accounts.organisations.models import Membership, Organisation
from accounts.users.models import AgentProfile, User

__all__ = ["AgentProfile", "Membership", "Organisation", "User"]
