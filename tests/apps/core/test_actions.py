"""What people do to any record."""

import pytest

from accord.apps.core import actions, queries
from accord.apps.core.enums import Role
from accord.apps.core.errors import (
    NotAllowedError,
    ReasonMissingError,
    WithdrawnError,
)
from accord.apps.core.models import Approval, AuditEntry, Note
from accord.apps.core.verdicts import YES, no_one_but
from tests import make

pytestmark = pytest.mark.django_db


def deeds() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("pk").values_list("deed", "subject"))


def test_a_withdrawn_record_stays_with_its_reason() -> None:
    record = make.organisation()

    actions.withdraw_record(make.acting(), record, reason=" Entered twice. ", verdict=YES)

    record.refresh_from_db()
    assert record.is_withdrawn
    assert (record.withdrawn_at, record.withdrawn_reason) == (make.NOON, "Entered twice.")
    assert deeds() == [("core.record.withdrawn", record.reference)]


def test_nothing_is_withdrawn_without_a_reason() -> None:
    record = make.organisation()

    with pytest.raises(ReasonMissingError):
        actions.withdraw_record(make.acting(), record, reason="  ", verdict=YES)

    assert deeds() == []


def test_nothing_is_withdrawn_twice() -> None:
    record = make.organisation()
    actions.withdraw_record(make.acting(), record, reason="Entered twice.", verdict=YES)

    with pytest.raises(WithdrawnError):
        actions.withdraw_record(make.acting(), record, reason="Again.", verdict=YES)

    assert len(deeds()) == 1


def test_nothing_is_withdrawn_against_the_verdict() -> None:
    record = make.organisation()
    verdict = no_one_but(make.acting(), Role.MANAGER)

    with pytest.raises(NotAllowedError):
        actions.withdraw_record(make.acting(), record, reason="Because.", verdict=verdict)

    record.refresh_from_db()
    assert not record.is_withdrawn


def test_a_note_is_read_by_its_own_side_alone() -> None:
    north, south = make.side(), make.side()
    actions.write_note(make.manager(north), "OR-2025-0001", side=north.pk, text="They are slow.")

    def read(acting_side: object) -> list[str]:
        acting = make.manager(acting_side, partners=[north, south])  # type: ignore[arg-type]  # -- a side
        return [note.text for note in queries.notes_visible_to(acting, "OR-2025-0001")]

    assert read(north) == ["They are slow."]
    assert read(south) == []
    assert list(queries.notes_visible_to(make.administrator(), "OR-2025-0001")) == []


def test_nobody_writes_a_note_for_the_other_side() -> None:
    north, south = make.side(), make.side()

    with pytest.raises(NotAllowedError):
        actions.write_note(make.manager(north), "OR-2025-0001", side=south.pk, text="Ha.")

    assert list(Note.objects.all()) == []


def test_a_note_says_something() -> None:
    north = make.side()

    with pytest.raises(ReasonMissingError):
        actions.write_note(make.manager(north), "OR-2025-0001", side=north.pk, text=" ")


def test_approving_twice_is_approving_once() -> None:
    north = make.side()

    actions.approve(make.manager(north), "PR-2025-0001", side=north.pk)
    actions.approve(make.manager(north), "PR-2025-0001", side=north.pk)

    assert list(Approval.objects.values_list("subject", "side", "by", "at")) == [
        ("PR-2025-0001", north.pk, "Sara", make.NOON)
    ]
    assert deeds() == [("core.approval.given", "PR-2025-0001")]


def test_nobody_approves_for_the_other_side() -> None:
    north, south = make.side(), make.side()

    with pytest.raises(NotAllowedError):
        actions.approve(make.manager(north), "PR-2025-0001", side=south.pk)


def test_a_change_takes_back_every_sides_approval() -> None:
    north, south = make.side(), make.side()
    for side in (north, south):
        actions.approve(make.manager(side), "PR-2025-0001", side=side.pk)

    cleared = actions.take_back_approvals(make.manager(north), "PR-2025-0001")

    assert cleared == 2
    assert list(queries.approvals_of(["PR-2025-0001"])) == []
    assert deeds()[-1] == ("core.approval.taken-back", "PR-2025-0001")


def test_taking_back_nothing_leaves_no_trace() -> None:
    assert actions.take_back_approvals(make.acting(), "PR-2025-0001") == 0
    assert deeds() == []
