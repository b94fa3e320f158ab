"""What people do to parties, programmes and roles."""

import datetime as dt
from dataclasses import replace

import pytest

from accord.apps.core import actions as core
from accord.apps.core import queries as core_queries
from accord.apps.core.errors import NotAllowedError, ReasonMissingError, WithdrawnError
from accord.apps.core.models import AuditEntry
from accord.apps.programmes import queries
from accord.apps.programmes.actions import parties, programmes
from accord.apps.programmes.actions.parties import PartyFacts
from accord.apps.programmes.actions.programmes import ProgrammeFacts
from accord.apps.programmes.errors import (
    AreaNumberTakenError,
    EndsBeforeItStartsError,
    HolidaysUnknownError,
    NotAnOwnerError,
    NoWorkingDayError,
    PartyCodeTakenError,
    StrangersError,
    TooFewPartiesError,
)
from accord.apps.programmes.models import Holiday, Party, Programme
from tests import make

pytestmark = pytest.mark.django_db

IRAN = PartyFacts(
    code="IR",
    name=make.text("Iran", fa="ایران"),
    country="IR",
    languages=("fa", "en"),
    time_zone="Asia/Tehran",
    weekend=frozenset({4}),
)
FACTS = ProgrammeFacts(
    title=make.text("Technology days"),
    languages=("en", "fa"),
    starts_on=dt.date(2025, 3, 21),
    ends_on=dt.date(2028, 3, 20),
)


def deeds() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("deed", flat=True))


# Parties.


def test_an_administrator_makes_a_party() -> None:
    party = parties.make_party(make.administrator(), IRAN)

    kept = Party.objects.get(pk=party.pk)
    assert (kept.code, kept.country, kept.weekend) == ("IR", "IR", [4])
    assert kept.name.in_language("fa") == "ایران"
    assert deeds() == ["programmes.party.made"]


def test_two_parties_never_share_a_code() -> None:
    make.party("IR")

    with pytest.raises(PartyCodeTakenError) as refusal:
        parties.make_party(make.administrator(), IRAN)

    assert str(refusal.value) == (
        "Another party has the code “IR” already. Choose a different code."
    )


def test_a_week_keeps_a_working_day() -> None:
    with pytest.raises(NoWorkingDayError):
        parties.make_party(make.administrator(), replace(IRAN, weekend=frozenset(range(7))))


def test_changing_a_party_notes_what_changed_and_the_same_again_nothing() -> None:
    party = parties.make_party(make.administrator(), IRAN)
    acting = make.manager(party)

    parties.change_party(acting, party, replace(IRAN, weekend=frozenset({3, 4})))
    parties.change_party(acting, party, replace(IRAN, weekend=frozenset({3, 4})))

    party.refresh_from_db()
    assert party.weekend == [3, 4]
    assert AuditEntry.objects.get(deed="programmes.party.changed").facts == {"fields": "weekend"}


def test_the_other_side_changes_nothing() -> None:
    party = make.party()

    with pytest.raises(NotAllowedError):
        parties.change_party(make.manager(make.party()), party, IRAN)


def test_the_fifth_of_december_is_free_on_one_side_and_worked_on_the_other() -> None:
    iran = parties.make_party(make.administrator(), IRAN)
    russia = make.party(weekend=(5, 6))
    thursday, friday = dt.date(2025, 12, 4), dt.date(2025, 12, 5)

    assert queries.is_working_day(iran, thursday)
    assert queries.is_working_day(russia, thursday)
    assert not queries.is_working_day(iran, friday)
    assert queries.is_working_day(russia, friday)


def test_public_holidays_are_taken_over_once_with_their_names() -> None:
    iran = parties.make_party(make.administrator(), IRAN)
    acting = make.manager(iran)

    added = parties.take_over_public_holidays(acting, iran, year=2025)
    again = parties.take_over_public_holidays(acting, iran, year=2025)

    new_year = Holiday.objects.get(party=iran, day=dt.date(2025, 3, 21))
    assert added == Holiday.objects.count() > 0
    assert again == 0
    assert set(new_year.name.texts) == {"en", "fa"}
    assert not queries.is_working_day(iran, dt.date(2025, 3, 21))


def test_days_moved_by_the_government_are_worked() -> None:
    russia = make.party()
    russia.country = "RU"
    russia.save(update_fields=["country"])

    parties.take_over_public_holidays(make.manager(russia), russia, year=2024)

    saturday = dt.date(2024, 4, 27)
    assert saturday.weekday() == 5
    assert queries.is_working_day(russia, saturday)


def test_a_network_has_no_public_holidays() -> None:
    network = make.party(name="Park network")

    with pytest.raises(HolidaysUnknownError) as refusal:
        parties.take_over_public_holidays(make.manager(network), network, year=2025)

    assert str(refusal.value) == (
        "The public holidays of Park network in 2025 are not known here. Add them one by one."
    )


def test_a_holiday_is_noted_renamed_and_removed() -> None:
    party = make.party()
    acting, day = make.manager(party), dt.date(2025, 12, 3)

    parties.add_holiday(acting, party, day=day, name=make.text("Fair"))
    holiday = parties.add_holiday(acting, party, day=day, name=make.text("Town fair"))

    week = queries.working_week_of(party)
    assert (week.is_working(day), week.holiday(day)) == (False, "Town fair")
    parties.remove_holiday(acting, holiday)
    assert queries.is_working_day(party, day)
    assert deeds() == ["programmes.holidays.changed"] * 3


def test_a_weekend_day_can_be_worked_all_the_same() -> None:
    party, saturday = make.party(weekend=(5, 6)), dt.date(2025, 12, 6)

    parties.add_holiday(
        make.manager(party), party, day=saturday, name=make.text("Moved"), is_working=True
    )

    assert queries.is_working_day(party, saturday)


# Programmes.


def test_a_programme_belongs_to_its_parties_alike() -> None:
    north, south = make.party("N"), make.party("S")

    programme = programmes.found_programme(make.administrator(), FACTS, parties=[north, south])

    assert programme.reference == "PR-2025-0001"
    assert programme.owner is None
    assert set(programme.parties.all()) == {north, south}
    assert queries.partners_of([north.pk]) == {north.pk, south.pk}
    assert deeds() == ["programmes.programme.founded"]


def test_one_party_named_twice_is_one_party() -> None:
    north = make.party()

    with pytest.raises(TooFewPartiesError):
        programmes.found_programme(make.administrator(), FACTS, parties=[north, north])


def test_a_manager_does_not_bind_a_side_unasked() -> None:
    north, stranger = make.party(), make.party(name="Far Land")

    with pytest.raises(StrangersError) as refusal:
        programmes.found_programme(make.manager(north), FACTS, parties=[north, stranger])

    assert str(refusal.value) == (
        "Your side has no programme with Far Land yet. "
        "Ask an administrator to found the first one."
    )
    assert list(Programme.objects.all()) == []


def test_a_programme_lasts_at_least_a_day() -> None:
    facts = replace(FACTS, ends_on=FACTS.starts_on)

    with pytest.raises(EndsBeforeItStartsError):
        programmes.found_programme(
            make.administrator(), facts, parties=[make.party(), make.party()]
        )


def test_each_side_approves_and_a_change_begins_anew() -> None:
    north, south = make.party("N"), make.party("S")
    programme = programmes.found_programme(make.administrator(), FACTS, parties=[north, south])
    for party in (north, south):
        programmes.approve_programme(make.manager(party), programme, party=party)

    approved = [each.side.code for each in core_queries.approvals_of([programme.reference])]
    programmes.change_programme(
        make.manager(south), programme, replace(FACTS, needs_every_approval=True)
    )

    assert approved == ["N", "S"]
    assert list(core_queries.approvals_of([programme.reference])) == []


def test_the_same_facts_again_keep_the_approvals() -> None:
    north = make.party()
    programme = programmes.found_programme(
        make.administrator(), FACTS, parties=[north, make.party()]
    )
    programmes.approve_programme(make.manager(north), programme, party=north)

    programmes.change_programme(make.manager(north), programme, FACTS)

    assert core_queries.approvals_of([programme.reference]).count() == 1
    assert "programmes.programme.changed" not in deeds()


def test_a_party_that_owns_nothing_approves_nothing() -> None:
    programme, stranger = make.programme(), make.party()

    with pytest.raises(NotAnOwnerError):
        programmes.approve_programme(make.manager(stranger), programme, party=stranger)


def test_the_parties_of_a_programme_change_and_stay_two() -> None:
    north, south, east = make.party("N"), make.party("S"), make.party("E")
    programme = make.programme(north, south)
    acting = make.administrator()

    programmes.set_parties(acting, programme, [north, east])
    programmes.set_parties(acting, programme, [north, east])

    assert set(programme.parties.all()) == {north, east}
    assert queries.partners_of([south.pk]) == {south.pk}
    assert deeds() == ["programmes.programme.changed"]
    with pytest.raises(TooFewPartiesError):
        programmes.set_parties(acting, programme, [north])


def test_a_withdrawn_programme_binds_nobody() -> None:
    north, south = make.party(), make.party()
    programme = make.programme(north, south)

    programmes.withdraw_programme(make.manager(south), programme, reason="Founded twice.")

    programme.refresh_from_db()
    assert programme.withdrawn_reason == "Founded twice."
    assert queries.partners_of([north.pk]) == {north.pk}
    assert deeds() == ["core.record.withdrawn", "programmes.programme.withdrawn"]
    with pytest.raises(WithdrawnError):
        programmes.change_programme(make.manager(north), programme, FACTS)


def test_areas_keep_their_numbers_for_ever() -> None:
    north = make.party()
    programme = make.programme(north, make.party())
    acting = make.manager(north)
    water = programmes.add_area(acting, programme, number=1, name=make.text("Water"))
    programmes.change_area(acting, water, number=2, name=make.text("Clean water"))

    programmes.withdraw_area(acting, water, reason="Merged into another.")

    assert list(queries.areas_of(programme)) == []
    assert queries.next_area_number(programme) == 3
    with pytest.raises(AreaNumberTakenError):
        programmes.add_area(acting, programme, number=2, name=make.text("Energy"))
    assert deeds() == [
        "programmes.area.added",
        "programmes.area.changed",
        "programmes.area.withdrawn",
    ]


def test_an_area_changed_to_the_same_leaves_no_trace() -> None:
    north = make.party()
    area = make.area(make.programme(north, make.party()))

    programmes.change_area(make.manager(north), area, number=1, name=area.name)

    assert deeds() == []


def test_an_area_is_withdrawn_with_a_reason() -> None:
    north = make.party()
    area = make.area(make.programme(north, make.party()))

    with pytest.raises(ReasonMissingError):
        programmes.withdraw_area(make.manager(north), area, reason=" ")


def test_changing_an_area_takes_back_the_approvals() -> None:
    north = make.party()
    programme = make.programme(north, make.party())
    core.approve(make.manager(north), programme.reference, side=north.pk)

    programmes.add_area(make.manager(north), programme, number=1, name=make.text("Water"))

    assert list(core_queries.approvals_of([programme.reference])) == []
