"""Tell a person of their papers: once per paper and fact, one mail for what comes together."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.users.models import User
from certificates.awards.models import Award, AwardQuerySet
from learning.completion.enums import Paper
from learning.completion.papers import enrolment_of, key_prefix
from learning.issuing.emails import send_ready, send_replaced, send_revoked
from learning.issuing.enums import Fact
from learning.issuing.models import PaperNotice


def tell_of_papers(award_id: UUID, *, mail: str) -> bool:
    """Tell who holds this paper that it is ready, with the others of the same training.

    Papers still being drawn are told of too: they come on the same page. What another mail told
    is not told again; the same `mail` may be asked for as often as one likes. Return whether a
    mail says it: not to who has no address, nor of a paper taken back since.
    """
    _take(award_id, mail)
    awards = list(
        Award.objects.valid()
        .filter(notices__mail=mail, notices__fact=Fact.READY)
        .select_related("recipient")
        .order_by("serial")
    )
    if not awards or not awards[0].recipient.email:
        return False
    replaced = [old for award in awards for old in _told_before(award)]
    if replaced:
        send_replaced(awards, replaced, mail=mail)
    else:
        send_ready(awards, mail=mail)
    return True


def _take(award_id: UUID, mail: str) -> None:
    """Have this mail be the one that tells of the paper, and of those nobody told of yet."""
    with transaction.atomic():
        award = Award.objects.get(pk=award_id)
        # Two papers sealed at once: the person's row has one mail tell of both.
        User.objects.select_for_update(of=("self",)).get(pk=award.recipient_id)
        found = _with(award).exclude(notices__fact=Fact.READY)
        PaperNotice.objects.bulk_create(
            PaperNotice(award=one, fact=Fact.READY, mail=mail) for one in found
        )


def _with(award: Award) -> AwardQuerySet:
    """Return the papers that hold of the same training, if this one is still one of them."""
    valid = Award.objects.valid().filter(recipient=award.recipient_id)
    if award.revoked_at is not None:
        return valid.none()
    enrolment_id = enrolment_of(award.key)
    if enrolment_id is None:
        return valid.filter(pk=award.pk)
    wanted = Q()
    for paper in Paper:
        wanted |= Q(key__startswith=key_prefix(paper, enrolment_id))
    return valid.filter(wanted)


def _told_before(award: Award) -> list[Award]:
    """Return the paper that this one replaces for its holder: the last they were told of."""
    old = Award.objects.filter(replaced_by=award).first()
    while old is not None:
        if old.is_ready or PaperNotice.objects.filter(award=old, fact=Fact.READY).exists():
            return [old]
        old = Award.objects.filter(replaced_by=old).first()
    return []


def tell_of_revocation(award_id: UUID, *, mail: str) -> bool:
    """Tell who held this paper that it no longer holds; the mail of another tells a replacement."""
    award = Award.objects.select_related("recipient").get(pk=award_id)
    if award.revoked_at is None or award.replaced_by_id is not None:
        return False
    notice, _is_new = PaperNotice.objects.get_or_create(
        award=award, fact=Fact.REVOKED, defaults={"mail": mail}
    )
    if notice.mail != mail or not award.recipient.email:
        return False
    send_revoked(award, mail=mail)
    return True
