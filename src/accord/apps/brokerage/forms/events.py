"""What people fill in about an event and its grid."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accord.apps.accounts.forms import time_zones
from accord.apps.brokerage.actions.events import MOST_DAYS, EventFacts
from accord.apps.brokerage.actions.grid import LONGEST_LABEL, PlaceFacts, SlotFacts
from accord.apps.brokerage.enums import SlotKind
from accord.apps.brokerage.errors import DaysOutOfOrderError, LabelUnfitError, TooManyDaysError
from accord.apps.brokerage.models import Event, Place
from accord.apps.brokerage.workbook.sheets import LONGEST_CHANGE, MOST_A_DAY, MOST_MEETINGS
from accord.apps.core.localised import LocalizedText
from accord.apps.programmes.models import Party, Programme
from accord.apps.ui.forms.editing import EditingForm, as_seen
from accord.apps.ui.forms.fields import ClockField, DayField, LocalizedTextField, NumberField
from accord.apps.ui.forms.viewing import current_viewer
from accord.engine.calendars import Presentation, UnreadableClockError, parse_clock
from accord.engine.text import ascii_digits, clean

LANGUAGES = (("en", "English"), ("fa", "فارسی"), ("ru", "Русский"))
MOST_TABLES = 1000
LONGEST_RANGE = 500
LONGEST_BREAK_NAME = 100
BETWEEN_TIMES = r"\s*(?:[-–—]|\b(?:to|until|تا|до)\b|\s)\s*"
BREAK = re.compile(rf"(?:(?:from|از|с)\s+)?(\S+?){BETWEEN_TIMES}(\S+)(?:\s+(.*))?", re.IGNORECASE)
ENDS_TOO_EARLY = _("This ends before it begins. Please correct the times.")


class EventForm(EditingForm):
    """An event before its grid."""

    title = LocalizedTextField(label=_("Title"), max_length=200)
    summary = LocalizedTextField(label=_("What it is about"), rows=3, required=False)
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    starts_on = DayField(
        label=_("First day"), help_text=_("For example 11 Azar 1404 or 2 December 2025.")
    )
    ends_on = DayField(label=_("Last day"))
    venue = LocalizedTextField(label=_("Venue"), max_length=200, required=False)
    city = LocalizedTextField(label=_("City"), max_length=100, required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("The city whose clock the event follows.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of the event"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    most_meetings = NumberField(
        label=_("Most meetings of one participant"),
        min_value=1,
        max_value=MOST_MEETINGS,
        required=False,
        help_text=_("Leave it empty for no limit."),
    )
    most_a_day = NumberField(
        label=_("Most meetings of one participant a day"),
        min_value=1,
        max_value=MOST_A_DAY,
        required=False,
    )
    longest_run = NumberField(
        label=_("Most meetings of one participant in a row"),
        min_value=1,
        max_value=MOST_A_DAY,
        required=False,
        help_text=_("Then comes a slot without a meeting; lunch is a rest too."),
    )
    change_minutes = NumberField(
        label=_("Minutes to change the place"),
        min_value=0,
        max_value=LONGEST_CHANGE,
        required=False,
    )
    same_side_may_meet = forms.BooleanField(
        label=_("Participants of one side may meet each other"), required=False
    )
    all_must_be_held = forms.BooleanField(
        label=_("Every wished meeting must be held"),
        required=False,
        help_text=_("Then the planner looks for the fewest breaks instead of the most wishes."),
    )

    def __init__(
        self,
        *args: Any,
        programmes: Iterable[Programme] | None = None,
        language: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if programmes is None:
            del self.fields["programme"]
        else:
            named = [(one.reference, one.title.in_language(language)) for one in programmes]
            self.fields["programme"].choices = [("", "—"), *named]  # type: ignore[attr-defined]  # -- a choice field
        zones = dict(time_zones(language))
        if kept := self.initial.get("time_zone"):
            zones.setdefault(kept, kept)
        self.fields["time_zone"].choices = list(zones.items())  # type: ignore[attr-defined]  # -- a choice field

    def clean(self) -> dict[str, Any]:
        """Refuse days that no event can have, at the field that is to be corrected."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and first > last:
            self.add_error("ends_on", str(DaysOutOfOrderError()))
        elif first and last and (last - first).days >= MOST_DAYS:
            most = current_viewer().number(MOST_DAYS)
            self.add_error("ends_on", str(TooManyDaysError(most=most)))
        return given

    @classmethod
    def initial_of(cls, event: Event) -> dict[str, Any]:
        """Return what the form shows of an event."""
        facts = EventFacts.of(event)
        initial = {name: getattr(facts, name) for name in facts.__slots__}
        for name, value in initial.items():
            if isinstance(value, LocalizedText):
                initial[name] = value.as_json()
        return as_seen(initial | {"languages": list(facts.languages)})

    def facts(self) -> EventFacts:
        """Return what was filled in."""
        given = {name: self.cleaned_data[name] for name in EventFacts.__slots__}
        for name in ("title", "summary", "venue", "city"):
            given[name] = LocalizedText.from_json(given[name])
        given["languages"] = tuple(given["languages"])
        given["change_minutes"] = given["change_minutes"] or 0
        return EventFacts(**given)


class DayPlanForm(forms.Form):
    """A day's slots of one length, with gaps and breaks."""

    days = forms.MultipleChoiceField(
        label=_("For these days"), widget=forms.CheckboxSelectMultiple
    )
    starts = ClockField(label=_("From"))
    ends = ClockField(label=_("Until"))
    length = NumberField(label=_("Minutes of a meeting"), min_value=5, max_value=480)
    gap = NumberField(
        label=_("Minutes between meetings"), min_value=0, max_value=120, required=False
    )
    breaks = forms.CharField(
        label=_("Breaks"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: from, until and a name, such as “12:00 13:00 Lunch”."),
    )

    def __init__(self, *args: Any, event: Event, viewer: Presentation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event, self.viewer = event, viewer
        self.fields["days"].choices = [  # type: ignore[attr-defined]  # -- a choice field
            (day.isoformat(), viewer.long_day(day)) for day in days_of(event)
        ]

    def clean_breaks(self) -> list[tuple[time, time, str]]:
        """Return the breaks, or say which line cannot be read."""
        lines = filter(None, map(clean, self.cleaned_data["breaks"].splitlines()))
        breaks = sorted(((*_break_of(line), line) for line in lines), key=lambda one: one[:2])
        for (_starts, ended, _name, line), (begins, *_rest, later) in pairwise(breaks):
            if begins < ended:
                sentence = gettext(
                    "“%(line)s” and “%(later)s” overlap. Please change one of them."
                )
                raise ValidationError(sentence % {"line": line, "later": later}, code="break")
        return [one[:3] for one in breaks]

    def clean(self) -> dict[str, Any]:
        """Refuse a day in which no meeting fits: it would empty the days it is for."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = given.get("starts"), given.get("ends")
        if not (starts and ends):
            return given
        if starts >= ends:
            self.add_error("ends", ENDS_TOO_EARLY)
        elif not self.errors and not _has_meeting(given):
            sentence = _("No meeting of this length fits between these times and the breaks.")
            self.add_error("length", sentence)
        return given

    def slots(self) -> dict[date, list[SlotFacts]]:
        """Return the slots of the chosen days."""
        given = self.cleaned_data
        return {
            day: _slots_of(
                day,
                ZoneInfo(self.event.time_zone),
                given,
                language=self.viewer.language,
            )
            for day in map(date.fromisoformat, given["days"])
        }


def _break_of(line: str) -> tuple[time, time, str]:
    """Return one break as it was written."""
    found = BREAK.fullmatch(line)
    try:
        starts, ends, name = found.groups() if found else (line, line, "")
        starts, ends = parse_clock(starts), parse_clock(ends)
    except UnreadableClockError:
        sentence = gettext("“%(line)s” is no break. Write from, until and a name.")
        raise ValidationError(sentence % {"line": line[:80]}, code="break") from None
    name = (name or "").lstrip("-–—: ")
    if starts >= ends:
        sentence = gettext("The break “%(line)s” ends before it begins.")
        raise ValidationError(sentence % {"line": line[:80]}, code="break")
    if len(name) > LONGEST_BREAK_NAME:
        sentence = gettext("The name of a break has at most %(most)s characters.")
        most = current_viewer().number(LONGEST_BREAK_NAME)
        raise ValidationError(sentence % {"most": most}, code="break")
    return starts, ends, name


def _has_meeting(given: Mapping[str, Any]) -> bool:
    """Tell whether the day has a meeting at all."""
    slots = _slots_of(date.min, ZoneInfo("UTC"), given, language="en")
    return any(slot.kind == SlotKind.MEETING for slot in slots)


def days_of(event: Event) -> list[date]:
    """Return the days of an event."""
    count = (event.ends_on - event.starts_on).days + 1
    return [event.starts_on + timedelta(days=number) for number in range(count)]


def _slots_of(
    day: date, zone: ZoneInfo, given: Mapping[str, Any], *, language: str
) -> list[SlotFacts]:
    """Return meetings one after another, each break where it falls."""

    def at(clock: time) -> datetime:
        return datetime.combine(day, clock, zone)

    length = timedelta(minutes=given["length"])
    gap = timedelta(minutes=given["gap"] or 0)
    breaks = [(at(starts), at(ends), name) for starts, ends, name in given["breaks"]]
    slots = [
        SlotFacts(
            starts,
            ends,
            SlotKind.BREAK,
            LocalizedText.of(name, language) if name else LocalizedText(),
        )
        for starts, ends, name in breaks
    ]
    moment, last = at(given["starts"]), at(given["ends"])
    while moment + length <= last:
        covered = next(
            (one for one in breaks if one[0] < moment + length and moment < one[1]), None
        )
        if covered is not None and covered[1] > moment:
            moment = covered[1]
            continue
        slots.append(SlotFacts(moment, moment + length))
        moment += length + gap
    return slots


class PlaceForm(EditingForm):
    """A hall or room and its tables."""

    name = LocalizedTextField(label=_("Name"), max_length=100)
    tables = forms.CharField(
        label=_("Tables"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Labels with commas between them; “1-12” stands for twelve tables."),
    )

    @classmethod
    def initial_of(cls, place: Place) -> dict[str, Any]:
        """Return what the form shows of a place; its tables are loaded."""
        tables = sorted(place.tables.all(), key=lambda table: table.ordinal)
        return as_seen(
            {
                "name": place.name.as_json(),
                "tables": ", ".join(table.label for table in tables),
            }
        )

    def clean_tables(self) -> tuple[str, ...]:
        """Return the labels, ranges written out; what is a label already stays one."""
        kept = {label.strip() for label in self.initial.get("tables", "").split(",")}
        labels: list[str] = []
        for part in re.split(r"[,،;؛\n]+", ascii_digits(self.cleaned_data["tables"])):
            label = clean(part)
            spread = re.fullmatch(r"(\d{1,4})\s*[-–]\s*(\d{1,4})", label)
            if spread and label not in kept:
                labels += map(str, _spread(label, int(spread[1]), int(spread[2])))
            elif len(label) > LONGEST_LABEL:
                most = current_viewer().number(LONGEST_LABEL)
                raise ValidationError(str(LabelUnfitError(label=label[:40], most=most)))
            elif label:
                labels.append(label)
        if len(labels) > MOST_TABLES:
            sentence = gettext("These are %(count)s tables; one place has at most %(most)s.")
            number = current_viewer().number
            raise ValidationError(
                sentence % {"count": number(len(labels)), "most": number(MOST_TABLES)}
            )
        return tuple(labels)

    def facts(self) -> PlaceFacts:
        """Return what was filled in."""
        given = self.cleaned_data
        return PlaceFacts(LocalizedText.from_json(given["name"]), given["tables"])


def _spread(label: str, first: int, last: int) -> range:
    """Return the numbers of a range such as “1-12”."""
    if not first <= last < first + LONGEST_RANGE:
        sentence = gettext(
            "“%(label)s” is no range of tables. Write the smaller number first, "
            "and at most %(most)s tables at once."
        )
        most = current_viewer().number(LONGEST_RANGE)
        raise ValidationError(sentence % {"label": label, "most": most})
    return range(first, last + 1)


class HoursForm(forms.Form):
    """When a party works on one day of the event."""

    party = forms.ChoiceField(label=_("Side"))
    day = forms.ChoiceField(label=_("Day"))
    starts = ClockField(label=_("From"))
    ends = ClockField(label=_("Until"))

    def __init__(
        self,
        *args: Any,
        event: Event,
        parties: Iterable[Party],
        viewer: Presentation,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = [  # type: ignore[attr-defined]  # -- a choice field
            (party.code, party.name.in_language(viewer.language)) for party in parties
        ]
        self.fields["day"].choices = [  # type: ignore[attr-defined]  # -- a choice field
            (day.isoformat(), viewer.both_days(day)) for day in days_of(event)
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a working time without length, at the field."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = given.get("starts"), given.get("ends")
        if starts and ends and starts >= ends:
            self.add_error("ends", ENDS_TOO_EARLY)
        return given
