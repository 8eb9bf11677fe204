"""Which look a paper takes."""

from typing import Any

from accounts.organisations.models import Organisation
from certificates.designs.look import Look
from certificates.designs.models import DesignVersion
from modules.programmes.models import Module


def look_for(*, kind: str, module: Module, organisation: Organisation | None) -> dict[str, Any]:
    """Return what the facts of a paper freeze of its look, as `facts["look"]`, in one query.

    `organisation` is the one that enrolled the person, None when they came by themselves. Where
    no design applies, the usual look is frozen: it must not change for papers already issued.
    """
    applying = DesignVersion.objects.applying_to(
        kind=kind, module=module, organisation=organisation
    )
    version = applying.first()
    return version.frozen() if version else Look().frozen()
