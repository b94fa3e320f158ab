"""Take a file over into an event: everything in one transaction, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions import attendance, events, grid, wishes
from accord.apps.brokerage.actions.events import EventFacts
from accord.apps.brokerage.enums import Deed, SlotKind, SlotSession, Strength
from accord.apps.brokerage.errors import WorkbookFaultyError
from accord.apps.brokerage.models import Attendance, Delegate, Event
from accord.apps.brokerage.queries import attendance as people_queries
from accord.apps.brokerage.queries import events as event_queries
from accord.apps.brokerage.workbook import absences, records, sheets
from accord.apps.brokerage.workbook.book import Book, Watch
from accord.apps.brokerage.workbook.comparing import Fate, Finder, compare, finder_of, wanted
from accord.apps.brokerage.workbook.known import key_of
from accord.apps.brokerage.workbook.reading import SILENT
from accord.apps.brokerage.workbook.state import State, local, state_told_to, zone_of
from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.apps.core.localised import LocalizedText
from accord.apps.directory import policies as directory_policies
from accord.apps.directory.actions import memberships
from accord.apps.directory.actions.facts import MembershipFacts
from accord.apps.directory.models import Organisation, Person
from accord.apps.documents.spreadsheets.shapes import Row
from accord.apps.programmes.models import Party, Programme

STEPS = (
    sheets.EVENT,
    sheets.SLOTS,
    sheets.TABLES,
    sheets.ORGANISATIONS,
    sheets.PEOPLE,
    sheets.INTERPRETERS,
    sheets.AVAILABILITY,
    sheets.WISHES,
)


@dataclass(slots=True)
class Target:
    """Where a file goes: an event, or a new one of a programme."""

    event: Event | None = None
    programme: Programme | None = None
    parties: Mapping[str, Party] = field(default_factory=dict)


def take_over(acting: Acting, book: Book, target: Target, *, watch: Watch = SILENT) -> Event:
    """Write what the file says into the event; a second time changes nothing.

    Parameters
    ----------
    target
        The event, or where a new one is begun.
    watch
        Told after each sheet how far it is.

    Raises
    ------
    WorkbookFaultyError
        When something in the file must be put right first.
    DomainError
        What the actions refuse; then nothing is written.
    """
    if book.has_errors:
        raise WorkbookFaultyError(count=len(book.faults) or len(book.problems))
    state = state_told_to(acting, target.event)
    if target.event is not None:
        policies.may_change_event(acting, target.event).require()
        if all(one.fate == Fate.UNCHANGED for one in compare(book, state)):
            return target.event
    with transaction.atomic():
        taking = _Taking(acting, book, target, state)
        for done, step in enumerate(STEPS):
            watch(done, len(STEPS))
            taking.take(step)
        event = taking.event
        rows = sum(len(rows) for rows in book.rows.values())
        audit.record(
            acting, Deed.WORKBOOK_IMPORTED, event.reference, file=book.name[:200], rows=rows
        )
    watch(len(STEPS), len(STEPS))
    return event


class _Taking:
    """One file on its way into one event."""

    def __init__(self, acting: Acting, book: Book, target: Target, state: State) -> None:
        self.acting, self.book, self.target, self.state = acting, book, target, state
        self._event = state.event
        self.by_code: dict[str, Attendance] = {}
        self._finders: dict[str, Finder] = {}
        self._owners: dict[UUID | None, UUID | None] = {}

    @property
    def event(self) -> Event:
        """The event; a new one stands once its sheet was taken."""
        if self._event is None:
            raise LookupError("the event sheet comes first")
        return self._event

    def take(self, sheet: str) -> None:
        """Take one sheet over; one that the file lacks changes nothing."""
        if self.book.rows.get(sheet):
            getattr(self, f"_take_{sheet}")()
        if sheet == sheets.ORGANISATIONS:
            rows = people_queries.attendances_of(self.event)
            self.by_code = {key_of(row.code): row for row in rows}

    def _values(self, row: Row) -> dict[str, Any]:
        """Return all values of a row as they will be."""
        known = self._finder(row.sheet).find(row) or {}
        columns = next(one for one in self.book.sheets if one.key == row.sheet).columns
        return {column.key: wanted(row, column.key, known) for column in columns}

    def _finder(self, sheet: str) -> Finder:
        if sheet not in self._finders:
            self._finders[sheet] = finder_of(sheet, self.state)
        return self._finders[sheet]

    def _take_event(self) -> None:
        values = self._values(self.book.of(sheets.EVENT)[0])
        names = EventFacts.__slots__
        given = {name: values[name] for name in names if values[name] is not None}
        facts = EventFacts(**given | {"languages": tuple(values["languages"] or ("en",))})
        if self._event is None:
            self._event = events.prepare_event(self.acting, facts, programme=self.target.programme)
        else:
            events.change_event(self.acting, self.event, facts)

    def _take_slots(self) -> None:
        rows = [self._values(row) for row in self.book.of(sheets.SLOTS)]
        grid.set_grid(self.acting, self.event, [self._slot(values) for values in rows])

    def _slot(self, values: Mapping[str, Any]) -> grid.SlotFacts:
        session = values["session"]
        return grid.SlotFacts(
            starts_at=self._moment(values["day"], values["starts"]),
            ends_at=self._moment(values["day"], values["ends"]),
            kind=SlotKind(values["kind"]),
            title=values["title"] or LocalizedText(),
            session=SlotSession(session) if session else None,
        )

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=zone_of(self.event))

    def _take_tables(self) -> None:
        places: dict[tuple[tuple[str, str], ...], tuple[LocalizedText, list[str]]] = {}
        for row in self.book.of(sheets.TABLES):
            values = self._values(row)
            name = values["place"]
            key = tuple(sorted(name.texts.items()))
            places.setdefault(key, (name, []))[1].append(values["label"])
        facts = [grid.PlaceFacts(name, tuple(labels)) for name, labels in places.values()]
        grid.set_places(self.acting, self.event, facts)
        self._close_tables(
            [row for row in self.book.of(sheets.TABLES) if row.has_column("closed")]
        )

    def _close_tables(self, rows: list[Row]) -> None:
        slots = list(event_queries.meeting_slots_of(self.event))

        def touched(row: Row) -> frozenset[UUID]:
            return frozenset(
                slot.pk
                for slot in slots
                for on, at in (local(slot.starts_at, self.event),)
                for day, starts, ends in row.values.get("closed") or ()
                if on == day and starts <= at < ends
            )

        closed = {row.values["label"]: touched(row) for row in rows}
        grid.set_closed_times(self.acting, self.event, closed)

    def _take_organisations(self) -> None:
        rows = self.book.of(sheets.ORGANISATIONS)
        finder = self._finder(sheets.ORGANISATIONS)
        known: dict[int, Organisation] = {}
        for row in rows:
            if found := finder.find(row):
                known[row.number] = self.state.attendances[found["code"]].organisation
        new = [row for row in rows if row.number not in known]
        known |= records.organisations_meant(self.acting, new)
        parties = {row.number: self._party(self._values(row)["party"]) for row in rows}
        owners = {number: self._owner(party) for number, party in parties.items()}
        written = records.organisations_written(self.acting, rows, known, owners=owners)
        facts = [self._attendance(row, written[row.number], parties[row.number]) for row in rows]
        attendance.record_attendances(self.acting, self.event, facts)

    def _attendance(
        self, row: Row, organisation: Organisation, party: Party | None
    ) -> attendance.AttendanceFacts:
        values = self._values(row)
        return attendance.AttendanceFacts(
            organisation=organisation,
            party=party,
            code=values["code"],
            pitch=values["pitch"] or LocalizedText(),
            languages=tuple(values["languages"] or ()),
            parallel=values["parallel"] or 1,
            most_meetings=values["most_meetings"],
            table=values["table"] or "",
        )

    def _party(self, code: str | None) -> Party | None:
        return self.target.parties.get(code) if code else None

    def _owner(self, party: Party | None) -> UUID | None:
        side = party.pk if party else None
        if side not in self._owners:
            self._owners[side] = records.owner_for(self.acting, side, self.event.owner_sides())
        return self._owners[side]

    def _take_people(self) -> None:
        rows = self.book.of(sheets.PEOPLE)
        teams = {row.number: self.by_code[key_of(row.values["organisation"])] for row in rows}
        known = self._known(sheets.PEOPLE, rows)
        strangers = [row for row in rows if row.number not in known]
        organisations = {row.number: teams[row.number].organisation_id for row in strangers}
        known |= records.people_meant(self.acting, strangers, organisations)
        owners = {number: self._owner(team.party) for number, team in teams.items()}
        written = records.people_written(self.acting, rows, known, owners=owners)
        self._join(rows, written, teams)
        facts = [
            attendance.DelegateFacts(
                attendance=teams[row.number],
                person=written[row.number],
                position=self._values(row)["position"] or LocalizedText(),
                is_lead=bool(self._values(row)["leads"]),
            )
            for row in rows
        ]
        attendance.record_delegates(self.acting, self.event, facts)

    def _known(self, sheet: str, rows: list[Row]) -> dict[int, Person]:
        """Return who of the event the rows mean, by number of the row."""
        finder = self._finder(sheet)
        wanted_side = sheet == sheets.PEOPLE
        by_key = {
            finder.people.find(code, one.person.name, one.person.email): one.person
            for code, one in self.state.participants()
            if bool(code) == wanted_side
        }
        keys = {row.number: finder.key(row.values.get) for row in rows}
        return {number: by_key[key] for number, key in keys.items() if key in by_key}

    def _join(
        self, rows: list[Row], written: Mapping[int, Person], teams: Mapping[int, Attendance]
    ) -> None:
        """Note that people belong to the organisations they come for, where that is allowed."""
        facts = []
        for row in rows:
            organisation = teams[row.number].organisation
            if directory_policies.may_change(self.acting, organisation):
                position = row.values.get("position") or LocalizedText()
                facts.append(MembershipFacts(written[row.number], organisation, position))
        if facts:
            memberships.begin_memberships(self.acting, facts)

    def _take_interpreters(self) -> None:
        rows = self.book.of(sheets.INTERPRETERS)
        known = self._known(sheets.INTERPRETERS, rows)
        strangers = [row for row in rows if row.number not in known]
        known |= records.people_meant(self.acting, strangers, {})
        owner = self._owner(None)
        owners = {row.number: owner for row in rows}
        written = records.people_written(self.acting, rows, known, owners=owners)
        values = {row.number: self._values(row) for row in rows}
        facts = [
            attendance.InterpreterFacts(
                person=written[number],
                languages=tuple(one["languages"]),
                longest_run=one["longest_run"],
            )
            for number, one in values.items()
        ]
        attendance.record_interpreters(self.acting, self.event, facts)

    def _take_availability(self) -> None:
        state = state_told_to(self.acting, self.event)
        people = absences.people_in(self.book, state)
        times = absences.times_in(self.book, state)
        away = absences.absences_of(self.book, people, times)
        slots = absences.slots_by_moment(state)
        before = absences.absences_in(state, people)
        by_team: dict[Attendance, dict[UUID, frozenset[UUID]]] = {}
        interpreters = []
        for code, one in state.participants():
            key = people.find(code, one.person.name, one.person.email)
            moments = away.get(key, set()) if key else set()
            if key is None or moments == before.get(key, set()):
                continue
            absent = frozenset(slots[moment] for moment in moments)
            if isinstance(one, Delegate):
                by_team.setdefault(self.by_code[key_of(code)], {})[one.pk] = absent
            else:
                interpreters.append(
                    attendance.InterpreterFacts(
                        one.person, tuple(one.languages), one.longest_run, absent
                    )
                )
        for team, absent_by_person in by_team.items():
            attendance.set_absences(self.acting, team, absent_by_person)
        if interpreters:
            attendance.record_interpreters(self.acting, self.event, interpreters)

    def _take_wishes(self) -> None:
        facts = []
        for row in self.book.of(sheets.WISHES):
            values = self._values(row)
            facts.append(
                wishes.WishFacts(
                    wisher=self.by_code[key_of(values["wisher"])],
                    wished=self.by_code[key_of(values["wished"])],
                    strength=Strength(values["strength"]),
                    note=values["note"] or "",
                    session=SlotSession(values["session"]) if values["session"] else None,
                )
            )
        wishes.express_wishes(self.acting, self.event, facts)
