"""Profiles and what reviewers remark on them."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accord.apps.core.localised import LocalizedTextField
from accord.apps.core.models import Row, SharedRecord, Side
from accord.apps.directory.models import Code, Organisation, Person
from accord.apps.partnering.enums import (
    ClosingReason,
    InterestState,
    Ipr,
    ProfileKind,
    ProfileState,
    RefusalReason,
    Stage,
)
from accord.apps.programmes.models import Programme


class Profile(SharedRecord):
    """A typed offer or request of an organisation.

    ``authors`` are the keys of those who wrote or sent it since it was last published.
    ``expires_on`` is the first day on which it is no longer valid.
    """

    kind = models.CharField(_("kind"), max_length=3, choices=ProfileKind)
    state = models.CharField(
        _("state"), max_length=10, choices=ProfileState, default=ProfileState.DRAFT
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="profiles")
    contact = models.ForeignKey(
        Person, models.PROTECT, related_name="profiles", null=True, blank=True
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="profiles", null=True, blank=True
    )
    title = LocalizedTextField(_("Title"))
    summary = LocalizedTextField(_("Summary"), blank=True)
    description = LocalizedTextField(_("Description"), blank=True)
    advantages = LocalizedTextField(_("Advantages and innovation"), blank=True)
    specification = LocalizedTextField(
        _("Technical specification or expertise sought"), blank=True
    )
    stage = models.CharField(_("Stage of development"), max_length=12, choices=Stage, blank=True)
    trl = models.PositiveSmallIntegerField(_("Technology readiness level"), null=True, blank=True)
    ipr = models.CharField(_("Intellectual property"), max_length=10, choices=Ipr, blank=True)
    ipr_notes = LocalizedTextField(_("Notes on intellectual property"), blank=True)
    partner_kinds = models.JSONField(_("Partner sought"), default=list, blank=True)
    partner_role = LocalizedTextField(_("Role of the partner"), blank=True)
    partnerships = models.JSONField(_("Kinds of partnership"), default=list, blank=True)
    countries = models.JSONField(_("Countries aimed at"), default=list, blank=True)
    codes = models.ManyToManyField(Code, related_name="profiles", blank=True)
    goals = models.JSONField(_("Sustainable development goals"), default=list, blank=True)
    call_name = LocalizedTextField(_("Research programme and call"), blank=True)
    call_closes_on = models.DateField(_("The call closes on"), null=True, blank=True)
    interest_until = models.DateField(_("Interest is wanted until"), null=True, blank=True)
    project_months = models.PositiveSmallIntegerField(
        _("Length of the project in months"), null=True, blank=True
    )
    budget = models.PositiveBigIntegerField(_("Budget"), null=True, blank=True)  # minor units
    currency = models.CharField(_("Currency"), max_length=3, blank=True)  # ISO 4217
    is_open = models.BooleanField(_("open for interest"), default=True)
    is_anonymous = models.BooleanField(_("the organisation is not named"), default=False)
    authors = models.JSONField(default=list)
    submitted_at = models.DateTimeField(_("sent to review"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    is_extended = models.BooleanField(default=False)
    warned_on = models.DateField(null=True, blank=True)
    sort_title = models.CharField(max_length=256, db_index=True)
    search_text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(trl__isnull=True) | Q(trl__range=(1, 9)), name="readiness_is_1_to_9"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=False) | ~Q(state=ProfileState.PUBLISHED),
                name="published_profile_expires_some_day",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "expires_on"], name="profile_by_validity"),
            models.Index(fields=["state", "owner"], name="profile_by_owner"),
            models.Index(fields=["organisation", "state"], name="profile_of_organisation"),
        ]

    def is_valid_on(self, day: date) -> bool:
        """Whether others may read it on that day."""
        return (
            self.state == ProfileState.PUBLISHED
            and not self.is_withdrawn
            and self.expires_on is not None
            and self.expires_on > day
        )

    def takes_interest_on(self, day: date) -> bool:
        """Whether somebody may express interest on that day."""
        is_wanted = self.interest_until is None or self.interest_until >= day
        return self.is_open and is_wanted and self.is_valid_on(day)


class Remark(Row):
    """What a reviewer wrote when sending a profile back."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="remarks")
    text = models.TextField(_("remarks"))
    by = models.CharField(max_length=200)
    at = models.DateTimeField()


class Interest(Row):
    """An organisation's expression of interest in a profile, and what came of it.

    ``owner`` is the side of the organisation that is interested.
    """

    reference = models.CharField(_("reference"), max_length=24, unique=True)
    profile = models.ForeignKey(Profile, models.PROTECT, related_name="interests")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="interests")
    owner = models.ForeignKey(Side, models.PROTECT, related_name="+", null=True, blank=True)
    contact = models.ForeignKey(
        Person, models.PROTECT, related_name="interests", null=True, blank=True
    )
    message = models.TextField(_("Message"))
    state = models.CharField(
        _("state"), max_length=12, choices=InterestState, default=InterestState.SENT
    )
    sent_at = models.DateTimeField(_("sent"))
    accepted_at = models.DateTimeField(null=True, blank=True)
    exchanged_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(_("last step"))
    closed_reason = models.CharField(_("reason"), max_length=12, choices=ClosingReason, blank=True)
    closed_note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "organisation"],
                condition=~Q(state=InterestState.CLOSED),
                name="organisation_is_interested_once",
            ),
            models.CheckConstraint(
                condition=~Q(closed_reason="") | ~Q(state=InterestState.CLOSED),
                name="interest_is_closed_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "moved_at"], name="interest_of_organisation"),
            models.Index(fields=["owner", "moved_at"], name="interest_of_side"),
        ]

    def __str__(self) -> str:
        return self.reference


class ProfileVector(Row):
    """A profile as one model reads it; made anew when its words, its facts or the model change.

    ``vector`` and ``sentence_vectors`` are little-endian numbers of 32 and 16 bits, the second
    one row for each of ``sentences``. ``facts`` is what features are read from.
    """

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="vectors")
    model = models.CharField(max_length=120)
    means = models.CharField(max_length=64)  # version of the languages' means
    language = models.CharField(max_length=12)
    text = models.TextField()
    facts = models.JSONField(default=dict)
    vector = models.BinaryField()
    sentences = models.JSONField(default=list)
    sentence_vectors = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "model"], name="model_reads_a_profile_once")
        ]
        indexes = [models.Index(fields=["model", "means"], name="vector_by_model")]


class Suggestion(Row):
    """One profile suggested to another; the score is 0 to 1 and serves for order alone."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="suggestions")
    other = models.ForeignKey(Profile, models.CASCADE, related_name="suggested_to")
    score = models.FloatField()
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "other"], name="profile_is_suggested_once"),
            models.CheckConstraint(
                condition=~Q(profile=models.F("other")), name="suggestion_is_of_another"
            ),
        ]
        indexes = [models.Index(fields=["profile", "-score"], name="suggestion_in_order")]


class Refusal(Row):
    """Why a suggested profile does not suit another; read by that other's own side."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="refusals")
    other = models.ForeignKey(Profile, models.CASCADE, related_name="refused_by")
    reason = models.CharField(_("reason"), max_length=12, choices=RefusalReason)
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "other"], name="suggestion_is_refused_once")
        ]


class Shortlisted(Row):
    """A profile that whoever wrote a request looks at more closely; their own side reads it.

    ``place`` is 1 for the first.
    """

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="shortlist")
    other = models.ForeignKey(Profile, models.CASCADE, related_name="shortlisted_by")
    place = models.PositiveSmallIntegerField()
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "other"], name="profile_is_shortlisted_once"
            ),
            models.CheckConstraint(
                condition=~Q(profile=models.F("other")), name="shortlisted_is_another"
            ),
        ]
        indexes = [models.Index(fields=["profile", "place"], name="shortlist_in_order")]


class GroupMatch(Row):
    """A search for pairs between two groups of organisations; whoever asked reads it.

    ``left`` and ``right`` say which groups, as `Group.as_json` writes it; ``top`` is how many
    pairs an organisation may be in.
    """

    who = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField()
    left = models.JSONField(default=dict)
    right = models.JSONField(default=dict)
    top = models.PositiveSmallIntegerField()


class GroupPair(Row):
    """A need of one group and an offer of the other, or the other way round."""

    match = models.ForeignKey(GroupMatch, models.CASCADE, related_name="pairs")
    left = models.ForeignKey(Profile, models.CASCADE, related_name="+")
    right = models.ForeignKey(Profile, models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["match", "place"], name="group_pair_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["match", "left", "right"], name="group_pair_stands_once"
            )
        ]
