"""What was proved."""

from certificates.awards.models import Award, SerialCounter
from certificates.badges.models import Achievement, Badge, BadgeKey

__all__ = ["Achievement", "Award", "Badge", "BadgeKey", "SerialCounter"]
