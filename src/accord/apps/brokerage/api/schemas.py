"""What the API of brokerage takes and gives."""

from datetime import date, datetime
from typing import Annotated, Any, Self

from ninja import Field, Schema
from pydantic import AfterValidator

from accord.apps.brokerage.enums import EventState, RunState, SlotSession, Strength
from accord.apps.brokerage.models import Attendance, Event, Meeting, ScheduleRun, Wish
from accord.apps.core.acting import Acting
from accord.apps.core.enums import JobState
from accord.apps.core.localised import LocalizedText
from accord.apps.core.models import Job
from accord.engine.text import clean

LONGEST_SECONDS = 3600
LARGEST = 2**31 - 1  # what every database keeps in a whole number

RunNumber = Annotated[int, Field(ge=1, le=LARGEST)]


class EventText(Schema):
    """A text in every language it was written in."""

    source: str
    texts: dict[str, str]

    @classmethod
    def of(cls, text: LocalizedText) -> Self | None:
        """Return what a client sees of a text; nothing for an empty one."""
        return cls(source=text.source, texts=dict(text.texts)) if text else None


class EventOut(Schema):
    """An event."""

    reference: str
    title: EventText | None
    summary: EventText | None
    venue: EventText | None
    city: EventText | None
    programme: str | None = Field(description="The reference of its programme.")
    parties: list[str] = Field(description="The codes of the parties that own it.")
    starts_on: date
    ends_on: date = Field(description="The last day.")
    time_zone: str
    languages: list[str]
    state: EventState
    version: int = Field(description="How often a schedule was published.")
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, event: Event, acting: Acting) -> Self:
        """Return what a client sees of an event, the caller's own side first."""
        programme = event.programme
        owners = [one.party for one in programme.ownerships.all()] if programme else []
        owners.sort(key=lambda party: (party.pk not in acting.sides, party.code))
        return cls(
            reference=event.reference,
            title=EventText.of(event.title),
            summary=EventText.of(event.summary),
            venue=EventText.of(event.venue),
            city=EventText.of(event.city),
            programme=programme.reference if programme else None,
            parties=[party.code for party in owners],
            starts_on=event.starts_on,
            ends_on=event.ends_on,
            time_zone=event.time_zone,
            languages=event.languages,
            state=EventState(event.state),
            version=event.version,
            withdrawn_at=event.withdrawn_at,
        )


class ParticipantOut(Schema):
    """An organisation that takes part."""

    code: str
    organisation: str = Field(description="Its reference in the directory.")
    name: EventText | None
    party: str | None
    pitch: EventText | None = Field(description="In one line, what it comes for.")
    languages: list[str]

    @classmethod
    def of(cls, attendance: Attendance) -> Self:
        """Return what a client sees of a participant."""
        return cls(
            code=attendance.code,
            organisation=attendance.organisation.reference,
            name=EventText.of(attendance.organisation.name),
            party=attendance.party.code if attendance.party else None,
            pitch=EventText.of(attendance.pitch),
            languages=attendance.languages,
        )


class WishIn(Schema):
    """What a participant wishes of another."""

    strength: Strength = Strength.LIKE
    note: Annotated[str, Field(max_length=500), AfterValidator(clean)] = ""
    session: SlotSession | None = Field(None, description="Where only that half of the day fits.")


class WishOut(Schema):
    """What one participant wishes of another."""

    wisher: str
    wished: str
    strength: Strength
    note: str
    session: SlotSession | None
    made_at: datetime

    @classmethod
    def of(cls, wish: Wish, wisher: Attendance) -> Self:
        """Return what a client sees of a wish."""
        return cls(
            wisher=wisher.code,
            wished=wish.wished.code,
            strength=Strength(wish.strength),
            note=wish.note,
            session=SlotSession(wish.session) if wish.session else None,
            made_at=wish.made_at,
        )


class PlanIn(Schema):
    """How long the planner may search, and from where."""

    seconds: int = Field(30, ge=1, le=LONGEST_SECONDS)
    seed: int = Field(0, ge=0, le=LARGEST, description="Of every random choice.")
    around: RunNumber | None = Field(
        None, description="The number of a schedule: its locked meetings stay."
    )


class SearchOut(Schema):
    """How far the planner is."""

    state: JobState
    seconds_searched: int
    held: int | None = Field(description="Meetings that the best schedule so far holds.")
    requests: int | None = Field(description="Meetings that are wished.")
    weight: int | None = Field(description="What the best schedule so far is worth, in points.")
    bound: int | None = Field(description="What any schedule can be worth at most, as known now.")
    problem: str = Field(description="Why it failed, for people; empty when it did not.")

    @classmethod
    def of(cls, job: Job) -> Self:
        """Return what a client sees of the search."""
        names = ("held", "requests", "weight", "bound")
        facts: dict[str, Any] = {name: job.facts.get(name) for name in names}
        return cls(
            state=JobState(job.state), seconds_searched=job.done, problem=job.problem, **facts
        )


class RunOut(Schema):
    """A schedule: as the planner made it, and as people changed it since."""

    number: int
    state: RunState
    status: str = Field(
        description="`optimal`: no better one exists; `feasible`: it keeps every rule; "
        "`infeasible` and `unknown`: not every demand is kept; empty until it is planned."
    )
    around: int | None = Field(description="The number of the schedule that it began from.")
    seconds_allowed: int
    seconds_used: float
    seed: int
    meetings: int
    locked: int
    unplaced: int
    weight: int = Field(description="In points: 6 for a must, 3 for a like, 2 if mutual.")
    bound: int = Field(description="What any schedule can be worth at most.")
    breaks: int = Field(description="Breaks between meetings; counted only if all are held.")
    is_hand_changed: bool
    made_by: str
    made_at: datetime
    version: int | None = Field(description="Given when it is published.")
    published_at: datetime | None
    search: SearchOut | None

    @classmethod
    def of(cls, run: Any) -> Self:
        """Return what a client sees of a schedule with its figures."""
        shown: ScheduleRun = run
        return cls(
            number=shown.number,
            state=RunState(shown.state),
            status=shown.status,
            around=shown.based_on.number if shown.based_on else None,
            seconds_allowed=shown.seconds_allowed,
            seconds_used=shown.seconds_used,
            seed=shown.seed,
            meetings=run.meeting_count,
            locked=run.locked_count,
            unplaced=run.unplaced_count,
            weight=shown.weight,
            bound=shown.bound,
            breaks=shown.breaks,
            is_hand_changed=shown.is_hand_changed,
            made_by=shown.made_by,
            made_at=shown.made_at,
            version=shown.version,
            published_at=shown.published_at,
            search=SearchOut.of(shown.job) if shown.job else None,
        )


class MeetingOut(Schema):
    """Who meets whom, when and where."""

    left: str = Field(description="The code of a participant.")
    right: str = Field(description="The code of the other one.")
    starts_at: datetime
    ends_at: datetime
    place: EventText | None
    table: str
    interpreter: EventText | None = Field(description="The name of the interpreter.")

    @classmethod
    def of(cls, meeting: Meeting) -> Self:
        """Return what a client sees of a meeting."""
        interpreter = meeting.interpreter
        return cls(
            left=meeting.left.code,
            right=meeting.right.code,
            starts_at=meeting.slot.starts_at,
            ends_at=meeting.slot.ends_at,
            place=EventText.of(meeting.table.place.name),
            table=meeting.table.label,
            interpreter=EventText.of(interpreter.person.name) if interpreter else None,
        )


class UnplacedOut(Schema):
    """A wished meeting that found no place, and why."""

    left: str
    right: str
    cause: str = Field(description="A stable code, such as `side-is-full`.")
    reason: str = Field(description="A sentence for people.")
