"""Make the first administrator of a new platform."""

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.organisations.enums import OrganisationKind
from accounts.organisations.models import Organisation
from accounts.organisations.services import grant_role
from accounts.users.enums import Role
from accounts.users.models import User


class Command(BaseCommand):
    """Write an administrator, and the training provider they belong to."""

    help = "Crée un compte d’administration du programme (et l’organisme de formation au besoin)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the address, the names, and the provider's name."""
        parser.add_argument("email")
        parser.add_argument("--first-name", required=True)
        parser.add_argument("--last-name", required=True)
        parser.add_argument("--provider", required=True, help="Nom de l’organisme de formation")

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        """Write all or nothing."""
        password = getpass("Mot de passe : ")
        try:
            validate_password(password)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        provider, _is_new = Organisation.objects.get_or_create(
            kind=OrganisationKind.PROVIDER, defaults={"name": options["provider"]}
        )
        person = User.objects.create_user(
            email=options["email"],
            password=password,
            first_name=options["first_name"],
            last_name=options["last_name"],
        )
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        grant_role(actor=None, person=person, organisation=provider, role=Role.ADMINISTRATOR)
        self.stdout.write(f"{person} administre maintenant le programme.")
