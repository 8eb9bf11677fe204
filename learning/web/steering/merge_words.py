"""What a merge would do, or did, in sentences: read before confirming, and before undoing."""

from collections.abc import Mapping

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.users.models import User
from learning.people.planning import Plan, Twins


def _counted(relation: str, n: int) -> str:
    said = {
        "learning.enrolment.person": ngettext("%(n)s inscription", "%(n)s inscriptions", n),
        "learning.completion.person": ngettext("%(n)s verdict", "%(n)s verdicts", n),
        "certificates.award.recipient": ngettext("%(n)s titre", "%(n)s titres", n),
        "accounts.membership.person": ngettext("%(n)s rôle", "%(n)s rôles", n),
        "learning.cohort_trainers.user": ngettext(
            "%(n)s cohorte animée", "%(n)s cohortes animées", n
        ),
        "accounts.user.merged_into": ngettext(
            "%(n)s fiche réunie avant", "%(n)s fiches réunies avant", n
        ),
    }
    return said[relation] % {"n": n}


# In the order in which people read a record.
_ORDER = (
    "learning.enrolment.person", "learning.completion.person", "certificates.award.recipient",
    "accounts.membership.person", "learning.cohort_trainers.user", "accounts.user.merged_into",
)  # fmt: skip


def counts_in_words(counts: Mapping[str, int]) -> str:
    """Return "2 inscriptions, 1 verdict et 1 titre"; "" when nothing moved."""
    said = [_counted(relation, counts[relation]) for relation in _ORDER if counts.get(relation)]
    return get_text_list(said, _("et"))


def consequences(plan: Plan) -> list[tuple[str, str]]:
    """Return what merging would do: (tone, sentence), what cannot be twice last."""
    return [("ok", _what_moves(plan)), ("ok", _account(plan.surviving, plan.merged))] + [
        ("warn", sentence) for sentence in _doubles(plan)
    ]


def _what_moves(plan: Plan) -> str:
    counts = counts_in_words({relation: len(rows) for relation, rows in plan.moves.items()})
    if not counts:
        return _("La fiche fusionnée ne porte rien : il n’y a rien à déplacer.")
    return _("La fiche gardée reçoit %(counts)s. Rien n’est supprimé.") % {"counts": counts}


def _account(surviving: User, merged: User) -> str:
    if not merged.email:
        return _("La fiche fusionnée n’a pas d’adresse : personne ne s’y connecte.")
    told = {"old": merged.email, "kept": surviving.email}
    return (
        _(
            "%(old)s ne permet plus de se connecter. Une liste ou un fichier qui porte cette "
            "adresse inscrira %(kept)s."
        )
        % told
    )


def _doubles(plan: Plan) -> list[str]:
    said = [_twins(twins) for twins in plan.twins]
    said += [
        _("Rôle tenu deux fois, %(role)s à %(where)s : il n’en reste qu’un.")
        % {"role": membership.get_role_display(), "where": membership.organisation.name}
        for membership in plan.ended
    ]
    said += [
        _("« %(cohort)s » est animée par les deux fiches : il n’en reste qu’une.")
        % {"cohort": cohort.title}
        for cohort in plan.unlinked
    ]
    return said


def _twins(twins: Twins) -> str:
    told = {
        "cohort": twins.cohort.title,
        "kept": twins.kept.get_state_display().lower(),
        "cancelled": twins.cancelled.get_state_display().lower(),
    }
    return (
        _(
            "Deux inscriptions dans « %(cohort)s » : la plus avancée reste (%(kept)s), l’autre "
            "(%(cancelled)s) devient une inscription annulée, sans message à la personne. Ses "
            "activités et ses notes y restent."
        )
        % told
    )
