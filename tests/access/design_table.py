"""The rows of the look of papers: the administration's alone."""

from certificates.awards.enums import AwardKind
from certificates.designs.look import Look
from certificates.designs.models import PaperDesign

DESIGNS = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("steering:designs",        "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:designs",        "POST", "login", "403",     "403",     "403",     "302"),
    ("steering:design",         "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:design",         "POST", "login", "403",     "403",     "403",     "302"),
    ("steering:design_preview", "GET",  "login", "403",     "403",     "403",     "200"),
    # What is tried is drawn and not kept.
    ("steering:design_preview", "POST", "login", "403",     "403",     "403",     "200"),
]  # fmt: skip


def a_design() -> PaperDesign:
    """Return a design with its first draft."""
    design, is_new = PaperDesign.objects.get_or_create(kind=AwardKind.COMPLETION_CERTIFICATE)
    if is_new:
        design.versions.create(number=1, look=Look().frozen())
    return design
