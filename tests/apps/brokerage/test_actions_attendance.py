import pytest

from accord.apps.brokerage.actions import attendance as actions
from accord.apps.brokerage.actions.counts import Counts
from accord.apps.brokerage.errors import (
    AttendanceWithdrawnError,
    CodeTwiceError,
    CodeUnfitError,
    OtherEventError,
    UnknownTableError,
)
from accord.apps.brokerage.models import Attendance, Delegate, Interpreter
from accord.apps.core.errors import NotAllowedError, ReasonMissingError
from accord.apps.core.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db

AttendanceFacts = actions.AttendanceFacts


def test_participants_get_codes_of_their_side_and_recording_again_changes_nothing() -> None:
    ours = make.party("IR")
    event = make.event(make.programme(ours, make.party("RU")), tables=1)
    facts = [
        AttendanceFacts(
            make.organisation("Vega"), party=ours, languages=("fa", "en"), table="1-1"
        ),
        AttendanceFacts(make.organisation("Orion"), party=ours, code="ORI"),
        AttendanceFacts(make.organisation("Guest"), parallel=2),
    ]

    first = actions.record_attendances(make.manager(ours), event, facts)
    again = actions.record_attendances(make.manager(ours), event, facts)

    assert (first, again) == (Counts(added=3), Counts(unchanged=3))
    assert list(
        Attendance.objects.order_by("code").values_list(
            "code", "languages", "parallel", "table__label"
        )
    ) == [("IR-01", ["fa", "en"], 1, "1-1"), ("ORI", [], 1, None), ("P-01", [], 2, None)]
    assert AuditEntry.objects.get().facts == {"added": 3, "changed": 0, "removed": 0}


def test_two_participants_may_swap_their_codes() -> None:
    event = make.event()
    vega, orion = make.organisation("Vega"), make.organisation("Orion")
    record = actions.record_attendances
    record(
        make.administrator(),
        event,
        [AttendanceFacts(vega, code="A"), AttendanceFacts(orion, code="B")],
    )

    counts = record(
        make.administrator(),
        event,
        [AttendanceFacts(vega, code="B"), AttendanceFacts(orion, code="A")],
    )

    assert counts == Counts(changed=2)
    assert dict(Attendance.objects.values_list("organisation__sort_name", "code")) == {
        "vega": "B",
        "orion": "A",
    }


def test_a_code_or_table_that_cannot_be_is_refused_and_nothing_is_recorded() -> None:
    event = make.event()
    twice = [AttendanceFacts(make.organisation(), code="A") for _ in range(2)]

    with pytest.raises(CodeTwiceError):
        actions.record_attendances(make.administrator(), event, twice)
    with pytest.raises(UnknownTableError):
        actions.record_attendances(
            make.administrator(), event, [AttendanceFacts(make.organisation(), table="9")]
        )

    assert Attendance.objects.count() == 0


@pytest.mark.parametrize("code", ["A/1", "..", "a code too long"])
def test_a_code_that_cannot_stand_in_an_address_is_refused(code: str) -> None:
    with pytest.raises(CodeUnfitError):
        actions.record_attendances(
            make.administrator(), make.event(), [AttendanceFacts(make.organisation(), code=code)]
        )


def test_one_who_withdrew_can_take_part_again() -> None:
    attendance = make.attendance(make.event())
    event = attendance.event
    facts = [AttendanceFacts(attendance.organisation, languages=("en",))]

    with pytest.raises(ReasonMissingError):
        actions.withdraw_attendance(make.administrator(), attendance, reason=" ")
    actions.withdraw_attendance(make.administrator(), attendance, reason="No visa.")
    with pytest.raises(AttendanceWithdrawnError):
        actions.withdraw_attendance(make.administrator(), attendance, reason="No visa.")
    counts = actions.record_attendances(make.administrator(), event, facts)

    assert counts == Counts(changed=1)
    attendance.refresh_from_db()
    assert attendance.withdrawn_at is None


def test_delegates_come_with_their_absences_and_recording_again_changes_nothing() -> None:
    event = make.event(slots=2)
    early, late = event.slots.order_by("starts_at")
    attendance = make.attendance(event)
    sara, omid = make.person("Sara"), make.person("Omid")
    facts = [
        actions.DelegateFacts(attendance, sara, is_lead=True, absent=frozenset({early.pk})),
        actions.DelegateFacts(attendance, omid),
    ]

    first = actions.record_delegates(make.administrator(), event, facts)
    again = actions.record_delegates(make.administrator(), event, facts)
    moved = actions.record_delegates(
        make.administrator(),
        event,
        [actions.DelegateFacts(attendance, sara, is_lead=True, absent=frozenset({late.pk}))],
    )

    assert (first, again, moved) == (Counts(added=2), Counts(unchanged=2), Counts(changed=1))
    lead = Delegate.objects.get(is_lead=True)
    assert [slot.pk for slot in lead.absent.all()] == [late.pk]


def test_delegates_of_another_event_or_with_its_slots_are_refused() -> None:
    event, other = make.event(), make.event(slots=1)
    stranger = make.attendance(other)
    absent = frozenset(other.slots.values_list("pk", flat=True))

    with pytest.raises(OtherEventError):
        actions.record_delegates(
            make.administrator(), event, [actions.DelegateFacts(stranger, make.person())]
        )
    with pytest.raises(OtherEventError):
        actions.record_delegates(
            make.administrator(),
            event,
            [actions.DelegateFacts(make.attendance(event), make.person(), absent=absent)],
        )

    assert Delegate.objects.count() == 0


def test_interpreters_are_recorded_once() -> None:
    event = make.event(slots=1)
    slots = frozenset(event.slots.values_list("pk", flat=True))
    facts = [actions.InterpreterFacts(make.person(), ("fa", "ru"), longest_run=4, absent=slots)]

    first = actions.record_interpreters(make.administrator(), event, facts)
    again = actions.record_interpreters(make.administrator(), event, facts)

    assert (first, again) == (Counts(added=1), Counts(unchanged=1))
    interpreter = Interpreter.objects.get()
    assert (interpreter.languages, interpreter.longest_run) == (["fa", "ru"], 4)


def test_absences_are_set_for_one_team_only() -> None:
    event = make.event(slots=2)
    slots = frozenset(event.slots.values_list("pk", flat=True))
    ours, theirs = (make.delegate(make.attendance(event)) for _ in range(2))

    counts = actions.set_absences(make.administrator(), ours.attendance, {ours.pk: slots})
    with pytest.raises(OtherEventError):
        actions.set_absences(make.administrator(), ours.attendance, {theirs.pk: slots})

    assert counts == Counts(changed=1)
    assert ours.absent.count() == 2


def test_a_company_records_nobody() -> None:
    attendance = make.attendance(make.event())

    with pytest.raises(NotAllowedError):
        actions.record_attendances(
            make.spokesperson(attendance.organisation), attendance.event, []
        )
