"""Set the rule of a format: what completes it, and how its half-days are signed."""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.users.enums import Role
from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from learning.cohorts.models import Cohort
from learning.completion.models import Completion, KeptRule
from learning.completion.rules import rule_in_words
from modules.programmes.enums import CompletionBasis, SignatureRule
from modules.programmes.models import Format

HALF_DAYS_A_DAY = 2
# What a completion rests on: the rest says how one signs.
JUDGING = ("completion_basis", "required_half_days", "required_minutes", "requires_activities")


class CannotSetFormats(DomainError):
    """Formats are the programme's."""

    code = "cannot_set_formats"
    sentence = _("Seule l’administration du programme fixe la règle d’un format.")


class RuleOutOfReach(DomainError):
    """A rule that nobody, or everybody, would meet."""

    code = "rule_out_of_reach"
    sentence = _("La règle demande entre 1 et %(most)s %(what)s : corrigez le nombre.")


class DeclaredWithoutActivities(DomainError):
    """A declaration rests on its evidence alone."""

    code = "declared_without_activities"
    sentence = _(
        "Un achèvement déclaré repose sur sa preuve : décochez les activités obligatoires, ou "
        "choisissez une autre règle."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatRules:
    """What completes a format, and how its half-days are signed; margins in minutes."""

    completion_basis: CompletionBasis
    required_half_days: int | None
    required_minutes: int | None
    requires_activities: bool
    sign_opens_before: int
    sign_closes_after: int
    signature: SignatureRule
    asks_room_code: bool


def judged_cohorts(programme: Format) -> set[UUID]:
    """Return the cohorts of a format in which somebody was judged: they keep their rule."""
    judged = Completion.objects.filter(
        enrolment__cohort__revision__edition__module__format=programme
    )
    return set(judged.values_list("enrolment__cohort", flat=True))


@transaction.atomic
def set_format_rules(*, actor: User, programme: Format, rules: FormatRules) -> Format:
    """Set the rule of a format; the same rule does nothing.

    Cohorts in which somebody was judged keep the rule they were judged by, corrections included.
    Raises CannotSetFormats, RuleOutOfReach or DeclaredWithoutActivities.
    """
    if not actor.has_role(Role.ADMINISTRATOR):
        raise CannotSetFormats
    programme = Format.objects.select_for_update().get(pk=programme.pk)
    wanted = _checked(programme, rules)
    before = {name: getattr(programme, name) for name in wanted}
    changed = [name for name, value in wanted.items() if before[name] != value]
    if not changed:
        return programme
    if any(name in JUDGING for name in changed):
        _keep_rule(programme)
    for name in changed:
        setattr(programme, name, wanted[name])
    programme.save(update_fields=changed)
    record(
        actor=actor, action="format_rules_set", target=programme,
        before={name: before[name] for name in changed},
        after={name: wanted[name] for name in changed},
        words=rule_in_words(programme, programme.days * HALF_DAYS_A_DAY),
    )  # fmt: skip
    return programme


def _checked(programme: Format, rules: FormatRules) -> dict[str, object]:
    """Return the fields to write: a threshold is kept only where the rule is about it."""
    wanted: dict[str, object] = asdict(rules)
    wanted["required_half_days"] = wanted["required_minutes"] = None
    if rules.completion_basis == CompletionBasis.HALF_DAYS:
        most = programme.days * HALF_DAYS_A_DAY
        if not 1 <= (rules.required_half_days or 0) <= most:
            raise RuleOutOfReach(most=most, what=_("demi-journées"))
        wanted["required_half_days"] = rules.required_half_days
    elif rules.completion_basis == CompletionBasis.HOURS:
        if not 1 <= (rules.required_minutes or 0) <= programme.planned_minutes:
            raise RuleOutOfReach(most=programme.planned_minutes, what=_("minutes"))
        wanted["required_minutes"] = rules.required_minutes
    elif rules.requires_activities:
        raise DeclaredWithoutActivities
    return wanted


def _keep_rule(programme: Format) -> None:
    """Write down, where somebody was judged, the rule they were judged by."""
    kept = {name: getattr(programme, name) for name in JUDGING}
    ruled = Cohort.objects.filter(pk__in=judged_cohorts(programme), kept_rule=None)
    KeptRule.objects.bulk_create(KeptRule(cohort=cohort, **kept) for cohort in ruled.only("pk"))
