"""Small typed builders; every default is the dullest value that works."""

import datetime as dt
from collections.abc import Iterable
from itertools import count

from accord.apps.accounts.models import User
from accord.apps.brokerage.enums import SlotKind, SlotSession, Strength
from accord.apps.brokerage.models import (
    Attendance,
    Delegate,
    Event,
    Interpreter,
    Place,
    Slot,
    Table,
    Wish,
)
from accord.apps.core.acting import Acting, Grant
from accord.apps.core.enums import Door, Role, Visibility
from accord.apps.core.localised import LocalizedText
from accord.apps.core.models import Side
from accord.apps.directory.models import (
    Membership,
    Organisation,
    OrganisationName,
    Person,
    PersonName,
)
from accord.apps.programmes.models import Ownership, Party, PriorityArea, Programme, RoleHolding
from accord.engine.text import fold, script_of, transliterate_key

NOON = dt.datetime(2025, 12, 1, 12, tzinfo=dt.UTC)
TODAY = NOON.date()
DAY = dt.date(2025, 12, 2)
_n = count(1)


def text(words: str, language: str = "en", **others: str) -> LocalizedText:
    """Return a localised text; ``text("Vega", fa="وگا")``."""
    return LocalizedText.of(words, language, **others)


# Who acts.


def grant(role: Role, side: Side | None = None, programme: Programme | None = None) -> Grant:
    """Return a role, for a side and a programme where given."""
    return Grant(role, side.pk if side else None, programme.pk if programme else None)


def acting(
    *grants: Grant,
    at: dt.datetime = NOON,
    language: str = "en",
    organisations: Iterable[Organisation] = (),
    partners: Iterable[Side] = (),
) -> Acting:
    """Return somebody signed in who holds the grants."""
    own = {held.side for held in grants if held.side is not None}
    return Acting(
        who="sara",
        name="Sara",
        at=at,
        door=Door.WEB,
        language=language,
        grants=frozenset(grants),
        organisations=frozenset(spoken_for.pk for spoken_for in organisations),
        partners=frozenset(own | {partner.pk for partner in partners}),
    )


def visitor() -> Acting:
    """Return somebody who did not sign in."""
    return Acting(who="", at=NOON, door=Door.WEB)


def administrator() -> Acting:
    """Return an administrator of the instance."""
    return acting(grant(Role.ADMINISTRATOR))


def manager(side: Side, *, partners: Iterable[Side] = ()) -> Acting:
    """Return a programme manager of the side."""
    return acting(grant(Role.MANAGER, side), partners=partners)


def coordinator(side: Side, *, partners: Iterable[Side] = ()) -> Acting:
    """Return a coordinator of the side."""
    return acting(grant(Role.COORDINATOR, side), partners=partners)


def analyst(side: Side, *, partners: Iterable[Side] = ()) -> Acting:
    """Return an analyst of the side."""
    return acting(grant(Role.ANALYST, side), partners=partners)


def spokesperson(*organisations: Organisation) -> Acting:
    """Return somebody who speaks for the organisations and holds no role."""
    return acting(organisations=organisations)


def user(email: str = "", *, language: str = "en", is_staff: bool = False) -> User:
    """Return a user without a password; sign in with ``client.force_login``."""
    address = email or f"user-{next(_n)}@example.org"
    return User.objects.create_user(address, language=language, is_staff=is_staff)


def role_holder(role: Role, party: Party, *, language: str = "en") -> User:
    """Return a user who holds the role for the party."""
    holder = user(language=language)
    RoleHolding.objects.create(user=holder, party=party, role=role)
    return holder


# Sides and programmes.


def party(code: str = "", *, name: str = "", weekend: tuple[int, ...] = (5, 6)) -> Party:
    """Return a party; Monday is 0."""
    n = next(_n)
    return Party.objects.create(
        code=code or f"S{n}",
        name=text(name or f"Side {n}"),
        languages=["en"],
        weekend=list(weekend),
    )


def side(code: str = "") -> Side:
    """Return a side: the part of a party that every context knows."""
    return Side.objects.get(pk=party(code).pk)


def programme(*parties: Party) -> Programme:
    """Return a programme owned by the parties; by two new ones when none is given."""
    owners = parties or (party(), party())
    made = Programme.objects.create(
        reference=f"PR-2025-{next(_n):04d}",
        title=text("Joint programme"),
        languages=["en"],
        created_at=NOON,
        owner=owners[0],
    )
    for owner in owners:
        Ownership.objects.create(programme=made, party=owner)
    return made


def area(of: Programme, number: int = 1) -> PriorityArea:
    """Return a priority area of the programme."""
    return PriorityArea.objects.create(programme=of, number=number, name=text(f"Area {number}"))


# The directory.


def organisation(
    name: str | LocalizedText = "",
    *,
    owner: Side | None = None,
    visibility: Visibility = Visibility.SHARED,
    country: str = "",
) -> Organisation:
    """Return an organisation with its name rows."""
    n = next(_n)
    named = name if isinstance(name, LocalizedText) else text(name or f"Works {n}")
    made = Organisation.objects.create(
        reference=f"OR-2025-{n:04d}",
        name=named,
        owner=owner,
        visibility=visibility,
        country=country,
        created_at=NOON,
        sort_name=fold(str(named)),
        search_text=fold(" ".join(named.texts.values())),
    )
    OrganisationName.objects.bulk_create(
        OrganisationName(
            organisation=made,
            text=words,
            language=language,
            script=script_of(words),
            folded=fold(words),
            sound=transliterate_key(words)[:80],
        )
        for language, words in named.texts.items()
    )
    return made


def person(
    name: str | LocalizedText = "",
    *,
    owner: Side | None = None,
    of: Organisation | None = None,
    user: User | None = None,
) -> Person:
    """Return a person with name rows; a member and spokesperson of ``of``."""
    n = next(_n)
    named = name if isinstance(name, LocalizedText) else text(name or f"Person {n}")
    made = Person.objects.create(
        reference=f"PE-2025-{n:04d}",
        name=named,
        owner=owner or (of.owner if of else None),
        user=user,
        created_at=NOON,
        sort_name=fold(str(named)),
        search_text=fold(" ".join(named.texts.values())),
    )
    PersonName.objects.bulk_create(
        PersonName(
            person=made,
            text=words,
            language=language,
            script=script_of(words),
            folded=fold(words),
            sound=transliterate_key(words)[:80],
        )
        for language, words in named.texts.items()
    )
    if of is not None:
        membership(made, of, speaks_for=True)
    return made


def membership(of: Person, in_: Organisation, *, speaks_for: bool = False) -> Membership:
    """Return a membership without end."""
    return Membership.objects.create(person=of, organisation=in_, speaks_for=speaks_for)


# Brokerage.


def event(
    of: Programme | None = None,
    *,
    slots: int = 0,
    tables: int = 0,
    starts_on: dt.date = DAY,
    visibility: Visibility = Visibility.SHARED,
) -> Event:
    """Return a one-day event, with that many slots of 20 minutes and tables in one hall."""
    made = Event.objects.create(
        reference=f"EV-2025-{next(_n):04d}",
        programme=of,
        owner=of.owner if of else None,
        visibility=visibility,
        title=text("Brokerage days"),
        starts_on=starts_on,
        ends_on=starts_on,
        languages=["en"],
        created_at=NOON,
    )
    for index in range(slots):
        slot(made, index)
    if tables:
        hall = place(made)
        for ordinal in range(1, tables + 1):
            table(hall, ordinal)
    return made


def slot(of: Event, index: int = 0, *, kind: SlotKind = SlotKind.MEETING) -> Slot:
    """Return the event's slot number ``index`` from nine o'clock, 20 minutes each."""
    nine = dt.datetime.combine(of.starts_on, dt.time(9), dt.UTC)
    starts_at = nine + index * dt.timedelta(minutes=20)
    session = SlotSession.MORNING if starts_at.hour < 13 else SlotSession.AFTERNOON
    return Slot.objects.create(
        event=of,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=20),
        kind=kind,
        session=session,
    )


def place(of: Event, ordinal: int = 1) -> Place:
    """Return a hall."""
    return Place.objects.create(event=of, name=text(f"Hall {ordinal}"), ordinal=ordinal)


def table(hall: Place, ordinal: int = 1) -> Table:
    """Return a table in the hall."""
    return Table.objects.create(
        event_id=hall.event_id, place=hall, label=f"{hall.ordinal}-{ordinal}", ordinal=ordinal
    )


def attendance(
    at: Event, of: Organisation | None = None, *, party: Party | None = None, parallel: int = 1
) -> Attendance:
    """Return an organisation's participation."""
    return Attendance.objects.create(
        event=at,
        organisation=of or organisation(),
        party=party,
        code=f"P{next(_n):05}",
        languages=["en"],
        parallel=parallel,
    )


def delegate(of: Attendance, who: Person | None = None) -> Delegate:
    """Return a person who comes for the participant."""
    return Delegate.objects.create(
        attendance=of, person=who or person(of=of.organisation), is_lead=True
    )


def interpreter(at: Event, *languages: str) -> Interpreter:
    """Return an interpreter at the event."""
    return Interpreter.objects.create(
        event=at, person=person(), languages=list(languages or ("en", "fa"))
    )


def wish(
    wisher: Attendance, wished: Attendance, *, strength: Strength = Strength.LIKE, note: str = ""
) -> Wish:
    """Return what one participant wishes of another."""
    return Wish.objects.create(
        event_id=wisher.event_id,
        wisher=wisher,
        wished=wished,
        strength=strength,
        note=note,
        made_at=NOON,
    )
