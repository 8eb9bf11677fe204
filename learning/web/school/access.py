"""Who the school's pages are for, and what they show of people."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.http import person_of
from accounts.users.enums import Role
from accounts.users.models import User
from learning.web.enrolments.pages import Desk
from learning.web.school.lists import mine


def school_manager(request: HttpRequest) -> User:
    """Return who asks, if they enrol for a structure; the whole space is closed to others."""
    person = person_of(request)
    if not person.has_role(Role.SCHOOL_MANAGER):
        raise PermissionDenied
    return person


DESK = Desk(space="school", cohorts="school:home", enter=school_manager, see=mine)
