"""One person written twice: close one account into the other, and open it again."""

from accounts.users.models import AgentProfile, User
from accounts.users.services import PROFILE_FIELDS, UNKNOWN


def close_account(*, merged: User, surviving: User) -> None:
    """Have an account lead to another: nobody signs in to it, its addresses find the other."""
    merged.is_active, merged.merged_into = False, surviving
    merged.save(update_fields=["is_active", "merged_into"])


def reopen_account(*, merged: User) -> None:
    """Have an account be its own again."""
    merged.is_active, merged.merged_into = True, None
    merged.save(update_fields=["is_active", "merged_into"])


def complete_profile(*, surviving: User, merged: User) -> dict[str, str]:
    """Fill in what the profile of the one who stays lacks; return what was filled, by field."""
    theirs = AgentProfile.objects.filter(person=merged).first()
    if theirs is None:
        return {}
    profile, _is_new = AgentProfile.objects.get_or_create(person=surviving)
    filled = [
        name
        for name in PROFILE_FIELDS
        if getattr(profile, name) in UNKNOWN and getattr(theirs, name) not in UNKNOWN
    ]
    for name in filled:
        setattr(profile, name, getattr(theirs, name))
    profile.save(update_fields=filled)
    return {name: str(getattr(theirs, name)) for name in filled}


def take_back_from_profile(*, person: User, filled: dict[str, str]) -> None:
    """Empty what a merge filled in, unless the person has changed it since."""
    if not filled:
        return
    profile = AgentProfile.objects.get(person=person)
    blank = AgentProfile()
    emptied = [name for name, value in filled.items() if str(getattr(profile, name)) == value]
    for name in emptied:
        setattr(profile, name, getattr(blank, name))
    profile.save(update_fields=emptied)
