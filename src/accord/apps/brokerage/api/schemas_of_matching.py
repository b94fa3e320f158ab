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
from accord.apps.partnering.adapters.suggesting import Said, Told
from accord.apps.partnering.enums import Bearing
from accord.apps.partnering.models import Profile


class AnsweringSentences(Schema):
    """A sentence of each of two profiles that answer each other, word for word."""

    mine: str
    mine_language: str
    theirs: str
    theirs_language: str
    is_less_certain: bool = Field(description="Texts in one of the languages are understood less.")

    @classmethod
    def of(cls, row: EventSuggestion) -> Self:
        """Return the sentences that stand with a suggestion; its profiles are loaded."""
        return cls(
            mine=row.said,
            mine_language=_language(row.mine),
            theirs=row.answered,
            theirs_language=_language(row.theirs),
            is_less_certain=row.is_less_certain,
        )


class PairFinding(Schema):
    """What one stated fact says of two profiles."""

    key: str = Field(description="A stable code, such as `matching.fields`.")
    bearing: Bearing = Field(description="It fits, it is missing, or it bars the pair.")
    sentence: str = Field(description="For people.")

    @classmethod
    def of(cls, said: Said) -> Self:
        """Return what a client sees, in the language of the request."""
        return cls(key=said.key, bearing=said.bearing, sentence=said.sentence)


class ParticipantSuggestionOut(Schema):
    """A participant that another might meet, and the pair of profiles that speaks for it."""

    place: int = Field(ge=1, description="In the list; 1 is the best.")
    participant: str = Field(description="The code of the one suggested.")
    organisation: str = Field(description="Its reference in the directory.")
    name: EventText | None
    mine: str = Field(description="The reference of the profile of whom it is suggested to.")
    theirs: str = Field(description="The reference of the profile that answers it.")
    evidence: AnsweringSentences
    findings: list[PairFinding]
    wished: Strength | None = Field(description="What the participant wishes of it already.")

    @classmethod
    def of(cls, row: EventSuggestion, told: Told, wish: Wish | None) -> Self:
        """Return what a client sees of a suggestion."""
        return cls(
            place=row.place,
            participant=row.other.code,
            organisation=row.other.organisation.reference,
            name=EventText.of(row.other.organisation.name),
            mine=row.mine.reference,
            theirs=row.theirs.reference,
            evidence=AnsweringSentences.of(row),
            findings=[PairFinding.of(one) for one in told.findings],
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
            matched_at=job.ended_at or job.created_at,
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
    return str((profile.description or profile.title).source)
