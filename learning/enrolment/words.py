"""The published order of places in words: what learning/enrolment/order.py does, and no more."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.formats import hour, long_day
from learning.cohorts.models import Cohort


def order_in_words(cohort: Cohort) -> list[str]:
    """Return the sentences that say who gets a place of the cohort, in the venue's time."""
    said = []
    if cohort.priority_until and cohort.priority_until > timezone.now():
        until = cohort.priority_until.astimezone(cohort.venue.zone)
        said.append(
            _(
                "Jusqu’au %(day)s à %(hour)s, les places vont aux agents des structures membres "
                "ou partenaires. Les autres demandes prennent leur rang."
            )
            % {"day": long_day(until), "hour": hour(until)}
        )
    if quota := cohort.quota_per_organisation:
        said.append(
            ngettext(
                "Une même structure a %(quota)s place au plus.",
                "Une même structure a %(quota)s places au plus.",
                quota,
            )
            % {"quota": quota}
        )
    said.append(_("Les places vont à qui demande en premier, et chacun garde son rang."))
    said.append(
        _(
            "Des collègues qui viennent ensemble sont servis ensemble, au tour de la dernière "
            "personne du groupe, ou en partie s’ils l’acceptent."
        )
    )
    said.append(
        ngettext(
            "Une place qui se libère est proposée à la personne suivante, qui a %(hours)s heure "
            "pour répondre, moins si le premier jour approche. Sans réponse, elle passe à la "
            "suivante.",
            "Une place qui se libère est proposée à la personne suivante, qui a %(hours)s heures "
            "pour répondre, moins si le premier jour approche. Sans réponse, elle passe à la "
            "suivante.",
            cohort.offer_hours,
        )
        % {"hours": cohort.offer_hours}
    )
    said.append(_("Personne ne passe devant sans une raison écrite, qui reste dans l’historique."))
    if goals := cohort.diversity_goals:
        sentence = _("Le groupe visé, pour information, ce qui ne change la place de personne : %s")
        said.append(sentence % goals)
    return said
