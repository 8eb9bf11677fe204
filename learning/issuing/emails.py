"""What the mails about papers say."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.notifications.services import language_of, send_message
from certificates.awards.enums import AwardKind, RevocationReason
from certificates.awards.models import Award
from learning.completion.models import Completion
from learning.completion.papers import enrolment_of
from learning.enrolment.models import Enrolment
from learning.issuing.kinds import PAPER_READY, PAPER_REPLACED, PAPER_REVOKED


def send_ready(awards: Sequence[Award], *, mail: str) -> None:
    """Mail a person that these papers of theirs are ready, all of them in one mail."""
    person = awards[0].recipient
    with translation.override(language_of(person)):
        values = {
            **_common(awards), "annonce": _announced(awards),
            "verification": awards[0].verify_url,
        }  # fmt: skip
    send_message(kind=PAPER_READY, key=mail, to=person, values=values)


def send_replaced(awards: Sequence[Award], old: Sequence[Award], *, mail: str) -> None:
    """Mail a person that these papers replace others they were told of."""
    person = awards[0].recipient
    with translation.override(language_of(person)):
        values = {
            **_common(awards), "remplaces": ", ".join(one.serial for one in old),
            "raison": _why(old[0]),
        }  # fmt: skip
    send_message(kind=PAPER_REPLACED, key=mail, to=person, values=values)


def send_revoked(award: Award, *, mail: str) -> None:
    """Mail a person that a paper of theirs no longer holds, why, and whom to write to."""
    person = award.recipient
    with translation.override(language_of(person)):
        values = {**_common([award]), "raison": _why(award), "contact": contact_for(award)}
    send_message(kind=PAPER_REVOKED, key=mail, to=person, values=values)


def reason_of(award: Award) -> str:
    """Return why a paper was taken back: what was written for its holder, or the kind of reason."""
    kind = RevocationReason(award.revocation_reason).label if award.revocation_reason else ""
    return award.revocation_note.strip() or str(kind)


def _why(award: Award) -> str:
    """Return why a paper was taken back, with what its holder's verdict was corrected for."""
    said, enrolment_id = reason_of(award), enrolment_of(award.key)
    if award.revoked_by_id or enrolment_id is None:
        return said
    corrected = Completion.objects.current().filter(enrolment=enrolment_id).first()
    because = corrected.correction_reason if corrected else ""
    return f"{said} ({because})" if because else said


def contact_for(award: Award) -> str:
    """Return whom the holder of a paper may write to: the contact of the module."""
    enrolment_id = enrolment_of(award.key)
    if enrolment_id is None:
        return settings.DEFAULT_FROM_EMAIL
    found = Enrolment.objects.select_related("cohort__revision__edition__module")
    module = found.get(pk=enrolment_id).cohort.revision.edition.module
    return f"{module.contact_name}, {module.contact_email}"


def _common(awards: Sequence[Award]) -> dict[str, str]:
    named = [f"{_kind(award)} {award.serial}" for award in awards]
    return {
        "prenom": awards[0].recipient.get_short_name(),
        "titre": awards[0].facts["title"],
        "documents": _(" et ").join(named),
        "page": settings.PUBLIC_BASE_URL + reverse("learner:awards"),
    }


def _kind(award: Award) -> str:
    label = str(AwardKind(award.kind).label)
    return label[:1].lower() + label[1:]


def _announced(awards: Sequence[Award]) -> str:
    if len(awards) > 1:
        return _("Vos documents sont prêts")
    if awards[0].kind == AwardKind.COMPLETION_CERTIFICATE:
        return _("Votre certificat est prêt")
    return _("Votre attestation est prête")
