"""The list of designs."""

from django.urls import reverse

from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from certificates.awards.enums import AwardKind
from certificates.designs.look import Look
from certificates.designs.models import DesignVersion, PaperDesign
from tests.learning.builders import a_person, number


def designs(rows: int) -> tuple[User, str]:
    """Designs of as many schools, each with a published version."""
    schools = Organisation.objects.bulk_create(
        Organisation(name=f"École {number()}", kind="school") for _ in range(rows)
    )
    made = PaperDesign.objects.bulk_create(
        PaperDesign(kind=AwardKind.COMPLETION_CERTIFICATE, organisation=school)
        for school in schools
    )
    admin = a_person(Role.ADMINISTRATOR)
    DesignVersion.objects.bulk_create(
        DesignVersion(
            design=design, number=1, look=Look().frozen(), created_by=admin,
            published_at=admin.date_joined,
        )
        for design in made
    )  # fmt: skip
    return admin, reverse("steering:designs")


DESIGN_SCENES = [designs]
