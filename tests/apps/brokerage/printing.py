"""A small published schedule between two sides, with names in three scripts."""

import datetime as dt
from dataclasses import dataclass

from accord.apps.accounts.enums import CalendarChoice
from accord.apps.brokerage.enums import RunState, SlotKind, SlotSession
from accord.apps.brokerage.models import (
    Attendance,
    CalendarEntry,
    Delegate,
    Event,
    Interpreter,
    Meeting,
    Place,
    ScheduleRun,
    Seat,
    Slot,
    Table,
)
from accord.apps.core.localised import LocalizedText
from accord.apps.directory.enums import LanguageLevel
from accord.apps.directory.models import Person, SpokenLanguage
from accord.apps.programmes.models import Party
from tests import make

CLOCK = dt.timezone(dt.timedelta(hours=3, minutes=30))


@dataclass(frozen=True, slots=True)
class Scene:
    """An event of two sides, its published run, and who is who."""

    event: Event
    run: ScheduleRun
    iran: Party
    russia: Party
    vega: Attendance
    neva: Attendance
    sara: Delegate
    ivan: Delegate
    interpreter: Interpreter
    meeting: Meeting


def text(language: str, words: str, **others: str) -> LocalizedText:
    """Return a text written in a language, with versions in others."""
    return LocalizedText.of(words, language, **others)


def scene() -> Scene:
    """Return a schedule with one meeting on 2 December 2025 at nine in Tehran."""
    iran = party("IR", text("fa", "ایران", en="Iran", ru="Иран"), "fa", CalendarChoice.JALALI)
    russia = party("RU", text("ru", "Россия", en="Russia", fa="روسیه"), "ru")
    event = event_of(iran, russia)
    morning = slots(event, 3)
    hall = Place.objects.create(
        event=event, name=text("fa", "تالار خزر", en="Caspian Hall", ru="Зал «Каспий»"), ordinal=1
    )
    table = make.table(hall, 7)
    vega = participant(
        event,
        iran,
        text("fa", "وگا سامانه", en="Vega Systems", ru="Вега Системс"),
        text("fa", "غشاهای نانو برای شیرین‌سازی آب", en="Nano membranes for desalination"),
    )
    neva = participant(
        event,
        russia,
        text("ru", "ООО «Невская оптика» (СПб)", en="Neva Optics LLC", fa="نوا اپتیک"),
        text("ru", "Оптические датчики качества воды", en="Optical sensors of water quality"),
    )
    sara = delegate(vega, text("fa", "سارا احمدی", en="Sara Ahmadi", ru="Сара Ахмади"), "fa")
    ivan = delegate(neva, text("ru", "Иван Петров", en="Ivan Petrov", fa="ایوان پتروف"), "ru")
    interpreter = Interpreter.objects.create(
        event=event,
        person=person(text("ru", "Анна Каримова", en="Anna Karimova", fa="آنا کریمووا"), "ru"),
        languages=["fa", "ru"],
    )
    run = ScheduleRun.objects.create(
        event=event,
        number=4,
        state=RunState.PUBLISHED,
        version=2,
        made_at=make.NOON,
        published_at=make.NOON,
    )
    meeting = meet(run, vega, neva, morning[0], table, interpreter)
    return Scene(event, run, iran, russia, vega, neva, sara, ivan, interpreter, meeting)


def party(
    code: str,
    name: LocalizedText,
    language: str,
    calendar: CalendarChoice = CalendarChoice.GREGORIAN,
) -> Party:
    """Return a party with its own language and calendar."""
    return Party.objects.create(
        code=code, name=name, languages=[language, "en"], calendar=calendar, weekend=[5, 6]
    )


def event_of(iran: Party, russia: Party) -> Event:
    """Return an event in Tehran, on its clock."""
    event = make.event(make.programme(iran, russia))
    event.title = text(
        "fa",
        "نشست رو در روی فناوری",
        en="Technology brokerage days",
        ru="Дни технологических встреч",
    )
    event.venue = text("fa", "پارک فناوری پردیس", en="Pardis Technology Park")
    event.city = text("fa", "تهران", en="Tehran", ru="Тегеран")
    event.time_zone = "Asia/Tehran"
    event.version = 2
    event.save()
    return event


def slots(event: Event, number: int, *, day: int = 2, minutes: int = 20) -> list[Slot]:
    """Return meeting slots from nine o'clock in Tehran, with a coffee break after the third."""
    made = []
    at = dt.datetime(2025, 12, day, 9, tzinfo=CLOCK)
    for index in range(number):
        made.append(slot(event, at, minutes))
        at += dt.timedelta(minutes=minutes)
        if index == 2:
            title = text("fa", "پذیرایی", en="Coffee", ru="Кофе")
            slot(event, at, minutes, kind=SlotKind.BREAK, title=title)
            at += dt.timedelta(minutes=minutes)
    return made


def slot(
    event: Event,
    at: dt.datetime,
    minutes: int,
    *,
    kind: SlotKind = SlotKind.MEETING,
    title: LocalizedText | None = None,
) -> Slot:
    """Return a piece of the day."""
    return Slot.objects.create(
        event=event,
        starts_at=at,
        ends_at=at + dt.timedelta(minutes=minutes),
        kind=kind,
        session=SlotSession.MORNING if at.astimezone(CLOCK).hour < 13 else SlotSession.AFTERNOON,
        title=title or LocalizedText(),
    )


def participant(
    event: Event, party: Party, name: LocalizedText, pitch: LocalizedText | None = None
) -> Attendance:
    """Return an organisation of a party at the event."""
    attendance = make.attendance(event, make.organisation(name, owner=party), party=party)
    attendance.languages = list(party.languages)
    attendance.pitch = pitch or LocalizedText()
    attendance.save()
    return attendance


def person(name: LocalizedText, language: str) -> Person:
    """Return a person whose mother tongue is known."""
    made = make.person(name)
    SpokenLanguage.objects.create(person=made, language=language, level=LanguageLevel.NATIVE)
    return made


def delegate(attendance: Attendance, name: LocalizedText, language: str) -> Delegate:
    """Return somebody who comes for a participant."""
    made = make.delegate(attendance, person(name, language))
    made.position = text("fa", "مدیر عامل", en="Managing director", ru="генеральный директор")
    made.save()
    return made


def meet(  # noqa: PLR0913, PLR0917 -- a meeting is six things
    run: ScheduleRun,
    left: Attendance,
    right: Attendance,
    slot: Slot,
    table: Table,
    interpreter: Interpreter | None = None,
) -> Meeting:
    """Return a meeting at which everybody of both teams sits."""
    meeting = Meeting.objects.create(
        run=run, left=left, right=right, slot=slot, table=table, interpreter=interpreter
    )
    for attendance in (left, right):
        for one in attendance.delegates.all():
            Seat.objects.create(meeting=meeting, delegate=one)
    return meeting


def told(meeting: Meeting, *, sequence: int = 0, is_cancelled: bool = False) -> CalendarEntry:
    """Return what phones are told of a meeting."""
    people = [str(key) for key in meeting.seats.values_list("delegate", flat=True)]
    return CalendarEntry.objects.create(
        event_id=meeting.run.event_id,
        left=meeting.left,
        right=meeting.right,
        slot=meeting.slot,
        table=meeting.table,
        interpreter=meeting.interpreter,
        people=people,
        sequence=sequence,
        is_cancelled=is_cancelled,
        changed_at=make.NOON,
    )
