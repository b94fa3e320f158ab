"""What the API of the directory takes and gives."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator

from accord.apps.core.enums import Visibility
from accord.apps.core.localised import LocalizedText
from accord.apps.directory.actions.facts import (
    NameFacts,
    OrganisationFacts,
    PersonFacts,
    facts_of_organisation,
)
from accord.apps.directory.enums import (
    CodeScheme,
    LanguageLevel,
    NameKind,
    OrganisationKind,
    SizeClass,
)
from accord.apps.directory.models import Membership, Organisation, Person
from accord.engine.text import clean


def _words(text: str) -> str:
    if not (cleaned := clean(text)):
        raise ValueError("Write at least one letter.")
    return cleaned


def _mail(text: str) -> str:
    name, _at, host = text.partition("@")
    if text and not (name and "." in host and " " not in text):
        raise ValueError("Write an e-mail address, such as sara@example.org.")
    return clean(text)


def _web(text: str) -> str:
    if text and not text.startswith(("http://", "https://")):
        raise ValueError("Begin with http:// or https://.")
    return clean(text)


Language = Annotated[str, Field(pattern="^[a-z]{2,3}$", examples=["fa"])]
Words = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_words)]
Short = Annotated[str, Field(max_length=60), AfterValidator(clean)]
Phone = Annotated[str, Field(max_length=40), AfterValidator(clean)]
Mail = Annotated[str, Field(max_length=254), AfterValidator(_mail)]
Website = Annotated[str, Field(max_length=200), AfterValidator(_web)]
Country = Annotated[str, Field(pattern="^([A-Z]{2})?$", description="ISO 3166-1 alpha-2.")]
Year = Annotated[int, Field(ge=1000, le=2100)]


class DirectoryText(Schema):
    """A text in every language it was written in; names and cities are at most 200 letters."""

    source: Language
    texts: dict[Language, Words] = Field(min_length=1, max_length=20)

    def localised(self) -> LocalizedText:
        """Return it as the actions want it."""
        return LocalizedText(source=self.source, texts=dict(self.texts))

    @classmethod
    def of(cls, text: LocalizedText) -> Self | None:
        """Return what a client sees of a text; nothing for an empty one."""
        return cls(source=text.source, texts=dict(text.texts)) if text else None


def _localised(text: DirectoryText | None) -> LocalizedText:
    return text.localised() if text else LocalizedText()


class CodeIn(Schema):
    """An entry of a code list."""

    scheme: CodeScheme
    code: str = Field(max_length=12, examples=["2.10"])


class IdentifierIn(Schema):
    """A number under which a register knows the organisation."""

    scheme: Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_words)]
    value: Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_words)]


class NameIn(Schema):
    """One more name besides those in ``name``."""

    text: Words
    language: str = Field("", pattern="^([a-z]{2,3})?$")
    kind: NameKind = NameKind.SHORT


class OrganisationIn(Schema):
    """Everything that is said of an organisation; what is left out becomes empty."""

    name: DirectoryText
    kind: OrganisationKind = OrganisationKind.COMPANY
    legal_form: Short = ""
    size_class: SizeClass | None = None
    summary: DirectoryText | None = None
    country: Country = ""
    city: DirectoryText | None = None
    latitude: Annotated[Decimal, Field(ge=-90, le=90, decimal_places=5)] | None = None
    longitude: Annotated[Decimal, Field(ge=-180, le=180, decimal_places=5)] | None = None
    website: Website = ""
    email: Mail = ""
    phone: Phone = ""
    founded_year: Year | None = None
    languages: list[Language] = Field(default=[], max_length=20)
    codes: list[CodeIn] = Field(default=[], max_length=50)
    identifiers: list[IdentifierIn] = Field(default=[], max_length=50)
    other_names: list[NameIn] = Field(default=[], max_length=50)
    owner: UUID | None = Field(None, description="The key of the side that owns the record.")
    visibility: Visibility = Visibility.SHARED

    def facts(self) -> OrganisationFacts:
        """Return it as the actions want it."""
        return OrganisationFacts(
            name=self.name.localised(),
            kind=self.kind,
            legal_form=self.legal_form,
            size_class=self.size_class or "",
            summary=_localised(self.summary),
            country=self.country,
            city=_localised(self.city),
            latitude=self.latitude,
            longitude=self.longitude,
            website=self.website,
            email=self.email,
            phone=self.phone,
            founded_year=self.founded_year,
            languages=tuple(dict.fromkeys(self.languages)),
            codes=frozenset((each.scheme.value, each.code) for each in self.codes),
            identifiers=frozenset((each.scheme, each.value) for each in self.identifiers),
            other_names=frozenset(
                NameFacts(each.text, each.language, each.kind) for each in self.other_names
            ),
            owner=self.owner,
            visibility=self.visibility,
        )


class OrganisationOut(Schema):
    """An organisation."""

    reference: str
    name: DirectoryText | None
    kind: str
    legal_form: str
    size_class: str
    summary: DirectoryText | None
    country: str
    city: DirectoryText | None
    latitude: Decimal | None
    longitude: Decimal | None
    website: str
    email: str
    phone: str
    founded_year: int | None
    languages: list[str]
    codes: list[CodeIn]
    identifiers: list[IdentifierIn]
    other_names: list[NameIn]
    owner: UUID | None
    visibility: str
    created_at: datetime
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, record: Organisation) -> Self:
        """Return what a client sees; names, identifiers and codes must be loaded."""
        facts = facts_of_organisation(record)
        return cls(
            reference=record.reference,
            name=DirectoryText.of(record.name),
            kind=record.kind,
            legal_form=record.legal_form,
            size_class=record.size_class,
            summary=DirectoryText.of(record.summary),
            country=record.country,
            city=DirectoryText.of(record.city),
            latitude=record.latitude,
            longitude=record.longitude,
            website=record.website,
            email=record.email,
            phone=record.phone,
            founded_year=record.founded_year,
            languages=record.languages,
            codes=[CodeIn(scheme=CodeScheme(s), code=code) for s, code in sorted(facts.codes)],
            identifiers=[IdentifierIn(scheme=s, value=v) for s, v in sorted(facts.identifiers)],
            other_names=[
                NameIn(text=name.text, language=name.language, kind=name.kind)
                for name in sorted(facts.other_names, key=lambda name: name.text)
            ],
            owner=record.owner_id,
            visibility=record.visibility,
            created_at=record.created_at,
            withdrawn_at=record.withdrawn_at,
        )


class SpokenIn(Schema):
    """A language that a person speaks."""

    language: Language
    level: LanguageLevel = LanguageLevel.WORKING


class PersonIn(Schema):
    """Everything that is said of a person; what is left out becomes empty."""

    name: DirectoryText
    title: Short = ""
    email: Mail = ""
    phone: Phone = ""
    country: Country = ""
    spoken: list[SpokenIn] = Field(default=[], max_length=20)
    owner: UUID | None = Field(None, description="The key of the side that owns the record.")
    visibility: Visibility = Visibility.SHARED

    def facts(self) -> PersonFacts:
        """Return it as the actions want it."""
        levels = {each.language: each.level.value for each in self.spoken}
        return PersonFacts(
            name=self.name.localised(),
            title=self.title,
            email=self.email,
            phone=self.phone,
            country=self.country,
            spoken=frozenset(levels.items()),
            owner=self.owner,
            visibility=self.visibility,
        )


class MembershipOut(Schema):
    """A person's place in an organisation."""

    organisation: str
    position: DirectoryText | None
    speaks_for: bool
    starts_on: date | None
    ends_on: date | None

    @classmethod
    def of(cls, row: Membership) -> Self:
        """Return what a client sees."""
        return cls(
            organisation=row.organisation.reference,
            position=DirectoryText.of(row.position),
            speaks_for=row.speaks_for,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )


class PersonOut(Schema):
    """A person; contacts are there only for those who may change them."""

    reference: str
    name: DirectoryText | None
    title: str
    email: str
    phone: str
    country: str
    spoken: list[SpokenIn]
    memberships: list[MembershipOut]
    owner: UUID | None
    visibility: str
    created_at: datetime
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, record: Person, *, with_contacts: bool) -> Self:
        """Return what a client sees; languages and memberships must be loaded."""
        return cls(
            reference=record.reference,
            name=DirectoryText.of(record.name),
            title=record.title,
            email=record.email if with_contacts else "",
            phone=record.phone if with_contacts else "",
            country=record.country,
            spoken=[
                SpokenIn(language=row.language, level=LanguageLevel(row.level))
                for row in record.spoken.all()
            ],
            memberships=[MembershipOut.of(row) for row in record.memberships.all()],
            owner=record.owner_id,
            visibility=record.visibility,
            created_at=record.created_at,
            withdrawn_at=record.withdrawn_at,
        )


class OrganisationPage(Schema):
    """Some of the organisations found."""

    items: list[OrganisationOut]
    count: int


class PersonPage(Schema):
    """Some of the people found."""

    items: list[PersonOut]
    count: int
