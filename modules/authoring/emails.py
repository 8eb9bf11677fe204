"""What the mails of a review say."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.users.models import User
from modules.programmes.models import Revision


def send_about(revision: Revision, person: User | None, name: str, **context: Any) -> bool:
    """Mail a person the fact `name` about a revision; return False if they have no address."""
    if person is None or not person.email:
        return False
    path = reverse("workshop:revision", args=[revision.pk])
    told = {
        "revision": revision,
        "page": settings.PUBLIC_BASE_URL + path,
        "first_name": person.get_short_name(),
        **context,
    }
    # Mails are in French: nobody has said otherwise yet.
    with translation.override(settings.LANGUAGE_CODE):
        subject = render_to_string(f"modules/mails/{name}_subject.txt", told)
        body = render_to_string(f"modules/mails/{name}.txt", told)
    EmailMessage(subject.strip(), body.strip() + "\n", to=[person.email]).send()
    return True
