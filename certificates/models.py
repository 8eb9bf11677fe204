"""What was proved."""

from certificates.awards.models import Award, SerialCounter
from certificates.badges.models import Achievement, Badge, BadgeKey
from certificates.designs.models import DesignVersion, PaperDesign
from certificates.holders.models import HolderChoice

__all__ = [
    "Achievement",
    "Award",
    "Badge",
    "BadgeKey",
    "DesignVersion",
    "HolderChoice",
    "PaperDesign",
    "SerialCounter",
]
