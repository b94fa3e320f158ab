"""How papers say who, where and when: readers, names, places and days."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from django.utils import translation
from django.utils.translation import gettext, ngettext

from accord.apps.accounts.models import User
from accord.apps.brokerage.enums import RunState, SlotKind
from accord.apps.brokerage.models import (
    Attendance,
    Delegate,
    Event,
    Interpreter,
    ScheduleRun,
    Slot,
    Table,
)
from accord.apps.brokerage.queries.agendas import Schedule
from accord.apps.core.localised import LocalizedText
from accord.apps.directory.enums import LanguageLevel
from accord.apps.directory.models import Person
from accord.engine.calendars import Calendar, Digits, Presentation, city_of_zone
from accord.engine.text import script_of

LANGUAGES = ("en", "fa", "ru")
BRIDGE = "en"  # what is shown to whoever reads neither script of a name
# Scripts whose letters the vendored fonts have; a name in another one would print as boxes.
PRINTABLE = frozenset({"Latn", "Cyrl", "Arab", "Grek", "Zyyy", "Mixed"})
SCRIPT_OF_LANGUAGE = {"en": "Latn", "ru": "Cyrl", "fa": "Arab"}
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def reader_in(language: str, event: Event) -> Presentation:
    """Return how somebody of that language reads, on the clock of the event."""
    if language == "fa":
        return Presentation(language, Calendar.JALALI, Digits.ARABEXT, event.time_zone)
    return Presentation(language, Calendar.GREGORIAN, Digits.LATN, event.time_zone)


def reader_of(person: Person, attendance: Attendance | None, event: Event) -> Presentation:
    """Return how a person reads: by their account, else by the languages they work in."""
    user = person.user
    if isinstance(user, User) and user.language in LANGUAGES:
        return Presentation(
            user.language, Calendar(user.calendar), Digits(user.digits), event.time_zone
        )
    return reader_in(_language_of(person, attendance), event)


def reader_of_interpreter(interpreter: Interpreter, event: Event) -> Presentation:
    """Return how an interpreter reads: as everybody, else by the language interpreted best."""
    person = interpreter.person
    is_known = isinstance(person.user, User) and person.user.language in LANGUAGES
    is_native = any(one.level == LanguageLevel.NATIVE for one in person.spoken.all())
    best = _first_known(interpreter.languages)
    if is_known or is_native or best is None:
        return reader_of(person, None, event)
    return reader_in(best, event)


def reader_of_participant(attendance: Attendance, event: Event) -> Presentation:
    """Return how a participant reads that named no people."""
    return reader_in(_language_of_participant(attendance), event)


def _language_of(person: Person, attendance: Attendance | None) -> str:
    spoken = list(person.spoken.all())
    native = [one.language for one in spoken if one.level == LanguageLevel.NATIVE]
    chosen = _first_known(native)
    if chosen is None and attendance is not None:
        return _language_of_participant(attendance)
    return chosen or _first_known(one.language for one in spoken) or BRIDGE


def _language_of_participant(attendance: Attendance) -> str:
    """Return the side's own language if the participant works in it, else the first known."""
    own = attendance.party.languages if attendance.party else []
    working = attendance.languages or attendance.organisation.languages or own
    shared = [language for language in own if language in working]
    return _first_known(shared) or _first_known(working) or _first_known(own) or BRIDGE


def _first_known(languages: Iterable[str]) -> str | None:
    return next((language for language in languages if language in LANGUAGES), None)


@contextmanager
def speaking(reader: Presentation) -> Iterator[None]:
    """Have every sentence inside said in the reader's language."""
    with translation.override(reader.language):
        yield


def read_by(text: LocalizedText, language: str) -> str:
    """Return the version that a reader of the language can make out best.

    The language itself; else the source if its script is the reader's own; else the
    bridge language; else whatever there is that can be printed.
    """
    own_script = SCRIPT_OF_LANGUAGE.get(language, "Latn")
    source = text.texts.get(text.source, "")
    candidates = [text.texts.get(language, "")]
    if script_of(source) == own_script:
        candidates.append(source)
    candidates += [text.texts.get(BRIDGE, ""), source, *text.texts.values()]
    shown = [one for one in candidates if one]
    return next((one for one in shown if is_printable(one)), shown[0] if shown else "")


def original_of(text: LocalizedText, shown: str) -> str:
    """Return the text as it was written, where that is not what is shown already."""
    source = text.texts.get(text.source, "")
    return source if source != shown and is_printable(source) else ""


def latin_of(text: LocalizedText, shown: str) -> str:
    """Return a version in Latin letters, where what is shown is not one already."""
    if script_of(shown) == "Latn":
        return ""
    found = [text.texts.get(BRIDGE, ""), *text.texts.values()]
    return next((one for one in found if one and script_of(one) == "Latn"), "")


@lru_cache(maxsize=16384)
def is_printable(text: str) -> bool:
    """Tell whether the fonts of printed pages have the letters of the text."""
    return script_of(text) in PRINTABLE


def isolated(text: str) -> str:
    """Return the text so that its direction and brackets leave the line around it alone."""
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}" if text else ""


@lru_cache(maxsize=512)
def language_name(code: str, language: str) -> str:
    """Return what a language is called in another: ``Persian``, ``فارسی``, ``персидский``."""
    name = Locale.parse(language).languages.get(code.replace("-", "_"), code)
    return str(name)


def language_names(codes: Iterable[str], language: str) -> str:
    """Return the names of languages, as one line."""
    return " · ".join(language_name(code, language) for code in codes)


def person_line(delegate: Delegate, reader: Presentation) -> str:
    """Return a person's name and position as one reader sees them."""
    name = isolated(read_by(delegate.person.name, reader.language))
    position = read_by(delegate.position, reader.language)
    if not position:
        return name
    with speaking(reader):
        return gettext("%(name)s, %(position)s") % {
            "name": name,
            "position": isolated(position),
        }


@dataclass(frozen=True, slots=True)
class Where:
    """A place and a table as one reader sees them; ``local`` is the sign on the door."""

    table: str
    place: str
    local: str


def where(table: Table, reader: Presentation) -> Where:
    """Return where a table stands, in the reader's language and as written on the spot."""
    name = table.place.name
    shown = read_by(name, reader.language)
    with speaking(reader):
        label = gettext("Table %(label)s") % {"label": isolated(reader.native(table.label))}
    return Where(label, isolated(shown), isolated(original_of(name, shown)))


def shows_both_calendars(schedule: Schedule, reader: Presentation) -> bool:
    """Tell whether days are given in a second calendar: somebody at the event lives by it."""
    return reader.calendar == Calendar.JALALI or Calendar.JALALI in schedule.calendars


def slot_title(slot: Slot, reader: Presentation) -> str:
    """Return what everybody does in a slot without meetings."""
    title = read_by(slot.title, reader.language)
    if title:
        return isolated(title)
    with speaking(reader):
        return gettext("Plenary") if slot.kind == SlotKind.PLENARY else gettext("Break")


@dataclass(frozen=True, slots=True)
class DayHeading:
    """A day as one reader names it, and in the other calendar where somebody uses it."""

    day: date
    name: str
    other: str


def day_heading(day: date, reader: Presentation, *, is_both: bool) -> DayHeading:
    """Return the heading of a day."""
    return DayHeading(day, reader.long_day(day), reader.other.day(day) if is_both else "")


def day_of(moment: datetime, reader: Presentation) -> date:
    """Return the day on which a moment falls on the event's clock."""
    return reader.local(moment).date()


def days_of(slots: Iterable[Slot], reader: Presentation) -> dict[date, list[Slot]]:
    """Return the slots by day, in time order."""
    days: dict[date, list[Slot]] = {}
    for slot in slots:
        days.setdefault(day_of(slot.starts_at, reader), []).append(slot)
    return days


def version_line(run: ScheduleRun, reader: Presentation) -> str:
    """Return which schedule a paper shows: the published version and its time, or a draft."""
    with speaking(reader):
        if run.state == RunState.DRAFT or run.version is None or run.published_at is None:
            return draft_mark(run, reader)
        return gettext("Version %(version)s · %(moment)s") % {
            "version": reader.number(run.version),
            "moment": reader.moment(run.published_at),
        }


def draft_mark(run: ScheduleRun, reader: Presentation) -> str:
    """Return the warning on a paper that shows no published schedule; empty for others."""
    if run.version is not None:
        return ""
    with speaking(reader):
        return gettext("DRAFT %(number)s") % {"number": reader.number(run.number)}


def clock_line(event: Event, reader: Presentation) -> str:
    """Return the sentence that says on which clock all times are."""
    city = read_by(event.city, reader.language)
    with speaking(reader):
        if city:
            return gettext("All times are local: %(city)s.") % {"city": isolated(city)}
        return gettext("All times are %(zone)s time.") % {
            "zone": isolated(city_of_zone(event.time_zone, reader.language))
        }


def meetings_counted(number: int, reader: Presentation) -> str:
    """Return ``3 meetings`` in the reader's language."""
    with speaking(reader):
        return ngettext("%(number)s meeting", "%(number)s meetings", number) % {
            "number": reader.number(number)
        }


def event_line(event: Event, reader: Presentation) -> str:
    """Return the event's place and days in one line."""
    venue, city = (read_by(text, reader.language) for text in (event.venue, event.city))
    parts = [isolated(part) for part in (venue, city) if part]
    return " · ".join([*parts, reader.days(event.starts_on, event.ends_on)])
