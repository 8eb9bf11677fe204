"""Awards, for programs."""

from django.db.models import QuerySet
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView

from accounts.http import person_of
from certificates.api.serializers import AwardSerializer
from certificates.awards.models import Award


class AwardsMixin(GenericAPIView[Award]):
    """The awards the person may see."""

    serializer_class = AwardSerializer

    def get_queryset(self) -> QuerySet[Award]:
        """Return them, the latest first."""
        return Award.objects.visible_to(person_of(self.request)).order_by("-issued_at", "pk")


class Awards(AwardsMixin, ListAPIView[Award]):
    """The awards the person may see."""


class AwardDetail(AwardsMixin, RetrieveAPIView[Award]):
    """One award."""
