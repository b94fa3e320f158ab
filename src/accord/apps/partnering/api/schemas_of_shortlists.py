"""What the API of shortlists takes and gives."""

from datetime import date
from typing import Annotated, Self

from ninja import Field, Schema
from pydantic import AfterValidator

from accord.apps.partnering.adapters.shortlisting import Candidate, Quote, Status
from accord.apps.partnering.api.schemas_of_suggestions import (
    EvidenceOut,
    FactFinding,
    SuggestedProfile,
    evidence_of,
)
from accord.apps.partnering.enums import InterestState, Stage
from accord.engine.text import clean


class ShortlistedIn(Schema):
    """What to note of a profile on a shortlist, and where to put it; what is left out stays."""

    note: Annotated[str, Field(max_length=500), AfterValidator(clean)] | None = Field(
        None, description="Read by your own side alone."
    )
    place: int | None = Field(None, ge=1, le=100, description="1 for the first.")


class QuoteOut(Schema):
    """A sentence of a profile, word for word."""

    text: str
    language: str

    @classmethod
    def of(cls, quote: Quote) -> Self:
        """Return what a client sees."""
        return cls(text=quote.text, language=quote.language)


class StatusOut(Schema):
    """What an authority says of the organisation."""

    kind: str = Field(description="For people.")
    issuer: str
    number: str
    until: date | None = Field(description="The first day on which it is no longer valid.")

    @classmethod
    def of(cls, status: Status) -> Self:
        """Return what a client sees."""
        return cls(
            kind=status.kind, issuer=status.issuer, number=status.number, until=status.until
        )


class ShortlistedOut(Schema):
    """A profile on a shortlist: what it says, what it states, what to ask about."""

    place: int = Field(ge=1)
    reference: str
    note: str
    by: str = Field(description="Who put it there.")
    profile: SuggestedProfile | None = Field(description="Null when it is no longer published.")
    suggested: int | None = Field(description="Its place among the suggestions, if it is there.")
    against: list[str] = Field(description="For people: why it is not among them.")
    evidence: list[EvidenceOut]
    findings: list[FactFinding]
    missing: list[str] = Field(description="For people: what to ask about.")
    stage: Stage | None
    trl: int | None
    certificates: list[QuoteOut]
    statuses: list[StatusOut]
    delivery: list[QuoteOut]
    interest: str = Field(description="Reference of your own expression of interest, or empty.")
    interest_state: InterestState | None

    @classmethod
    def of(cls, one: Candidate) -> Self:
        """Return what a client sees of one of a shortlist."""
        told, interest = one.told, one.interest
        return cls(
            place=one.row.place,
            reference=one.row.other.reference,
            note=one.row.note,
            by=one.row.by,
            profile=SuggestedProfile.of(told.other) if told else None,
            suggested=one.suggested or None,
            against=list(one.against),
            evidence=evidence_of(told) if told else [],
            findings=[FactFinding.of(each) for each in told.findings] if told else [],
            missing=list(one.missing),
            stage=Stage(told.other.stage) if told and told.other.stage else None,
            trl=told.other.trl if told else None,
            certificates=[QuoteOut.of(each) for each in one.certificates],
            statuses=[StatusOut.of(each) for each in one.statuses],
            delivery=[QuoteOut.of(each) for each in one.delivery],
            interest=interest.reference if interest else "",
            interest_state=InterestState(interest.state) if interest else None,
        )
