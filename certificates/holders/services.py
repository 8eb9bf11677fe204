"""Choose how one's name shows."""

from django.db import transaction

from accounts.users.models import User
from certificates.holders.enums import NameShown
from certificates.holders.models import HolderChoice
from common.audit.services import record


@transaction.atomic
def choose_name_shown(*, person: User, how: NameShown) -> None:
    """Keep how the person's name shows on the check page of all their awards."""
    HolderChoice.objects.update_or_create(person=person, defaults={"name_shown": how})
    record(actor=person, action="name_shown_chosen", target=person, chosen=how.value)
