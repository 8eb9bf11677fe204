"""Formats, modules, editions and their frozen revisions; the tree of what is taught."""

import uuid
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from modules.contents.models import ContentVersion
from modules.programmes.enums import (
    ActivityKind,
    CompletionBasis,
    CountsAs,
    DoneWhen,
    Moment,
    Phase,
    RevisionState,
)


class Format(models.Model):
    """A kind of training: data, not code. Durations are in minutes."""

    key = models.SlugField(unique=True)
    name = models.CharField(_("nom"), max_length=120)
    summary = models.TextField(_("résumé"), blank=True)
    days = models.PositiveSmallIntegerField(_("journées"), validators=[MinValueValidator(1)])
    group_min = models.PositiveSmallIntegerField(_("minimum"))
    group_max = models.PositiveSmallIntegerField(_("maximum"))
    team_size = models.PositiveSmallIntegerField(_("taille des équipes"), null=True, blank=True)
    counts_as = models.CharField(_("compte comme"), max_length=12, choices=CountsAs)
    completion_basis = models.CharField(_("achèvement"), max_length=12, choices=CompletionBasis)
    required_half_days = models.PositiveSmallIntegerField(null=True, blank=True)
    required_minutes = models.PositiveIntegerField(null=True, blank=True)
    planned_minutes = models.PositiveIntegerField(_("durée prévue"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(group_min__lte=F("group_max")), name="format_group_bounds"
            ),
            models.CheckConstraint(
                condition=~Q(completion_basis=CompletionBasis.HALF_DAYS)
                | Q(required_half_days__isnull=False),
                name="format_half_days_threshold",
            ),
            models.CheckConstraint(
                condition=~Q(completion_basis=CompletionBasis.HOURS)
                | Q(required_minutes__isnull=False),
                name="format_hours_threshold",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Module(models.Model):
    """What is taught, as its public page tells it.

    The fields are those a catalogue must publish (indicator 1 of the Référentiel national
    qualité, and article L6352-3 of the Labour Code for what concerns the people).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True)
    format = models.ForeignKey(Format, models.PROTECT, related_name="modules")
    title = models.CharField(_("intitulé"), max_length=200)
    summary = models.TextField(_("résumé"))
    objectives = models.JSONField(_("objectifs"), default=list)
    prerequisites = models.TextField(_("prérequis"))
    audience = models.TextField(_("public"))
    methods = models.TextField(_("méthodes mobilisées"))
    assessment = models.TextField(_("modalités d’évaluation"))
    access_delay = models.TextField(_("délai d’accès"))
    price = models.TextField(_("tarif"))
    contact_name = models.CharField(_("contact"), max_length=150)
    contact_email = models.EmailField(_("adresse de contact"))
    disability_contact = models.CharField(_("référent·e handicap"), max_length=200)
    disability_text = models.TextField(_("accessibilité"))
    updated_on = models.DateField(_("mise à jour"))

    def __str__(self) -> str:
        return self.title


class Edition(models.Model):
    """The public number of a module's run: #1, #2… Its text lives in revisions."""

    module = models.ForeignKey(Module, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("numéro"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["module", "number"], name="edition_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.module} #{self.number}"


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Reads of revisions."""

    def published(self) -> "RevisionQuerySet":
        """Frozen revisions: those a cohort may pin."""
        return self.filter(state=RevisionState.PUBLISHED)

    def with_tree(self) -> "RevisionQuerySet":
        """Bring the days, sequences and activities, in their order, in three queries."""
        return self.prefetch_related(
            models.Prefetch("days", Day.objects.order_by("position")),
            models.Prefetch("days__sequences", Sequence.objects.order_by("starts")),
            models.Prefetch("days__sequences__activities", Activity.objects.order_by("position")),
        )


class Revision(models.Model):
    """One state of an edition's text: a draft, then frozen for ever."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=RevisionState, default=RevisionState.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="revision_number_once"),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(state=RevisionState.DRAFT),
                name="revision_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(state=RevisionState.DRAFT, published_at__isnull=True)
                | Q(state=RevisionState.PUBLISHED, published_at__isnull=False),
                name="revision_published_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}, révision {self.number}"


class Day(models.Model):
    """One day of a revision; `position` starts at 1."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="days")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("titre"), max_length=200)
    objective = models.TextField(_("objectif"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "position"], name="day_position_once")
        ]

    def __str__(self) -> str:
        return self.title


class Sequence(models.Model):
    """A piece of a day: when it starts (local time), its minutes, its phase, how it goes."""

    day = models.ForeignKey(Day, models.CASCADE, related_name="sequences")
    title = models.CharField(_("titre"), max_length=200)
    starts = models.TimeField(_("début"))
    minutes = models.PositiveSmallIntegerField(_("durée"), validators=[MinValueValidator(5)])
    phase = models.CharField(_("phase"), max_length=12, choices=Phase)
    purpose = models.TextField(_("à quoi ça sert"), blank=True)
    unfolding = models.TextField(_("comment ça se passe"), blank=True)
    outcome = models.TextField(_("ce qui en sort"), blank=True)
    material = models.TextField(_("matériel"), blank=True)
    trainer_notes = models.TextField(_("notes pour l’équipe"), blank=True)

    def __str__(self) -> str:
        return self.title

    @property
    def ends(self) -> time:
        """Return the local time at which the sequence ends."""
        anchor = datetime(2000, 1, 1)  # noqa: DTZ001 - only the time of day is kept
        return (datetime.combine(anchor, self.starts) + timedelta(minutes=self.minutes)).time()

    @property
    def is_afternoon(self) -> bool:
        """Return whether the sequence belongs to the second half-day."""
        return self.starts >= time(13)


class Activity(models.Model):
    """Something to read, open, watch or do. `lineage` follows it through the revisions.

    An interactive activity pins a version of a content; `done_when` says what makes it done, and
    `min_score` (percent) the score that is asked for, if one is.
    """

    lineage = models.UUIDField(default=uuid.uuid4, editable=False)
    sequence = models.ForeignKey(Sequence, models.CASCADE, related_name="activities")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("nature"), max_length=10, choices=ActivityKind)
    moment = models.CharField(_("moment"), max_length=10, choices=Moment)
    title = models.CharField(_("titre"), max_length=200)
    is_required = models.BooleanField(_("obligatoire"), default=False)
    minutes = models.PositiveSmallIntegerField(_("durée estimée"))
    body = models.TextField(_("texte"), blank=True)
    url = models.URLField(_("adresse"), blank=True)
    file = models.FileField(_("fichier"), upload_to="activities/", blank=True)
    licence = models.CharField(_("licence"), max_length=60, default="CC BY-SA 4.0")
    attribution = models.CharField(_("attribution"), max_length=200, blank=True)
    content_version = models.ForeignKey(
        ContentVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("contenu interactif"),
    )
    done_when = models.CharField(
        _("terminée quand"), max_length=10, choices=DoneWhen, default=DoneWhen.ANSWERED
    )
    min_score = models.PositiveSmallIntegerField(_("score demandé (%)"), null=True, blank=True)

    class Meta:
        verbose_name_plural = "activities"
        constraints = [
            models.UniqueConstraint(fields=["sequence", "position"], name="activity_position_once"),
            models.CheckConstraint(
                condition=Q(
                    done_when=DoneWhen.SCORED, min_score__isnull=False, min_score__range=(1, 100)
                )
                | (~Q(done_when=DoneWhen.SCORED) & Q(min_score__isnull=True)),
                name="activity_score_when_scored",
            ),
        ]

    def __str__(self) -> str:
        return self.title
