"""What was proved."""

from certificates.awards.models import Award, SerialCounter
from certificates.designs.models import DesignVersion, PaperDesign

__all__ = ["Award", "DesignVersion", "PaperDesign", "SerialCounter"]
