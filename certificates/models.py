"""What was proved."""

from certificates.awards.models import Award, SerialCounter
from certificates.holders.models import HolderChoice

__all__ = ["Award", "HolderChoice", "SerialCounter"]
