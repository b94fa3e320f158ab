"""Things people do to parties, their weeks and their holidays."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accord.apps.accounts.enums import CalendarChoice
from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.apps.core.localised import LocalizedText
from accord.apps.core.models import Side
from accord.apps.programmes import policies
from accord.apps.programmes.enums import Deed, PartyKind
from accord.apps.programmes.errors import (
    HolidaysUnknownError,
    NoWorkingDayError,
    PartyCodeTakenError,
)
from accord.apps.programmes.models import Holiday, Party
from accord.engine.calendars import UnknownCountryError, moved_working_days, public_holidays

DAYS_OF_A_WEEK = 7
# Stored as data of the party, in the languages of its people, not as words of the page.
MOVED = {
    "en": "Working day moved here",
    "fa": "روز کاری جابه‌جاشده",
    "ru": "Перенесённый рабочий день",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFacts:
    """What is known of a party.

    Parameters
    ----------
    code
        Short and unique, as on badges: ``IR``, ``RU-TA``.
    country
        ISO 3166-1 alpha-2, or empty for a network.
    languages
        ISO 639-1 codes, the most used first.
    time_zone
        Name in the IANA database.
    weekend
        Weekdays without work; Monday is 0.
    """

    code: str
    name: LocalizedText
    kind: PartyKind = PartyKind.COUNTRY
    country: str = ""
    languages: tuple[str, ...] = ("en",)
    calendar: CalendarChoice = CalendarChoice.GREGORIAN
    time_zone: str = "UTC"
    weekend: frozenset[int] = frozenset({5, 6})


def make_party(acting: Acting, facts: PartyFacts) -> Party:
    """Make a party that can own programmes.

    Raises
    ------
    PartyCodeTakenError
        When another party has the code.
    NoWorkingDayError
        When the weekend leaves no day for work.
    """
    policies.may_make_party(acting).require()
    with transaction.atomic():
        party = Party()
        _write(party, facts)
        audit.record(acting, Deed.PARTY_MADE, party.subject, code=party.code)
    return party


def change_party(acting: Acting, party: Party, facts: PartyFacts) -> None:
    """Change what is known of a party; the same facts again change nothing.

    Raises
    ------
    PartyCodeTakenError
        When another party has the code.
    NoWorkingDayError
        When the weekend leaves no day for work.
    """
    policies.may_change_party(acting, party).require()
    with transaction.atomic():
        changed = _write(party, facts)
        if changed:
            audit.record(acting, Deed.PARTY_CHANGED, party.subject, fields=", ".join(changed))


def add_holiday(
    acting: Acting, party: Party, *, day: date, name: LocalizedText, is_working: bool = False
) -> Holiday:
    """Note a day on which the party does not work, or works though its week says otherwise.

    A day that is noted already takes the new name and kind.
    """
    policies.may_change_party(acting, party).require()
    with transaction.atomic():
        holiday, _is_new = Holiday.objects.update_or_create(
            party=party, day=day, defaults={"name": name, "is_working": is_working}
        )
        audit.record(
            acting,
            Deed.HOLIDAYS_CHANGED,
            party.subject,
            added=day.isoformat(),
            is_working=is_working,
        )
    return holiday


def remove_holiday(acting: Acting, holiday: Holiday) -> None:
    """Have the day follow the party's week again."""
    policies.may_change_party(acting, holiday.party).require()
    with transaction.atomic():
        holiday.delete()
        audit.record(
            acting,
            Deed.HOLIDAYS_CHANGED,
            holiday.party.subject,
            removed=holiday.day.isoformat(),
            name=str(holiday.name),
        )


def take_over_public_holidays(acting: Acting, party: Party, *, year: int) -> int:
    """Add the public holidays of the party's country in a Gregorian year.

    With them come the weekend days that the country works in exchange for others. Days
    that are noted already stay as they are.

    Returns
    -------
    int
        How many days were added.

    Raises
    ------
    HolidaysUnknownError
        When no list is known for that country and year.
    """
    policies.may_change_party(acting, party).require()
    known = _public_days(party, year)
    if not known:
        raise HolidaysUnknownError(country=party.country or str(party.name), year=year)
    with transaction.atomic():
        noted = set(party.holidays.values_list("day", flat=True))
        added = [holiday for holiday in known if holiday.day not in noted]
        Holiday.objects.bulk_create(added)
        if added:
            audit.record(
                acting, Deed.HOLIDAYS_CHANGED, party.subject, year=year, taken_over=len(added)
            )
    return len(added)


def _public_days(party: Party, year: int) -> list[Holiday]:
    """Return the country's days of the year, named in every language they are known in."""
    spoken = tuple(dict.fromkeys(("en", *party.languages)))
    try:
        named = {key: public_holidays(party.country, [year], key) for key in spoken}
        moved = moved_working_days(party.country, [year])
    except UnknownCountryError:
        return []
    days = []
    for day, english in named["en"].items():
        others = {key: names[day] for key, names in named.items() if names[day] != english}
        days.append(Holiday(party=party, day=day, name=LocalizedText.of(english, **others)))
    worked = LocalizedText.of(MOVED["en"], **{key: MOVED[key] for key in spoken if key in MOVED})
    days += [Holiday(party=party, day=day, name=worked, is_working=True) for day in sorted(moved)]
    return days


def _write(party: Party, facts: PartyFacts) -> list[str]:
    """Store the facts; return the names of the fields that changed."""
    if len(facts.weekend) >= DAYS_OF_A_WEEK:
        raise NoWorkingDayError
    if Side.objects.filter(code=facts.code).exclude(pk=party.pk).exists():
        raise PartyCodeTakenError(party=facts.code)
    values = {
        "code": facts.code,
        "name": facts.name,
        "kind": facts.kind,
        "country": facts.country,
        "languages": list(facts.languages),
        "calendar": facts.calendar,
        "time_zone": facts.time_zone,
        "weekend": sorted(facts.weekend),
    }
    is_new = party._state.adding  # noqa: SLF001 -- Django's name for it
    changed = [key for key, value in values.items() if is_new or getattr(party, key) != value]
    for key in changed:
        setattr(party, key, values[key])
    if is_new:
        party.save()
    elif changed:
        party.save(update_fields=changed)
    return changed
