"""What the API of matching an event gives."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from ninja import Field, Schema

from accord.apps.brokerage.api.schemas import EventText
from accord.apps.brokerage.enums import Strength
from accord.apps.brokerage.models import EventSuggestion, Wish
from accord.apps.core.enums import JobState
from accord.apps.core.models import Job
from accord.apps.partnering.adapters.suggesting import Told
from accord.apps.partnering.api.schemas_of_suggestions import EvidenceOut, FactFinding
from accord.apps.partnering.models import Profile
from accord.engine.matching import Evidence


class ParticipantSuggestionOut(Schema):
    """A participant that another might meet, and the pair of profiles that speaks for it."""

    place: int = Field(ge=1, description="In the list; 1 is the best.")
    participant: str = Field(description="The code of the one suggested.")
    organisation: str = Field(description="Its reference in the directory.")
    name: EventText | None
    mine: str = Field(description="The reference of the profile of whom it is suggested to.")
    theirs: str = Field(description="The reference of the profile that answers it.")
    evidence: EvidenceOut
    findings: list[FactFinding]
    wished: Strength | None = Field(description="What the participant wishes of it already.")

    @classmethod
    def of(cls, row: EventSuggestion, told: Told, wish: Wish | None) -> Self:
        """Return what a client sees of a suggestion; the sentences are its own."""
        pair = Evidence(row.said, row.answered, 0.0, row.is_less_certain)
        languages = (_language(row.mine), _language(row.theirs))
        return cls(
            place=row.place,
            participant=row.other.code,
            organisation=row.other.organisation.reference,
            name=EventText.of(row.other.organisation.name),
            mine=row.mine.reference,
            theirs=row.theirs.reference,
            evidence=EvidenceOut.of(pair, languages),
            findings=[FactFinding.of(one) for one in told.findings],
            wished=Strength(wish.strength) if wish else None,
        )


class MatchingWorkOut(Schema):
    """The work of matching begun last, over or not."""

    job: UUID
    state: JobState
    done: int
    total: int
    problem: str = Field(description="Why it failed, for people; empty when it did not.")
    begun_at: datetime

    @classmethod
    def of(cls, job: Job) -> Self:
        """Return what a client sees of the work."""
        return cls(
            job=job.pk,
            state=JobState(job.state),
            done=job.done,
            total=job.total,
            problem=job.problem,
            begun_at=job.created_at,
        )


class ExposureOut(Schema):
    """How evenly participants are shown."""

    never: int = Field(description="Participants in nobody's list.")
    most: int = Field(description="Lists that the most shown participant is in.")
    gini: int = Field(description="In thousandths: 0 is even, 1000 is one for all.")


class EvennessOut(Schema):
    """What the last matching came to."""

    participants: int
    matched: int = Field(description="Participants with a valid profile that names them.")
    before: ExposureOut = Field(description="Had everybody got the nearest alone.")
    after: ExposureOut
    price: int = Field(description="What evenness cost in closeness, in thousandths.")
    unanswered: list[str] = Field(
        description="References of the requests that nobody at the event may well answer."
    )
    matched_at: datetime

    @classmethod
    def of(cls, job: Job, unanswered: Iterable[Profile]) -> Self:
        """Return the figures that a matching left behind."""
        names = ("participants", "matched", "before", "after", "price")
        facts: dict[str, Any] = {name: job.facts[name] for name in names}
        return cls(
            **facts,
            unanswered=[profile.reference for profile in unanswered],
            matched_at=job.ended_at,
        )


class MatchingOut(Schema):
    """How the matching of an event stands; nothing in it before the first."""

    work: MatchingWorkOut | None
    figures: EvennessOut | None

    @classmethod
    def of(cls, job: Job | None, matched: Job | None, unanswered: Iterable[Profile]) -> Self:
        """Return what a client sees of the work and of the last that came to its end."""
        return cls(
            work=MatchingWorkOut.of(job) if job else None,
            figures=EvennessOut.of(matched, unanswered) if matched else None,
        )


def _language(profile: Profile) -> str:
    """Return in which language a profile was read."""
    return (profile.description or profile.title).source
