"""A large programme in a database of its own, for the benchmarks of pages and papers."""

import datetime as dt
import itertools
import random
from dataclasses import dataclass

from django.db import transaction

from accord.apps.accounts.models import User
from accord.apps.brokerage import models as brokerage
from accord.apps.brokerage.enums import EventState, RunState, SlotSession, Strength
from accord.apps.core.enums import Role
from accord.apps.core.localised import LocalizedText
from accord.apps.directory import models as directory
from accord.apps.directory.enums import CodeScheme
from accord.apps.programmes import models as programmes
from accord.engine.text import fold

NOON = dt.datetime(2025, 12, 1, 12, tzinfo=dt.UTC)
LANGUAGES = ("en", "fa", "ru")
FIRST = ("Nova", "Parsa", "Ural", "Delta", "Kavir", "Volga", "Alborz", "Orion", "Sigma", "Neva")
SECOND = ("Membran", "Optik", "Agro", "Robotik", "Plasma", "Geo", "Bio", "Nano", "Aero", "Hydro")
LAST = {"en": "Systems", "fa": "سامانه", "ru": "Системы"}


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    organisations: int = 2_000
    people: int = 5_000
    attendances: int = 1_000
    meetings: int = 8_000
    slots_a_day: int = 12
    days: int = 2


@dataclass(frozen=True, slots=True)
class World:
    """What a benchmark needs to find its way."""

    event: brokerage.Event
    run: brokerage.ScheduleRun
    manager: User
    spokesperson: User


def make_world(size: Size, *, seed: int = 7) -> World:
    """Fill an empty database; the same seed makes the same world."""
    chance = random.Random(seed)  # noqa: S311 -- a benchmark, not a secret
    with transaction.atomic():
        parties = _parties()
        manager, programme = _programme(parties)
        organisations = _organisations(size, parties, chance)
        people = _people(size, parties, organisations)
        spokesperson = User.objects.create_user("spokesperson@example.org", "not-a-secret-really")
        people[0].user = spokesperson
        people[0].save(update_fields=["user"])
        event = _event(programme)
        run = _schedule(event, _attendances(size, event, parties, organisations), size, chance)
    return World(event, run, manager, spokesperson)


def _parties() -> list[programmes.Party]:
    return [
        programmes.Party.objects.create(
            code=code,
            name=LocalizedText.of(name),
            languages=[language, "en"],
            time_zone=zone,
            weekend=weekend,
        )
        for code, name, language, zone, weekend in (
            ("IR", "Iran", "fa", "Asia/Tehran", [4]),
            ("RU", "Russia", "ru", "Europe/Moscow", [5, 6]),
        )
    ]


def _programme(parties: list[programmes.Party]) -> tuple[User, programmes.Programme]:
    manager = User.objects.create_user("manager@example.org", "not-a-secret-really", name="Sara")
    programme = programmes.Programme.objects.create(
        reference="PR-2025-0001",
        owner=parties[0],
        created_at=NOON,
        title=LocalizedText.of("Technology cooperation"),
        languages=list(LANGUAGES),
    )
    for party in parties:
        programmes.Ownership.objects.create(programme=programme, party=party)
    programmes.RoleHolding.objects.create(
        user=manager, party=parties[0], programme=programme, role=Role.MANAGER
    )
    return manager, programme


def _organisations(
    size: Size, parties: list[programmes.Party], chance: random.Random
) -> list[directory.Organisation]:
    code, _ = directory.Code.objects.get_or_create(
        scheme=CodeScheme.FIELD, code="2.1", defaults={"label": LocalizedText.of("Engineering")}
    )
    made, names = [], []
    for number in range(size.organisations):
        stem = f"{chance.choice(FIRST)} {chance.choice(SECOND)} {number}"
        name = LocalizedText.of(
            f"{stem} {LAST['en']}", "en", fa=f"{LAST['fa']} {number}", ru=f"{LAST['ru']} {number}"
        )
        side = parties[number % len(parties)]
        made.append(
            directory.Organisation(
                reference=f"OR-2025-{number:05d}",
                owner=side,
                created_at=NOON,
                name=name,
                country=side.code,
                sort_name=fold(str(name)),
                search_text=fold(" ".join(name.texts.values())),
            )
        )
        names += [
            directory.OrganisationName(
                organisation=made[-1],
                text=text,
                language=language,
                script="Latn",
                folded=fold(text),
            )
            for language, text in name.texts.items()
        ]
    directory.Organisation.objects.bulk_create(made, batch_size=500)
    directory.OrganisationName.objects.bulk_create(names, batch_size=500)
    through = directory.Organisation.codes.through
    through.objects.bulk_create(
        (through(organisation=row, code=code) for row in made), batch_size=500
    )
    return made


def _people(
    size: Size, parties: list[programmes.Party], organisations: list[directory.Organisation]
) -> list[directory.Person]:
    made = [
        directory.Person(
            reference=f"PE-2025-{number:05d}",
            owner=parties[number % len(parties)],
            created_at=NOON,
            name=LocalizedText.of(
                f"Person {number}", "en", fa=f"شخص {number}", ru=f"Иван {number}"
            ),
            sort_name=f"person {number:05d}",
            search_text=f"person {number}",
        )
        for number in range(size.people)
    ]
    directory.Person.objects.bulk_create(made, batch_size=500)
    directory.Membership.objects.bulk_create(
        (
            directory.Membership(
                person=person,
                organisation=organisations[number % len(organisations)],
                speaks_for=True,
            )
            for number, person in enumerate(made)
        ),
        batch_size=500,
    )
    return made


def _event(programme: programmes.Programme) -> brokerage.Event:
    return brokerage.Event.objects.create(
        reference="EV-2025-0001",
        programme=programme,
        owner=programme.owner,
        created_at=NOON,
        title=LocalizedText.of("Brokerage days"),
        venue=LocalizedText.of("Exhibition centre"),
        starts_on=dt.date(2025, 12, 2),
        ends_on=dt.date(2025, 12, 3),
        languages=list(LANGUAGES),
        state=EventState.PUBLISHED,
        version=1,
    )


def _attendances(
    size: Size,
    event: brokerage.Event,
    parties: list[programmes.Party],
    organisations: list[directory.Organisation],
) -> list[brokerage.Attendance]:
    made = [
        brokerage.Attendance(
            event=event,
            organisation=organisation,
            party=parties[number % len(parties)],
            code=f"{parties[number % len(parties)].code}{number:04d}",
            pitch=LocalizedText.of("Membranes for brackish water, ready for series production."),
            languages=["en", ("fa", "ru")[number % 2]],
        )
        for number, organisation in enumerate(organisations[: size.attendances])
    ]
    brokerage.Attendance.objects.bulk_create(made, batch_size=500)
    return made


def _schedule(
    event: brokerage.Event,
    attendances: list[brokerage.Attendance],
    size: Size,
    chance: random.Random,
) -> brokerage.ScheduleRun:
    """Pair the two sides by rotation: every slot is a perfect matching of some of them."""
    slots, tables = _grid(event, size, len(attendances) // 2)
    run = brokerage.ScheduleRun.objects.create(
        event=event,
        number=1,
        state=RunState.PUBLISHED,
        version=1,
        made_at=NOON,
        published_at=NOON,
        status="feasible",
        weight=size.meetings,
        bound=size.meetings,
    )
    hosts, guests = attendances[0::2], attendances[1::2]
    a_slot = -(-size.meetings // len(slots))
    meetings = []
    for turn, slot in enumerate(slots):
        pairs = [(host, guests[(k + 7 * turn) % len(guests)]) for k, host in enumerate(hosts)]
        for table, (left, right) in zip(
            tables, chance.sample(pairs, min(a_slot, len(pairs))), strict=False
        ):
            meetings.append(
                brokerage.Meeting(run=run, left=left, right=right, slot=slot, table=table)
            )
    meetings = meetings[: size.meetings]
    brokerage.Meeting.objects.bulk_create(meetings, batch_size=500)
    _seats(event, attendances, meetings)
    brokerage.Wish.objects.bulk_create(
        (
            brokerage.Wish(
                event=event, wisher=m.left, wished=m.right, strength=Strength.LIKE, made_at=NOON
            )
            for m in meetings
        ),
        batch_size=500,
    )
    return run


def _seats(
    event: brokerage.Event,
    attendances: list[brokerage.Attendance],
    meetings: list[brokerage.Meeting],
) -> None:
    people = {
        row.organisation_id: row.person_id
        for row in directory.Membership.objects.filter(
            organisation__in=[a.organisation_id for a in attendances]
        ).order_by("-person__reference")
    }
    delegates = {
        attendance.pk: brokerage.Delegate(
            attendance=attendance, person_id=people[attendance.organisation_id], is_lead=True
        )
        for attendance in attendances
    }
    brokerage.Delegate.objects.bulk_create(delegates.values(), batch_size=500)
    seats, entries = [], []
    for meeting in meetings:
        both = [delegates[meeting.left_id], delegates[meeting.right_id]]
        seats += [brokerage.Seat(meeting=meeting, delegate=delegate) for delegate in both]
        entries.append(
            brokerage.CalendarEntry(
                event=event,
                left=meeting.left,
                right=meeting.right,
                slot=meeting.slot,
                table=meeting.table,
                people=[str(d.pk) for d in both],
                changed_at=NOON,
            )
        )
    brokerage.Seat.objects.bulk_create(seats, batch_size=500)
    brokerage.CalendarEntry.objects.bulk_create(entries, batch_size=500)


def _grid(
    event: brokerage.Event, size: Size, table_count: int
) -> tuple[list[brokerage.Slot], list[brokerage.Table]]:
    slots = [
        brokerage.Slot(
            event=event,
            starts_at=(
                start := NOON.replace(hour=6) + dt.timedelta(days=day + 1, minutes=20 * turn)
            ),
            ends_at=start + dt.timedelta(minutes=20),
            session=SlotSession.MORNING if turn < size.slots_a_day // 2 else SlotSession.AFTERNOON,
        )
        for day, turn in itertools.product(range(size.days), range(size.slots_a_day))
    ]
    brokerage.Slot.objects.bulk_create(slots)
    places = [
        brokerage.Place.objects.create(event=event, name=LocalizedText.of(f"Hall {n}"), ordinal=n)
        for n in (1, 2)
    ]
    tables = [
        brokerage.Table(event=event, place=places[n % 2], label=f"{n + 1}", ordinal=n + 1)
        for n in range(table_count)
    ]
    brokerage.Table.objects.bulk_create(tables)
    return slots, tables
