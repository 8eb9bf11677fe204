"""What the API shows of awards."""

from rest_framework import serializers

from certificates.awards.models import Award


class AwardSerializer(serializers.ModelSerializer[Award]):
    """An award as frozen at issue, and whether it still holds."""

    verify_url = serializers.CharField(read_only=True)

    class Meta:
        model = Award
        fields = [
            "id", "serial", "code", "kind", "facts", "issued_at", "revoked_at",
            "revocation_reason", "verify_url",
        ]  # fmt: skip
