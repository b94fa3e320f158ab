"""What the API of programmes takes and gives."""

from datetime import date, datetime
from typing import Annotated, Self
from zoneinfo import available_timezones

from ninja import Field, Schema
from pydantic import AfterValidator

from accord.apps.accounts.enums import CalendarChoice
from accord.apps.core.enums import Role
from accord.apps.core.localised import LocalizedText
from accord.apps.core.models import Approval
from accord.apps.programmes.actions.parties import PartyFacts
from accord.apps.programmes.actions.programmes import ProgrammeFacts
from accord.apps.programmes.enums import PartyKind
from accord.apps.programmes.models import Party, PriorityArea, Programme, RoleHolding
from accord.engine.text import clean


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("Write a time zone of the IANA database, such as Asia/Tehran.")
    return name


def _words(text: str) -> str:
    if not (cleaned := clean(text)):
        raise ValueError("Write at least one letter.")
    return cleaned


Language = Annotated[str, Field(pattern="^[a-z]{2,3}$", examples=["fa"])]
Languages = Annotated[list[Language], Field(min_length=1, max_length=20)]
Words = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_words)]
Zone = Annotated[str, Field(max_length=64, examples=["Asia/Tehran"]), AfterValidator(_zone)]
Weekday = Annotated[int, Field(ge=0, le=6, description="Monday is 0.")]
AreaNumber = Annotated[int, Field(ge=1, le=999)]


class ProgrammeText(Schema):
    """A text in every language it was written in."""

    source: Language
    texts: dict[Language, Words] = Field(min_length=1, max_length=20)

    def localised(self) -> LocalizedText:
        """Return it as the actions want it."""
        return LocalizedText(source=self.source, texts=dict(self.texts))

    @classmethod
    def of(cls, text: LocalizedText) -> Self | None:
        """Return what a client sees of a text; nothing for an empty one."""
        return cls(source=text.source, texts=dict(text.texts)) if text else None


class PartyIn(Schema):
    """What is known of a party."""

    code: str = Field(pattern="^[A-Z0-9][A-Z0-9-]{0,11}$", examples=["IR"])
    name: ProgrammeText
    kind: PartyKind = PartyKind.COUNTRY
    country: str = Field("", pattern="^([A-Z]{2})?$", description="ISO 3166-1 alpha-2.")
    languages: Languages = ["en"]
    calendar: CalendarChoice = CalendarChoice.GREGORIAN
    time_zone: Zone = "UTC"
    weekend: set[Weekday] = Field(default={5, 6}, max_length=6)

    def facts(self) -> PartyFacts:
        """Return it as the actions want it."""
        return PartyFacts(
            code=self.code,
            name=self.name.localised(),
            kind=self.kind,
            country=self.country,
            languages=tuple(dict.fromkeys(self.languages)),
            calendar=self.calendar,
            time_zone=self.time_zone,
            weekend=frozenset(self.weekend),
        )


class PartyOut(Schema):
    """A party."""

    code: str
    name: ProgrammeText | None
    kind: PartyKind
    country: str
    languages: list[str]
    calendar: CalendarChoice
    time_zone: str
    weekend: list[int]

    @classmethod
    def of(cls, party: Party) -> Self:
        """Return what a client sees of a party."""
        return cls(
            code=party.code,
            name=ProgrammeText.of(party.name),
            kind=PartyKind(party.kind),
            country=party.country,
            languages=party.languages,
            calendar=CalendarChoice(party.calendar),
            time_zone=party.time_zone,
            weekend=party.weekend,
        )


class DayOffOut(Schema):
    """A day on which a party does not work."""

    day: date
    reason: str = Field(description="`weekend` or `holiday`.")
    name: str = Field(description="The name of the holiday; empty for a weekend.")


class ProgrammeIn(Schema):
    """What is known of a programme."""

    title: ProgrammeText
    summary: ProgrammeText | None = None
    languages: Languages = ["en"]
    starts_on: date | None = None
    ends_on: date | None = Field(None, description="The first day after the programme.")
    needs_every_approval: bool = False

    def facts(self) -> ProgrammeFacts:
        """Return it as the actions want it."""
        return ProgrammeFacts(
            title=self.title.localised(),
            summary=self.summary.localised() if self.summary else LocalizedText(),
            languages=tuple(dict.fromkeys(self.languages)),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            needs_every_approval=self.needs_every_approval,
        )


class ProgrammeFounding(ProgrammeIn):
    """A programme, and the codes of the parties that will own it."""

    parties: list[Annotated[str, Field(max_length=12)]] = Field(min_length=2, max_length=60)


class ApprovalOut(Schema):
    """One side's yes."""

    party: str
    by: str
    at: datetime

    @classmethod
    def of(cls, approval: Approval) -> Self:
        """Return what a client sees of an approval."""
        return cls(party=approval.side.code, by=approval.by, at=approval.at)


class ProgrammeOut(Schema):
    """A programme with its parties, the caller's own side first."""

    reference: str
    title: ProgrammeText | None
    summary: ProgrammeText | None
    parties: list[str]
    languages: list[str]
    starts_on: date | None
    ends_on: date | None
    needs_every_approval: bool
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, programme: Programme, parties: list[Party]) -> Self:
        """Return what a client sees of a programme."""
        return cls(
            reference=programme.reference,
            title=ProgrammeText.of(programme.title),
            summary=ProgrammeText.of(programme.summary),
            parties=[party.code for party in parties],
            languages=programme.languages,
            starts_on=programme.starts_on,
            ends_on=programme.ends_on,
            needs_every_approval=programme.needs_every_approval,
            withdrawn_at=programme.withdrawn_at,
        )


class CodeOut(Schema):
    """One entry of a code list."""

    scheme: str
    code: str


class AreaIn(Schema):
    """A field of cooperation."""

    number: AreaNumber
    name: ProgrammeText
    codes: list[CodeOut] = Field(default=[], max_length=60)


class AreaOut(Schema):
    """A field of cooperation, mapped to code lists."""

    number: int
    name: ProgrammeText | None
    codes: list[CodeOut]

    @classmethod
    def of(cls, area: PriorityArea) -> Self:
        """Return what a client sees of a priority area."""
        codes = [CodeOut(scheme=code.scheme, code=code.code) for code in area.codes.all()]
        return cls(number=area.number, name=ProgrammeText.of(area.name), codes=codes)


class RoleOut(Schema):
    """A role that somebody holds for a party."""

    name: str
    party: str
    programme: str | None = Field(description="Empty when it holds in all programmes.")
    role: Role
    starts_on: date | None
    ends_on: date | None

    @classmethod
    def of(cls, holding: RoleHolding) -> Self:
        """Return what a client sees of a role."""
        return cls(
            name=holding.user.get_full_name(),
            party=holding.party.code,
            programme=holding.programme.reference if holding.programme else None,
            role=Role(holding.role),
            starts_on=holding.starts_on,
            ends_on=holding.ends_on,
        )


class ProgrammeReason(Schema):
    """Why something is taken back."""

    reason: Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_words)]


class SideName(Schema):
    """The side for which the caller acts."""

    party: str = Field(max_length=12)
