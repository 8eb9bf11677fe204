"""The addresses of an enrolment's page and acts at a desk."""

from django.urls import URLPattern, path

from learning.web.enrolments.pages import (
    CancelPage,
    Desk,
    EnrolmentPage,
    LeaveGroupPage,
    MovePage,
    ReplacePage,
)


def enrolment_urls(desk: Desk) -> list[URLPattern]:
    """Return the routes that a desk adds to its own."""
    base = "inscriptions/<uuid:enrolment_id>/"
    return [
        path(base, EnrolmentPage.as_view(desk=desk), name="enrolment"),
        path(f"{base}remplacer/", ReplacePage.as_view(desk=desk), name="replace"),
        path(f"{base}deplacer/", MovePage.as_view(desk=desk), name="move_enrolment"),
        path(f"{base}annuler/", CancelPage.as_view(desk=desk), name="cancel"),
        path(f"{base}quitter-le-groupe/", LeaveGroupPage.as_view(desk=desk), name="group_leave"),
    ]
