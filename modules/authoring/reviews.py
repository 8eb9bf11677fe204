"""Have a draft read by colleagues, then publish it: nobody approves what they asked for."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Membership
from accounts.users.enums import Role
from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from common.jobs.services import queue
from modules.authoring.enums import Verdict
from modules.authoring.gestures import open_revision
from modules.authoring.models import Review
from modules.authoring.readiness import readiness
from modules.authoring.tasks import TELL_REVIEW, TELL_VERDICT
from modules.programmes.enums import RevisionState
from modules.programmes.models import Revision
from modules.programmes.services import publish_revision


class NobodyToAsk(DomainError):
    """No colleague was chosen."""

    code = "nobody_to_ask"
    sentence = _("Choisissez au moins une personne, autre que vous, à qui demander la relecture.")


class NotInReview(DomainError):
    """Nobody asked for a reading."""

    code = "not_in_review"
    sentence = _("Cette révision n’est pas en relecture : demandez d’abord une relecture.")


class OwnReview(DomainError):
    """Who asked for the reading may not answer it."""

    code = "own_review"
    sentence = _("Vous avez demandé cette relecture : c’est à une autre personne d’y répondre.")


class WhatToChange(DomainError):
    """Changes are asked for without saying which."""

    code = "what_to_change"
    sentence = _("Dites ce qu’il faut reprendre : c’est ce que l’équipe lira d’abord.")


class NotApproved(DomainError):
    """The last answer is not an approval, or there is none."""

    code = "not_approved"
    sentence = _("Personne n’a encore approuvé cette révision : demandez une relecture.")


class ApprovalIsOld(DomainError):
    """The text changed since it was approved."""

    code = "approval_is_old"
    sentence = _(
        "Cette révision a été modifiée depuis l’approbation de %(reviewer)s : demandez une "
        "nouvelle relecture."
    )


class NotReady(DomainError):
    """Something must be mended first."""

    code = "not_ready"
    sentence = _("Avant de publier, corrigez ceci : %(points)s.")


def reviewers_for(user: User) -> list[User]:
    """Return whom the person may ask: those who teach or steer, but themselves."""
    held = Membership.objects.current().filter(role__in=[Role.TRAINER, Role.ADMINISTRATOR])
    people = User.objects.filter(pk__in=held.values("person"), is_active=True)
    return list(people.exclude(pk=user.pk).order_by("last_name", "first_name", "pk"))


def last_decision(revision: Revision) -> Review | None:
    """Return the last answer of a colleague on a revision, whatever the version it is on."""
    decided = revision.reviews.filter(decided_at__isnull=False)
    return decided.select_related("reviewer").order_by("-decided_at", "-pk").first()


@transaction.atomic
def ask_review(
    *, actor: User, revision: Revision, reviewers: Iterable[User], note: str = ""
) -> list[Review]:
    """Ask colleagues to read a draft; each gets a mail. Replaces what they have not answered yet.

    Raises RevisionIsFrozen or NobodyToAsk.
    """
    held = open_revision(revision)
    asked = [person for person in reviewers if person.pk != actor.pk]
    if not asked:
        raise NobodyToAsk
    held.reviews.filter(decided_at__isnull=True).delete()
    held.state = RevisionState.REVIEW
    held.save(update_fields=["state"])
    made = [
        Review.objects.create(revision=held, asked_by=actor, reviewer=person, note=note.strip())
        for person in asked
    ]
    for review in made:
        queue(kind=TELL_REVIEW, key=str(review.pk), payload={"review": review.pk}, created_by=actor)
    record(
        actor=actor, action="review_asked", target=held, version=held.version,
        reviewers=[str(person.pk) for person in asked],
    )  # fmt: skip
    return made


@transaction.atomic
def approve(*, actor: User, revision: Revision, answer: str = "") -> Review:
    """Approve a draft as it is now. Raises RevisionIsFrozen, NotInReview or OwnReview."""
    return _decide(actor, revision, Verdict.APPROVED, answer)


@transaction.atomic
def ask_for_changes(*, actor: User, revision: Revision, answer: str) -> Review:
    """Give a draft back to its authors.

    Raises RevisionIsFrozen, NotInReview, OwnReview or WhatToChange.
    """
    if not answer.strip():
        raise WhatToChange
    return _decide(actor, revision, Verdict.CHANGES_ASKED, answer)


def _decide(actor: User, revision: Revision, verdict: Verdict, answer: str) -> Review:
    held = open_revision(revision)
    asked = held.reviews.order_by("-asked_at", "-pk").first()
    if held.state != RevisionState.REVIEW or asked is None:
        raise NotInReview
    if asked.asked_by_id == actor.pk:
        raise OwnReview
    # A colleague who was not asked may answer too.
    mine = held.reviews.filter(reviewer=actor, decided_at__isnull=True).first() or Review(
        revision=held, asked_by=asked.asked_by, asked_at=asked.asked_at, reviewer=actor
    )
    mine.verdict, mine.answer, mine.version = verdict, answer.strip(), held.version
    mine.decided_at = timezone.now()
    mine.save()
    if verdict == Verdict.CHANGES_ASKED:
        held.state = RevisionState.DRAFT
        held.save(update_fields=["state"])
    queue(kind=TELL_VERDICT, key=str(mine.pk), payload={"review": mine.pk}, created_by=actor)
    record(
        actor=actor, action=f"review_{verdict.value}", target=held, reason=answer.strip(),
        version=held.version,
    )  # fmt: skip
    return mine


def check_approved(revision: Revision) -> None:
    """Raise NotApproved or ApprovalIsOld unless the last answer approves the text as it is now."""
    decision = last_decision(revision)
    if decision is None or decision.verdict != Verdict.APPROVED:
        raise NotApproved
    if decision.version != revision.version:
        raise ApprovalIsOld(reviewer=decision.reviewer or _("un·e collègue"))


@transaction.atomic
def publish(*, actor: User, revision: Revision) -> Revision:
    """Publish a draft that a colleague approved as it is, and that is ready.

    Raises RevisionIsFrozen, NotApproved, ApprovalIsOld, NotReady, and what `publish_revision`
    raises.
    """
    held = open_revision(revision)
    check_approved(held)
    blocking = [point for point in readiness(held) if point.is_blocking and not point.is_met]
    if blocking:
        raise NotReady(points=" ; ".join(str(point.sentence) for point in blocking))
    return publish_revision(actor=actor, revision=held)


def asked_of(user: User) -> list[Review]:
    """Return the readings that are asked of a person and that they have not answered."""
    mine = Review.objects.filter(
        reviewer=user, decided_at__isnull=True, revision__state=RevisionState.REVIEW
    )
    return list(
        mine.select_related("revision__edition__module", "asked_by").order_by("asked_at", "pk")
    )
