"""Write the demo's formats, venues, organisations, modules and editions."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.utils import timezone
from stdnum import luhn

from accounts.organisations.enums import OrganisationKind, Region
from accounts.organisations.models import Organisation
from accounts.users.models import User
from config.demo.content import load
from learning.cohorts.models import Venue
from modules.authoring.placing import add_activity
from modules.authoring.sequences import edit_sequence, move_sequence
from modules.commons.markup import from_plain_text
from modules.contents.importing import process_upload
from modules.contents.models import ContentVersion
from modules.contents.services import receive_package
from modules.programmes.enums import ActivityKind
from modules.programmes.models import Activity, Day, Edition, Format, Module, Revision, Sequence
from modules.programmes.services import publish_revision, start_next_revision

# Our own interactive contents, built with the front end.
PACKAGES = settings.BASE_DIR / "frontend" / "static" / "build" / "h5p"
REGIONS = {label: value for value, label in Region.choices}


def siret(random: Random) -> str:
    """Return an invented SIRET whose keys are right."""
    stem = "".join(str(random.randrange(10)) for _ in range(8))
    siren = stem + luhn.calc_check_digit(stem)
    establishment = f"{siren}{random.randrange(1, 60):04d}"
    return establishment + luhn.calc_check_digit(establishment)


def write_formats() -> dict[str, Format]:
    """Write the formats of the programme."""
    return {row["key"]: Format.objects.create(**row) for row in load("formats")["format"]}


def write_venues() -> dict[str, Venue]:
    """Write the venues, by their key."""
    venues = {}
    for row in load("venues")["venue"]:
        key = row.pop("key")
        venues[key] = Venue.objects.create(**{**row, "region": REGIONS[str(row["region"])]})
    return venues


def write_organisations(random: Random, today: date) -> dict[str, Organisation]:
    """Write the provider, the schools and the employers, by their key or name."""
    organisations = {}
    for row in load("organisations")["organisation"]:
        key = row.pop("key", row["name"])
        since = row.pop("member_since_days", None), row.pop("partner_since_days", None)
        organisations[key] = Organisation(
            **{**row, "region": REGIONS[str(row["region"])]},
            siret=siret(random),
            member_from=today - timedelta(days=since[0]) if since[0] else None,
            partner_from=today - timedelta(days=since[1]) if since[1] else None,
        )
    Organisation.objects.bulk_create(organisations.values())
    return organisations


def provider_of(organisations: dict[str, Organisation]) -> Organisation:
    """Return the training provider."""
    return next(o for o in organisations.values() if o.kind == OrganisationKind.PROVIDER)


def write_modules(formats: dict[str, Format], today: date) -> dict[str, Module]:
    """Write the catalogue's sheets, by their key."""
    modules = {}
    for row in load("modules")["module"]:
        key = row.pop("key")
        days = row.pop("updated_days_ago")
        modules[key] = Module.objects.create(
            **{**row, "format": formats[row["format"]]},
            slug=key,
            updated_on=today - timedelta(days=days),
        )
    return modules


def write_contents(actor: User) -> dict[str, ContentVersion]:
    """Import our own interactive contents, as built at set-up; return them by package name."""
    contents = {}
    for package in sorted(PACKAGES.glob("*.h5p")):
        with package.open("rb") as file:
            upload = receive_package(actor=actor, file=File(file), filename=package.name)
        done = process_upload(upload=upload, trusting=True)
        contents[package.stem] = ContentVersion.objects.get(content=done.content)
    return contents


def write_edition(
    module: Module,
    number: int,
    content: str,
    published_on: date,
    contents: dict[str, ContentVersion],
) -> Revision:
    """Write an edition with its first revision, published that day."""
    edition = Edition.objects.create(module=module, number=number)
    revision = Revision.objects.create(edition=edition, number=1)
    for position, day in enumerate(load(content)["day"], start=1):
        _write_day(revision, position, day, contents)
    publish_revision(actor=None, revision=revision)
    noon = timezone.make_aware(datetime.combine(published_on, time(12)))
    Revision.objects.filter(pk=revision.pk).update(published_at=noon, edited_at=noon)
    # Publishing dated the public page of today.
    Module.objects.filter(pk=module.pk).update(updated_on=module.updated_on)
    revision.refresh_from_db()
    return revision


def _write_day(
    revision: Revision,
    position: int,
    content: dict[str, Any],
    contents: dict[str, ContentVersion],
) -> None:
    sequences = content.pop("sequence")
    day = Day.objects.create(revision=revision, position=position, **content)
    for row in sequences:
        activities = row.pop("activity", [])
        starts = time.fromisoformat(row.pop("starts"))
        sequence = Sequence.objects.create(day=day, starts=starts, **row)
        Activity.objects.bulk_create(
            Activity(
                sequence=sequence,
                position=number,
                is_required=activity.pop("required", False),
                content_version=contents.get(activity.pop("content", "")),
                body=from_plain_text(activity.pop("body", "")),
                **activity,
            )
            for number, activity in enumerate(activities, start=1)
        )


def write_draft(revision: Revision, author: User) -> None:
    """Begin the next revision of an edition, as its author left it: one overlap is to be mended."""
    draft = start_next_revision(actor=author, revision=revision)
    test = Sequence.objects.select_related("day__revision").get(
        day__revision=draft, title="Premier test dans le couloir"
    )
    move_sequence(actor=author, sequence=test, starts=time(16))
    edit_sequence(actor=author, sequence=test, fields={
        "purpose": "Montrer une maquette imparfaite à cinq inconnus, et se taire assez longtemps "
        "pour apprendre.",
    })  # fmt: skip
    add_activity(
        actor=author, sequence=test, kind=ActivityKind.DELIVERABLE, title="Protocole en une page"
    )
