"""Ways to show a badge elsewhere."""

from datetime import date
from urllib.parse import urlencode

from certificates.awards.models import Award

LINKEDIN = "https://www.linkedin.com/profile/add"


def linkedin_address(award: Award) -> str:
    """Return the address that proposes the award for the person's LinkedIn profile, filled in."""
    facts = award.facts
    issued = date.fromisoformat(facts["issued_on"])
    fields = {
        "startTask": "CERTIFICATION_NAME",
        "name": facts["title"],
        "organizationName": facts["provider"]["name"],
        "issueYear": issued.year,
        "issueMonth": issued.month,
        "certUrl": award.verify_url,
        "certId": award.serial,
    }
    return f"{LINKEDIN}?{urlencode(fields)}"
