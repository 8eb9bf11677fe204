"""Formats, modules, editions and their frozen revisions; the tree of what is taught."""

import uuid
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from modules.commons.models import Asset, Credited
from modules.contents.models import ContentVersion
from modules.contents.permissions import can_use_the_workshop
from modules.programmes.enums import (
    ActivityKind,
    Audience,
    CompletionBasis,
    CountsAs,
    DoneWhen,
    Lane,
    Mode,
    Moment,
    Phase,
    RevisionState,
    SignatureRule,
)

# The times a day has unless its authors say otherwise.
MORNING, EVENING = time(9), time(17, 30)
LUNCH = time(12, 30), time(14)
# A half-day is not signed hours away from it.
MOST_MARGIN = 120


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
    requires_activities = models.BooleanField(_("activités obligatoires exigées"), default=False)
    # How half-days are signed: while people are in the room, a little before and until it empties.
    sign_opens_before = models.PositiveSmallIntegerField(
        _("ouverture de la signature, minutes avant"), default=15,
        validators=[MaxValueValidator(MOST_MARGIN)],
    )  # fmt: skip
    sign_closes_after = models.PositiveSmallIntegerField(
        _("fermeture de la signature, minutes après"), default=30,
        validators=[MaxValueValidator(MOST_MARGIN)],
    )  # fmt: skip
    signature = models.CharField(
        _("signature"), max_length=5, choices=SignatureRule, default=SignatureRule.TAP
    )
    asks_room_code = models.BooleanField(_("code de la salle exigé"), default=False)

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


class ModuleQuerySet(models.QuerySet["Module"]):
    """Reads of modules."""

    def visible_to(self, user: User) -> "ModuleQuerySet":
        """Modules the person may read: all for those who teach or steer, else the published."""
        return self if can_use_the_workshop(user) else self.published()

    def published(self) -> "ModuleQuerySet":
        """Modules with a published revision."""
        # Not an EXISTS for each module: without statistics a plan of those never ends.
        return self.filter(pk__in=Revision.objects.published().values("edition__module"))

    def shared(self) -> "ModuleQuerySet":
        """Modules of the public library: shared, and published."""
        return self.published().filter(is_shared=True)


class Module(Credited):
    """What is taught, as its public page tells it.

    `forked_from` is the module it began as a copy of, whose credits it goes on telling.
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
    is_shared = models.BooleanField(
        _("partagé"), default=False,
        help_text=_("Le module paraît dans la bibliothèque publique : chacun peut le reprendre."),
    )  # fmt: skip
    forked_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="forks"
    )

    objects = ModuleQuerySet.as_manager()

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

    def visible_to(self, user: User) -> "RevisionQuerySet":
        """Revisions the person may read: all for those who teach or steer, else the published."""
        return self if can_use_the_workshop(user) else self.published()

    def published(self) -> "RevisionQuerySet":
        """Frozen revisions: those a cohort may pin."""
        return self.filter(state=RevisionState.PUBLISHED)

    def with_tree(self) -> "RevisionQuerySet":
        """Bring the days, sequences and activities, in their order, in three queries."""
        return self.prefetch_related(
            models.Prefetch("days", Day.objects.order_by("position")),
            models.Prefetch("days__sequences", Sequence.objects.order_by("starts", "lane", "pk")),
            models.Prefetch("days__sequences__activities", Activity.objects.order_by("position")),
        )


class Revision(models.Model):
    """One state of an edition's text: a draft, read by colleagues, then frozen for ever.

    `sheet` is what the module's public page will say once it is published ({field: value}, the
    names of SHEET); `version` counts the changes, so that an approval says what it approved.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=RevisionState, default=RevisionState.DRAFT)
    sheet = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    edited_at = models.DateTimeField(default=timezone.now)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
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
                condition=~Q(state=RevisionState.PUBLISHED),
                name="revision_one_draft",
            ),
            models.CheckConstraint(
                condition=~Q(state=RevisionState.PUBLISHED) & Q(published_at__isnull=True)
                | Q(state=RevisionState.PUBLISHED, published_at__isnull=False),
                name="revision_published_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}, révision {self.number}"


class Block(models.Model):
    """A piece of a revision that people write together.

    `lineage` follows it through the revisions; `version` counts its changes, so that nobody
    overwrites what they have not seen.
    """

    lineage = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Day(Block):
    """One day of a revision; `position` starts at 1. Its times are local."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="days")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("titre"), max_length=200)
    objective = models.TextField(_("objectif"), blank=True)
    starts = models.TimeField(_("début"), default=MORNING)
    lunch_starts = models.TimeField(_("début du déjeuner"), default=LUNCH[0])
    lunch_ends = models.TimeField(_("fin du déjeuner"), default=LUNCH[1])
    ends = models.TimeField(_("fin"), default=EVENING)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "position"], name="day_position_once"),
            models.CheckConstraint(
                condition=Q(starts__lt=F("lunch_starts"))
                & Q(lunch_starts__lte=F("lunch_ends"))
                & Q(lunch_ends__lt=F("ends")),
                name="day_times_follow",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Sequence(Block):
    """A piece of a day: when it starts (local time), its minutes, its phase, how it goes.

    `lane` is ALL, or the group that follows it while others follow another one.
    """

    day = models.ForeignKey(Day, models.CASCADE, related_name="sequences")
    title = models.CharField(_("titre"), max_length=200)
    starts = models.TimeField(_("début"))
    minutes = models.PositiveSmallIntegerField(_("durée"), validators=[MinValueValidator(5)])
    phase = models.CharField(_("phase"), max_length=12, choices=Phase)
    mode = models.CharField(_("les participants"), max_length=10, choices=Mode, default=Mode.MAKING)
    lane = models.PositiveSmallIntegerField(_("groupe"), choices=Lane, default=Lane.ALL)
    purpose = models.TextField(_("à quoi ça sert"), blank=True)
    unfolding = models.TextField(_("comment ça se passe"), blank=True)
    outcome = models.TextField(_("ce qui en sort"), blank=True)
    material = models.TextField(_("matériel"), blank=True)
    roles = models.TextField(_("qui fait quoi"), blank=True)
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


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Reads of activities."""

    def visible_to(self, user: User) -> "ActivityQuerySet":
        """Activities the person may see in the workshop: all for those who teach, else none."""
        return self if can_use_the_workshop(user) else self.none()

    def for_participants(self) -> "ActivityQuerySet":
        """Leave out what only the training team sees."""
        return self.filter(audience=Audience.EVERYONE)


class Activity(Credited, Block):
    """Something to read, open, watch, write or do. `body` is sanitised HTML.

    `asset` is its document or its film, `captions` the film's WebVTT file, `transcript` its text.
    An interactive activity pins a version of a content; `done_when` says what makes it done, and
    `min_score` (percent) the score that is asked for, if one is.
    """

    sequence = models.ForeignKey(Sequence, models.CASCADE, related_name="activities")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("nature"), max_length=13, choices=ActivityKind)
    moment = models.CharField(_("moment"), max_length=10, choices=Moment)
    title = models.CharField(_("titre"), max_length=200)
    is_required = models.BooleanField(_("obligatoire"), default=False)
    minutes = models.PositiveSmallIntegerField(_("durée estimée"))
    body = models.TextField(_("texte"), blank=True)
    url = models.URLField(_("adresse"), blank=True)
    audience = models.CharField(
        _("qui la voit"), max_length=10, choices=Audience, default=Audience.EVERYONE
    )
    asset = models.ForeignKey(
        Asset, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("fichier")
    )
    captions = models.ForeignKey(
        Asset, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("sous-titres"),
    )  # fmt: skip
    transcript = models.TextField(_("transcription"), blank=True)
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

    objects = ActivityQuerySet.as_manager()

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

    @property
    def is_for_participants(self) -> bool:
        """Return whether participants see it, and not the training team alone."""
        return self.audience == Audience.EVERYONE
