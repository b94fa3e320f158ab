"""What the API of suggestions takes and gives."""

from datetime import datetime
from typing import Annotated, Self

from ninja import Field, Schema
from pydantic import AfterValidator

from accord.apps.partnering.adapters.comparing import Compared, Placed
from accord.apps.partnering.adapters.reasons import Heard
from accord.apps.partnering.adapters.suggesting import Said, Told
from accord.apps.partnering.api.schemas import ProfileText
from accord.apps.partnering.enums import Bearing, ProfileKind, RefusalReason
from accord.apps.partnering.models import Profile, Refusal
from accord.engine.matching import Evidence
from accord.engine.text import clean


class SuggestedProfile(Schema):
    """The other profile; ``organisation`` is empty for whoever may not know it yet."""

    reference: str
    kind: ProfileKind
    title: ProfileText | None
    organisation: str = Field(description="Its reference in the directory.")
    country: str
    is_open: bool = Field(description="Whether it takes expressions of interest.")

    @classmethod
    def of(cls, record: Profile) -> Self:
        """Return what a client may see; the organisation is loaded, ``is_named`` annotated."""
        is_named: bool = getattr(record, "is_named", False)
        return cls(
            reference=record.reference,
            kind=ProfileKind(record.kind),
            title=ProfileText.of(record.title),
            organisation=record.organisation.reference if is_named else "",
            country=record.organisation.country,
            is_open=record.is_open,
        )


class EvidenceOut(Schema):
    """A sentence of each profile that answer each other, word for word."""

    mine: str
    mine_language: str
    theirs: str
    theirs_language: str
    is_less_certain: bool = Field(description="Texts in one of the languages are understood less.")

    @classmethod
    def of(cls, pair: Evidence, languages: tuple[str, str]) -> Self:
        """Return what a client sees of a pair of sentences."""
        return cls(
            mine=pair.mine,
            mine_language=languages[0],
            theirs=pair.theirs,
            theirs_language=languages[1],
            is_less_certain=pair.less_certain,
        )


class FactFinding(Schema):
    """What one stated fact says of a pair."""

    key: str = Field(description="A stable code, such as `matching.fields`.")
    bearing: Bearing = Field(description="It fits, it is missing, or it bars the pair.")
    sentence: str = Field(description="For people.")

    @classmethod
    def of(cls, said: Said) -> Self:
        """Return what a client sees, in the language of the request."""
        return cls(key=said.key, bearing=said.bearing, sentence=said.sentence)


class PairOut(Schema):
    """Another profile beside one's own: the sentences, and what the stated facts say."""

    profile: SuggestedProfile
    evidence: list[EvidenceOut] = Field(
        description="Best first; empty until a model has read both texts."
    )
    findings: list[FactFinding]


class SuggestionOut(PairOut):
    """A profile that may answer one's own."""

    place: int = Field(ge=1, description="In the list; 1 is the best.")

    @classmethod
    def of(cls, row: Placed) -> Self:
        """Return what a client sees of a suggestion."""
        told = row.told
        return cls(
            place=row.place,
            profile=SuggestedProfile.of(told.other),
            evidence=evidence_of(told),
            findings=[FactFinding.of(one) for one in told.findings],
        )


class RefusalIn(Schema):
    """Why a suggestion does not suit."""

    reason: RefusalReason
    note: Annotated[str, Field(max_length=500), AfterValidator(clean)] = Field(
        "", description="Must say why when the reason is `other`."
    )


class RefusalOut(Schema):
    """What was refused, why, and by whom; its own side alone reads it."""

    profile: str = Field(description="The reference of the refused profile.")
    reason: RefusalReason
    note: str
    by: str
    at: datetime

    @classmethod
    def of(cls, refusal: Refusal) -> Self:
        """Return what a client sees of a refusal."""
        return cls(
            profile=refusal.other.reference,
            reason=RefusalReason(refusal.reason),
            note=refusal.note,
            by=refusal.by,
            at=refusal.at,
        )


class ReasonOut(Schema):
    """Why others set a profile aside, as its own side may know: how many, never who."""

    reason: RefusalReason
    organisations: int = Field(ge=1, description="Of other sides, that gave this reason.")
    field: str = Field(
        description="Where the profile may say more; empty where words do not help."
    )
    advice: str = Field(description="For people.")

    @classmethod
    def of(cls, one: Heard) -> Self:
        """Return what a client sees, in the language of the request."""
        return cls(
            reason=one.reason,
            organisations=one.organisations,
            field=one.field,
            advice=one.advice,
        )


class ComparisonOut(PairOut):
    """Why a profile is suggested to another, or why it is not."""

    place: int | None = Field(description="Among the suggestions; null when it is not there.")
    refusal: RefusalOut | None
    is_valid: bool = Field(description="Whether the other profile is published and valid.")
    against: list[str] = Field(description="For people: why it is not among the suggestions.")

    @classmethod
    def of(cls, pair: Compared) -> Self:
        """Return what a client sees of two profiles beside each other."""
        return cls(
            place=pair.place or None,
            profile=SuggestedProfile.of(pair.one.other),
            evidence=evidence_of(pair.one),
            findings=[FactFinding.of(one) for one in pair.one.findings],
            refusal=RefusalOut.of(pair.refusal) if pair.refusal else None,
            is_valid=pair.is_valid,
            against=list(pair.against),
        )


def evidence_of(told: Told) -> list[EvidenceOut]:
    """Return the pairs of sentences as a client sees them."""
    return [EvidenceOut.of(pair, told.languages) for pair in told.evidence]
