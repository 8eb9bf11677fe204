"""The page of a badge: what it shows, what it says, whether it holds, how to keep it."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certificates.awards.wording import dates_in_words, hours_in_words
from certificates.badges import addresses
from certificates.web.badges.finding import badge_for, for_a_code
from certificates.web.public.verdicts import verdict_on


@login_not_required
@never_cache
@require_safe
@for_a_code
def badge(request: HttpRequest, code: str) -> HttpResponse:
    """Show a badge to whoever has its code. The person's name is not in it, nor here."""
    found = badge_for(code)
    award = found.award
    if award.code != code:
        return redirect("badges:badge", code=award.code)
    facts = award.facts
    told = {
        "badge": found,
        "award": award,
        "facts": facts,
        "verdict": verdict_on(award),
        "achievement": found.achievement.document,
        "issued_on": date.fromisoformat(facts["issued_on"]),
        "dates": dates_in_words(facts["starts_on"], facts["ends_on"]),
        "hours": hours_in_words(facts["minutes_attended"], facts["minutes_planned"]),
        "page_address": addresses.page(award.code),
        "picture_address": addresses.picture(award.code, "png"),
        "credential_address": addresses.credential_id(award.code),
    }
    return render(request, "certificates/badges/badge.html", told)
