"""Fill an empty database for the rush. Run by `tests.run` with PEOPLE PLACES CODE…

Prints {"sessions": […]}: one signed-in session per person. One cohort per code.
"""

import json
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from accounts.users.models import User
from learning.cohorts.models import Cohort
from tests.learning.builders import a_cohort, a_revision


def people_signed_in(count: int) -> list[str]:
    """Write people who have just signed in; return their session keys."""
    people = [
        User(email=f"foule{n}@essai.example", first_name="Dominique", last_name=f"Foule {n}")
        for n in range(count)
    ]
    User.objects.bulk_create(people)
    store = SessionStore()
    sessions = [
        Session(
            session_key=f"foule{n:027d}",
            session_data=store.encode(
                {
                    SESSION_KEY: str(person.pk),
                    BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[1],
                    HASH_SESSION_KEY: person.get_session_auth_hash(),
                }
            ),
            expire_date=timezone.now() + timedelta(days=1),
        )
        for n, person in enumerate(people)
    ]
    Session.objects.bulk_create(sessions)
    return [session.session_key for session in sessions]


def main(people: str, places: str, *codes: str) -> None:
    """Migrate, write, and tell the sessions."""
    call_command("migrate", verbosity=0)
    revision = a_revision()
    for code in codes:
        cohort = a_cohort(revision=revision, places=(2, int(places)))
        Cohort.objects.filter(pk=cohort.pk).update(code=code)
    print(json.dumps({"sessions": people_signed_in(int(people))}))
