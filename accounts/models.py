"""Who is who."""

from accounts.notifications.models import Message, MessageTemplate
from accounts.organisations.models import Membership, Organisation
from accounts.users.models import AgentProfile, User

__all__ = ["AgentProfile", "Membership", "Message", "MessageTemplate", "Organisation", "User"]
