"""Numbers that carry their own proof."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.fr import siret


def validate_siret(value: str) -> None:
    """Refuse a SIRET whose length or key is wrong (14 digits, Luhn's key)."""
    if not siret.is_valid(value):
        raise ValidationError(
            _("« %(value)s » n’est pas un SIRET : vérifiez ses 14 chiffres."),
            code="siret",
            params={"value": value},
        )
