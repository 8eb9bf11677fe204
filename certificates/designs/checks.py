"""What a look must be for its paper to be readable by everyone."""

from django.utils.translation import gettext_lazy as _

from certificates.designs.colours import LEAST_CONTRAST, contrast, darkened, is_colour
from certificates.designs.look import Look
from certificates.designs.opening import check_opening
from common.errors import DomainError

MOST_LOGOS, MOST_SIGNATORIES = 3, 2
LONGEST_WORDS = 300


class AccentIsNoColour(DomainError):
    """What stands for the colour is none."""

    code = "accent_is_no_colour"
    sentence = _("« %(accent)s » n’est pas une couleur : écrivez-la comme #cc3a1b.")


class AccentIsTooPale(DomainError):
    """The colour cannot be read on the paper."""

    code = "accent_is_too_pale"
    sentence = _(
        "Cette couleur se lit mal sur le papier : son contraste est de %(found)s, il en faut "
        "%(least)s. Prenez plus foncé, par exemple %(shade)s."
    )


class LogoNeedsWords(DomainError):
    """A logo says nothing to who does not see it."""

    code = "logo_needs_words"
    sentence = _(
        "Dites ce que montre le logo nº %(number)s, pour qui ne le voit pas : le nom de la "
        "structure."
    )


class SignatoryNeedsName(DomainError):
    """Somebody signs without a name."""

    code = "signatory_needs_name"
    sentence = _("Dites le nom de la personne qui signe en nº %(number)s, ou videz sa ligne.")


class TooManyPictures(DomainError):
    """There is no room for so many logos or signatures."""

    code = "too_many_pictures"
    sentence = _("Un document porte trois logos et deux signatures au plus : retirez-en.")


class WordsAreTooLong(DomainError):
    """A text is longer than its place."""

    code = "words_are_too_long"
    sentence = _("« %(start)s… » est trop long : %(limit)s caractères au plus.")


def check_look(look: Look) -> None:
    """Refuse a look that some could not read, or that could not be printed.

    Raises AccentIsNoColour, AccentIsTooPale, LogoNeedsWords, SignatoryNeedsName, TooManyPictures,
    WordsAreTooLong, or what check_opening raises.
    """
    _check_accent(look.accent)
    if len(look.logos) > MOST_LOGOS or len(look.signatories) > MOST_SIGNATORIES:
        raise TooManyPictures
    for number, logo in enumerate(look.logos, start=1):
        if not logo.alt:
            raise LogoNeedsWords(number=number)
    for number, signatory in enumerate(look.signatories, start=1):
        if not signatory.name:
            raise SignatoryNeedsName(number=number)
    _check_lengths(look)
    check_opening(look.opening)


def _check_accent(accent: str) -> None:
    if not is_colour(accent):
        raise AccentIsNoColour(accent=accent[:20])
    if (found := contrast(accent)) < LEAST_CONTRAST:
        raise AccentIsTooPale(
            found=_decimal(found), least=_decimal(LEAST_CONTRAST), shade=darkened(accent)
        )


def _check_lengths(look: Look) -> None:
    signed = [part for one in look.signatories for part in (one.name, one.quality)]
    for words in (look.opening, look.mention, *(logo.alt for logo in look.logos), *signed):
        if len(words) > LONGEST_WORDS:
            raise WordsAreTooLong(start=words[:30], limit=LONGEST_WORDS)


def _decimal(number: float) -> str:
    # Rounded down: 4,49 must not be told as 4,5, which would do.
    return f"{int(number * 10) / 10:.1f}".replace(".", ",")
