"""Brokerage events, who takes part, and who meets whom, when and where."""

import secrets
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accord.apps.brokerage.enums import (
    EventState,
    RunState,
    SlotKind,
    SlotSession,
    Strength,
)
from accord.apps.core.localised import LocalizedTextField
from accord.apps.core.models import Job, Row, SharedRecord
from accord.apps.directory.models import Organisation, Person
from accord.apps.partnering.models import Profile
from accord.apps.programmes.models import Party, Programme


def new_token() -> str:
    """Return an opaque, unguessable key for links and badges."""
    return secrets.token_urlsafe(18)


class Event(SharedRecord):
    """Days on which organisations of several parties meet at tables."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="events", null=True)
    title = LocalizedTextField(_("title"))
    summary = LocalizedTextField(_("summary"), blank=True)
    venue = LocalizedTextField(_("venue"), blank=True)
    city = LocalizedTextField(_("city"), blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    languages = models.JSONField(_("languages"), default=list)
    state = models.CharField(max_length=10, choices=EventState, default=EventState.DRAFT)
    most_meetings = models.PositiveSmallIntegerField(
        _("most meetings of one participant"), null=True, blank=True
    )
    most_a_day = models.PositiveSmallIntegerField(
        _("most meetings of one participant a day"), null=True, blank=True
    )
    longest_run = models.PositiveSmallIntegerField(
        _("most meetings of one participant in a row"), null=True, blank=True
    )
    change_minutes = models.PositiveSmallIntegerField(_("minutes to change place"), default=0)
    same_side_may_meet = models.BooleanField(
        _("participants of one side may meet each other"), default=False
    )
    all_must_be_held = models.BooleanField(_("every wished meeting must be held"), default=False)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="event_ends_after_it_starts"
            )
        ]
        indexes = [models.Index(fields=["starts_on"], name="event_by_day")]

    def owner_sides(self) -> frozenset[UUID]:
        """Return the keys of the sides that own the event together.

        Every query that hands out events has loaded the ownerships.
        """
        owners = {self.owner_id} if self.owner_id else set()
        if self.programme is not None:
            owners |= {ownership.party_id for ownership in self.programme.ownerships.all()}
        return frozenset(owners)


class Place(Row):
    """A hall or room with tables."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="places")
    name = LocalizedTextField(_("name"))
    ordinal = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "ordinal"], name="place_has_its_ordinal")
        ]


class Slot(Row):
    """A piece of an event's day, [starts_at, ends_at)."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    kind = models.CharField(max_length=8, choices=SlotKind, default=SlotKind.MEETING)
    session = models.CharField(max_length=10, choices=SlotSession)
    title = LocalizedTextField(_("title"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="slot_ends_after_it_starts"
            ),
            models.UniqueConstraint(fields=["event", "starts_at"], name="slot_starts_once"),
        ]


class Table(Row):
    """A table at which one meeting is held at a time."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="tables")
    place = models.ForeignKey(Place, models.CASCADE, related_name="tables")
    label = models.CharField(_("table"), max_length=12)
    ordinal = models.PositiveSmallIntegerField()
    closed = models.ManyToManyField(Slot, related_name="+", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "label"], name="table_label_is_given_once")
        ]


class PartyHours(Row):
    """The working time of one party on one day of an event, [starts_at, ends_at)."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="hours")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="hours_end_after_they_start"
            )
        ]


class Attendance(Row):
    """An organisation that takes part in an event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="attendances")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="attendances")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", null=True)
    code = models.CharField(_("code"), max_length=12)
    pitch = LocalizedTextField(_("in one line"), blank=True)
    languages = models.JSONField(_("languages"), default=list)
    parallel = models.PositiveSmallIntegerField(_("meetings at the same time"), default=1)
    most_meetings = models.PositiveSmallIntegerField(_("most meetings"), null=True, blank=True)
    table = models.ForeignKey(
        Table,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("own table"),
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation"], name="organisation_attends_an_event_once"
            ),
            models.UniqueConstraint(
                fields=["event", "code"], name="attendance_code_is_given_once"
            ),
            models.CheckConstraint(
                condition=Q(parallel__gte=1), name="attendance_holds_one_meeting_at_least"
            ),
        ]


class Delegate(Row):
    """A person who comes for an organisation."""

    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="delegates")
    person = models.ForeignKey(Person, models.PROTECT, related_name="delegations")
    position = LocalizedTextField(_("position"), blank=True)
    is_lead = models.BooleanField(_("leads the team"), default=False)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    absent = models.ManyToManyField(Slot, related_name="+", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attendance", "person"], name="delegate_comes_once_for_an_organisation"
            )
        ]


class Interpreter(Row):
    """A person who interprets at an event; scheduled like everybody else."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="interpreters")
    person = models.ForeignKey(Person, models.PROTECT, related_name="interpretings")
    languages = models.JSONField(_("languages"), default=list)
    longest_run = models.PositiveSmallIntegerField(
        _("most meetings in a row"), null=True, blank=True
    )
    token = models.CharField(max_length=32, unique=True, default=new_token)
    absent = models.ManyToManyField(Slot, related_name="+", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"], name="interpreter_works_at_an_event_once"
            )
        ]


class Wish(Row):
    """What one participant wishes of another."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="wishes")
    wisher = models.ForeignKey(Attendance, models.CASCADE, related_name="wishes_made")
    wished = models.ForeignKey(Attendance, models.CASCADE, related_name="wishes_received")
    strength = models.CharField(_("wish"), max_length=4, choices=Strength, default=Strength.LIKE)
    note = models.CharField(_("note"), max_length=500, blank=True)
    session = models.CharField(  # empty: at any time of the day
        _("half of the day"), max_length=10, choices=SlotSession, blank=True
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(wisher=F("wished")), name="wish_is_for_somebody_else"
            ),
            models.UniqueConstraint(fields=["wisher", "wished"], name="wish_is_made_once"),
        ]
        indexes = [models.Index(fields=["event", "strength"], name="wish_by_strength")]


class EventSuggestion(Row):
    """One participant suggested to another, by the pair of profiles that speaks for it most.

    ``said`` and ``answered`` are the sentences of the two profiles that answer each other.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="suggestions")
    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="suggestions")
    other = models.ForeignKey(Attendance, models.CASCADE, related_name="suggested_to")
    mine = models.ForeignKey(Profile, models.CASCADE, related_name="+")
    theirs = models.ForeignKey(Profile, models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()  # 1 is the best
    said, answered = models.TextField(blank=True), models.TextField(blank=True)
    is_less_certain = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attendance", "other"], name="participant_is_suggested_once"
            )
        ]
        indexes = [
            models.Index(fields=["event", "attendance", "place"], name="event_suggestion_in_order")
        ]


class ScheduleRun(Row):
    """One plan of an event: made by the planner, then by people's moves."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RunState, default=RunState.DRAFT)
    job = models.ForeignKey(Job, models.SET_NULL, related_name="+", null=True)
    based_on = models.ForeignKey("self", models.SET_NULL, related_name="+", null=True)
    seconds_allowed = models.PositiveIntegerField(default=30)
    seed = models.PositiveIntegerField(default=0)
    seconds_used = models.FloatField(default=0)
    status = models.CharField(max_length=12, blank=True)  # of the engine: optimal, feasible, …
    weight = models.PositiveIntegerField(default=0)
    bound = models.PositiveIntegerField(default=0)
    breaks = models.PositiveIntegerField(default=0)
    changes = models.JSONField(default=dict)  # of place, table and interpreter; counted once
    best_so_far = models.JSONField(null=True)  # while it is searched: to go on after a crash
    found_by = models.CharField(max_length=100, blank=True)
    conflicts = models.JSONField(default=list)  # why not all can be held, where all must be
    made_by = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    is_hand_changed = models.BooleanField(default=False)
    has_old_reasons = models.BooleanField(default=False)  # of before somebody moved a meeting
    version = models.PositiveIntegerField(null=True)  # given when it is published
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="run_number_is_given_once"),
            models.UniqueConstraint(
                fields=["event"],
                condition=Q(state=RunState.PUBLISHED),
                name="one_schedule_is_published",
            ),
        ]

    @property
    def subject(self) -> str:
        """The name under which approvals of the run are kept; its event is loaded."""
        return f"{self.event.reference}/{self.number}"


class Meeting(Row):
    """A pair at a table in a slot, in one run."""

    run = models.ForeignKey(ScheduleRun, models.CASCADE, related_name="meetings")
    left = models.ForeignKey(Attendance, models.CASCADE, related_name="meetings_left")
    right = models.ForeignKey(Attendance, models.CASCADE, related_name="meetings_right")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="meetings")
    table = models.ForeignKey(Table, models.PROTECT, related_name="meetings")
    interpreter = models.ForeignKey(
        Interpreter, models.SET_NULL, related_name="meetings", null=True
    )
    is_locked = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "left", "right"], name="pair_meets_once_a_run"),
            models.UniqueConstraint(fields=["run", "slot", "table"], name="table_is_used_once"),
            models.CheckConstraint(condition=~Q(left=F("right")), name="meeting_is_of_two"),
        ]
        indexes = [
            models.Index(fields=["run", "interpreter"], name="meeting_by_interpreter"),
            models.Index(fields=["run", "right"], name="meeting_by_right"),
        ]


class Seat(Row):
    """A delegate at a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="seats")
    delegate = models.ForeignKey(Delegate, models.CASCADE, related_name="seats")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "delegate"], name="delegate_has_one_seat_at_a_meeting"
            )
        ]


class UnplacedRequest(Row):
    """A wished meeting that a run could not place, and the true reason."""

    run = models.ForeignKey(ScheduleRun, models.CASCADE, related_name="unplaced")
    left = models.ForeignKey(Attendance, models.CASCADE, related_name="+")
    right = models.ForeignKey(Attendance, models.CASCADE, related_name="+")
    cause = models.CharField(max_length=24)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "left", "right"], name="pair_is_unplaced_once_a_run"
            )
        ]


class WhatIf(Row):
    """What a run would gain by a change of its event, which stays as it is."""

    run = models.ForeignKey(ScheduleRun, models.CASCADE, related_name="what_ifs")
    job = models.ForeignKey(Job, models.SET_NULL, related_name="+", null=True)
    what = models.CharField(max_length=60)  # as adapters.what_if writes it
    count = models.PositiveSmallIntegerField(default=1)
    seconds_allowed = models.PositiveIntegerField(default=10)
    seconds_used = models.FloatField(default=0)
    best_so_far = models.JSONField(null=True)  # while it is searched: to go on after a crash
    result = models.JSONField(null=True)
    made_by = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()


class CalendarEntry(Row):
    """What people's phones were last told about a pair's meeting.

    The key is the stable part of the iCalendar UID; ``sequence`` rises with every
    published change, and a meeting that is no more stays as cancelled.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="calendar_entries")
    left = models.ForeignKey(Attendance, models.CASCADE, related_name="+")
    right = models.ForeignKey(Attendance, models.CASCADE, related_name="+")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="+")
    table = models.ForeignKey(Table, models.PROTECT, related_name="+")
    interpreter = models.ForeignKey(Interpreter, models.SET_NULL, related_name="+", null=True)
    people = models.JSONField(default=list)  # keys of delegates, as strings
    sequence = models.PositiveIntegerField(default=0)
    is_cancelled = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "left", "right"], name="pair_has_one_calendar_entry"
            )
        ]
