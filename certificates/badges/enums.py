from django.db import models


class KeyAlgorithm(models.TextChoices):
    """What a key of ours signs: tokens (VC-JWT) or documents (Data Integrity)."""

    RS256 = "rs256", "RS256"
    ED25519 = "ed25519", "Ed25519"
