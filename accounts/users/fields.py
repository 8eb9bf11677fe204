"""A column for addresses that compare without regard to case."""

from typing import Any

from django.db import models


class LowercaseEmailField(models.EmailField):  # type: ignore[type-arg] # a type for checkers only
    """An e-mail kept in lower case; an empty one is NULL, so that many people may have none."""

    def get_prep_value(self, value: Any) -> Any:
        """Return what the database stores and compares."""
        return clean_email(super().get_prep_value(value))

    def to_python(self, value: Any) -> Any:
        """Return what a form gives."""
        return clean_email(super().to_python(value))


def clean_email(value: str | None) -> str | None:
    """Return the address in lower case, without blanks around; None when empty."""
    return (value or "").strip().lower() or None
