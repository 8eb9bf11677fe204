"""What was proved."""

from certificates.awards.models import Award, SerialCounter
from certificates.designs.models import DesignVersion, PaperDesign
from certificates.holders.models import HolderChoice

__all__ = ["Award", "DesignVersion", "HolderChoice", "PaperDesign", "SerialCounter"]
