"""What was proved."""

from certificates.awards.models import Award, SerialCounter

__all__ = ["Award", "SerialCounter"]
