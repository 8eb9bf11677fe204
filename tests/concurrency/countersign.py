"""Countersign a half-day through its page, in a process of its own; print the answer's status.

Run by `tests.run` with TRAINER COHORT HALF_DAY; REDIS_URL names the broker.
"""

from django.test import Client
from django.urls import reverse

from accounts.users.models import User


def main(trainer: str, code: str, half_day: str) -> None:
    """Post the page's only button as the trainer."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(pk=trainer))
    print(client.post(reverse("trainer:countersign", args=[code, int(half_day)])).status_code)
