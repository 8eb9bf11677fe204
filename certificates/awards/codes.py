"""Verification codes: random, long, and readable aloud."""

import secrets

# Crockford's base 32: no I, L, O or U, so that nothing is read for something else.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26  # 26 × 5 = 130 bits
_LOOKALIKES = str.maketrans("ILO", "110")


def new_code() -> str:
    """Return a code nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalised(typed: str) -> str:
    """Return a typed code as it is stored: capitals, no separators, lookalikes settled."""
    kept = "".join(letter for letter in typed.upper() if letter.isalnum())
    return kept.translate(_LOOKALIKES)
