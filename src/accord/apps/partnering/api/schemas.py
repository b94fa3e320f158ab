"""What the API of profiles takes and gives."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator

from accord.apps.core.enums import Visibility
from accord.apps.core.localised import LocalizedText
from accord.apps.directory.enums import OrganisationKind
from accord.apps.directory.models import Organisation, Person
from accord.apps.partnering.adapters.facts import TEXTS, ProfileFacts, facts_of_profile
from accord.apps.partnering.adapters.quality import Finding, label_of
from accord.apps.partnering.enums import (
    ClosingReason,
    Goal,
    InterestState,
    Ipr,
    PartnershipKind,
    ProfileKind,
    Stage,
    Weight,
)
from accord.apps.partnering.errors import UnknownChoiceError
from accord.apps.partnering.models import Interest, Profile
from accord.apps.partnering.workflow import LONGEST_MESSAGE, MOST_CODES, MOST_PARTNERSHIPS
from accord.engine.text import clean


def _words(text: str) -> str:
    if not (cleaned := clean(text)):
        raise ValueError("Write at least one letter.")
    return cleaned


Language = Annotated[str, Field(pattern="^[a-z]{2,3}$", examples=["fa"])]
Words = Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(_words)]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2.")]
Code = Annotated[str, Field(min_length=1, max_length=12)]
Reference = Annotated[str, Field(max_length=24)]


class ProfileText(Schema):
    """A text in every language it was written in, and the language of the original."""

    source: Language
    texts: dict[Language, Words] = Field(min_length=1, max_length=20)

    def localised(self) -> LocalizedText:
        """Return it as the actions want it."""
        return LocalizedText(source=self.source, texts=dict(self.texts))

    @classmethod
    def of(cls, text: LocalizedText) -> Self | None:
        """Return what a client sees of a text; nothing for an empty one."""
        return cls(source=text.source, texts=dict(text.texts)) if text else None


class ProfileIn(Schema):
    """Everything that a profile says; what is left out becomes empty."""

    title: ProfileText
    summary: ProfileText | None = None
    description: ProfileText | None = None
    advantages: ProfileText | None = None
    specification: ProfileText | None = None
    stage: Stage | None = None
    trl: int | None = Field(None, ge=1, le=9)
    ipr: Ipr | None = None
    ipr_notes: ProfileText | None = None
    partner_kinds: list[OrganisationKind] = Field(default=[], max_length=20)
    partner_role: ProfileText | None = None
    partnerships: list[PartnershipKind] = Field(default=[], max_length=MOST_PARTNERSHIPS)
    countries: list[Country] = Field(default=[], max_length=250)
    technologies: list[Code] = Field(default=[], max_length=MOST_CODES)
    markets: list[Code] = Field(default=[], max_length=MOST_CODES)
    goals: list[Goal] = Field(default=[], max_length=17)
    call_name: ProfileText | None = None
    call_closes_on: date | None = None
    interest_until: date | None = None
    project_months: int | None = Field(None, ge=1, le=240)
    budget: int | None = Field(None, ge=1, le=10**16, description="In minor units.")
    currency: str = Field("", pattern="^([A-Z]{3})?$", description="ISO 4217.")
    contact: Reference | None = Field(None, description="A person of the organisation.")
    programme: Reference | None = None
    is_anonymous: bool = False
    visibility: Visibility = Visibility.SHARED

    def facts(self, *, contact: UUID | None, programme: UUID | None) -> ProfileFacts:
        """Return it as the actions want it; the keys are those of the references."""
        given: dict[str, Any] = {
            name: getattr(self, name) for name in ProfileFacts.__dataclass_fields__
        }
        for name in TEXTS:
            given[name] = given[name].localised() if given[name] else LocalizedText()
        for name in ("partner_kinds", "partnerships", "countries", "technologies", "markets"):
            given[name] = _once(given[name])
        given["goals"] = tuple(sorted({goal.value for goal in self.goals}))
        given |= {"stage": self.stage or "", "ipr": self.ipr or ""}
        return ProfileFacts(**given | {"contact": contact, "programme": programme})


class ProfileBeginning(Schema):
    """A new profile: of which kind, in whose name, and what it says."""

    kind: ProfileKind
    organisation: Reference
    facts: ProfileIn


class ProfileOut(Schema):
    """A profile; ``organisation`` is empty for whoever may not know it yet."""

    reference: str
    kind: ProfileKind
    state: str
    organisation: str
    country: str
    title: ProfileText | None
    summary: ProfileText | None
    description: ProfileText | None
    advantages: ProfileText | None
    specification: ProfileText | None
    stage: str
    trl: int | None
    ipr: str
    ipr_notes: ProfileText | None
    partner_kinds: list[str]
    partner_role: ProfileText | None
    partnerships: list[str]
    countries: list[str]
    technologies: list[str]
    markets: list[str]
    goals: list[int]
    call_name: ProfileText | None
    call_closes_on: date | None
    interest_until: date | None
    project_months: int | None
    budget: int | None
    currency: str
    contact: str | None
    programme: str | None
    is_anonymous: bool
    is_open: bool
    visibility: str
    owner: UUID | None
    created_at: datetime
    published_at: datetime | None
    expires_on: date | None
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, record: Profile, *, is_named: bool, is_own: bool) -> Self:
        """Return what a client may see; organisation, contact, programme and codes are loaded."""
        facts = facts_of_profile(record)
        said: dict[str, Any] = {
            name: getattr(facts, name) for name in ProfileFacts.__dataclass_fields__
        }
        said |= {name: ProfileText.of(said[name]) for name in TEXTS}
        said["contact"] = record.contact.reference if is_own and record.contact else None
        said["programme"] = record.programme.reference if record.programme else None
        lists = ("partner_kinds", "partnerships", "countries", "technologies", "markets", "goals")
        said |= {name: list(said[name]) for name in lists}
        return cls(
            **said,
            reference=record.reference,
            kind=ProfileKind(record.kind),
            state=record.state,
            organisation=record.organisation.reference if is_named else "",
            country=record.organisation.country,
            is_open=record.is_open,
            owner=record.owner_id,
            created_at=record.created_at,
            published_at=record.published_at,
            expires_on=record.expires_on,
            withdrawn_at=record.withdrawn_at,
        )


class ProfilePage(Schema):
    """Some of the profiles found."""

    items: list[ProfileOut]
    count: int


class FindingOut(Schema):
    """One thing that an adviser would say."""

    code: str
    weight: Weight
    field: str
    sentence: str
    words: list[str]

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """Return what a client sees, in the language of the request."""
        return cls(
            code=finding.code,
            weight=finding.weight,
            field=finding.field,
            sentence=finding.sentence,
            words=list(finding.words),
        )


class InterestExpression(Schema):
    """In whose name somebody is interested, and why."""

    organisation: Reference
    message: str = Field(max_length=LONGEST_MESSAGE)
    contact: Reference | None = Field(
        None, description="A person of the organisation; yourself where you speak for it."
    )


class InterestClosing(Schema):
    """Why nothing comes of it; another reason needs a note."""

    reason: ClosingReason
    note: str = Field("", max_length=500)


class ContactOut(Schema):
    """How one of the two sides is reached."""

    organisation: Reference
    name: str
    person: str
    person_email: str
    person_phone: str
    email: str
    phone: str
    website: str

    @classmethod
    def of(cls, organisation: Organisation, person: Person | None) -> Self:
        """Return what the other side reads once contacts are exchanged."""
        return cls(
            organisation=organisation.reference,
            name=str(organisation.name),
            person=str(person.name) if person else "",
            person_email=person.email if person else "",
            person_phone=person.phone if person else "",
            email=organisation.email,
            phone=organisation.phone,
            website=organisation.website,
        )


class InterestOut(Schema):
    """An expression of interest.

    ``profile_organisation`` is empty while whoever is interested may not know it; ``contacts``
    are those of the profile's side and of the interested one, once they are exchanged.
    """

    reference: str
    profile: str
    profile_organisation: str
    organisation: str
    message: str
    state: InterestState
    sent_at: datetime
    accepted_at: datetime | None
    exchanged_at: datetime | None
    moved_at: datetime
    closed_reason: ClosingReason | None
    closed_note: str
    contacts: list[ContactOut]

    @classmethod
    def of(cls, record: Interest, *, is_named: bool) -> Self:
        """Return what a client may see; both sides with their people are loaded."""
        profile = record.profile
        contacts = [(profile.organisation, profile.contact), (record.organisation, record.contact)]
        return cls(
            reference=record.reference,
            profile=profile.reference,
            profile_organisation=profile.organisation.reference if is_named else "",
            organisation=record.organisation.reference,
            message=record.message,
            state=InterestState(record.state),
            sent_at=record.sent_at,
            accepted_at=record.accepted_at,
            exchanged_at=record.exchanged_at,
            moved_at=record.moved_at,
            closed_reason=ClosingReason(record.closed_reason) if record.closed_reason else None,
            closed_note=record.closed_note,
            contacts=[ContactOut.of(*each) for each in contacts] if record.exchanged_at else [],
        )


class InterestPage(Schema):
    """Some of the expressions of interest found."""

    items: list[InterestOut]
    count: int


def key_called(field: str, reference: str | None, known: Mapping[str, UUID]) -> UUID | None:
    """Return the key that a reference means among those known; None for no reference."""
    if not reference:
        return None
    if reference not in known:
        raise UnknownChoiceError(field=label_of(field), value=reference)
    return known[reference]


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(value) for value in values))
