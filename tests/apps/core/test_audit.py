"""The trace that every action leaves."""

import importlib

import pytest
from django.db import DatabaseError, connection, transaction

from accord.apps.core import audit, queries
from accord.apps.core.enums import Deed
from accord.apps.core.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db

guards = importlib.import_module("accord.apps.core.migrations.0002_audit_is_append_only")


def entry() -> AuditEntry:
    return audit.record(make.acting(), Deed.JOB_STARTED, "OR-2025-0001", kind="import")


def test_an_entry_says_who_what_when_and_through_which_door() -> None:
    written = AuditEntry.objects.get(pk=entry().pk)

    assert (written.who, written.name, written.at) == ("sara", "Sara", make.NOON)
    assert (written.door, written.deed) == ("web", "core.job.started")
    assert (written.subject, written.facts) == ("OR-2025-0001", {"kind": "import"})


def test_the_database_refuses_to_change_an_entry() -> None:
    written = entry()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=written.pk).update(who="nobody")

    assert AuditEntry.objects.get(pk=written.pk).who == "sara"


def test_the_database_refuses_to_delete_an_entry() -> None:
    written = entry()
    if connection.vendor == "sqlite":  # taken away for tests that clean up by DELETE
        with connection.cursor() as cursor:
            cursor.execute(guards.SQLITE["DELETE"])

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=written.pk).delete()

    assert AuditEntry.objects.filter(pk=written.pk).exists()


def test_history_leaves_out_the_other_sides_own_business() -> None:
    north, south = make.side(), make.side()
    audit.record(make.acting(), Deed.RECORD_WITHDRAWN, "OR-2025-0001")
    audit.record(make.acting(), Deed.NOTE_WRITTEN, "OR-2025-0001", north.pk)
    audit.record(make.acting(), Deed.NOTE_WRITTEN, "OR-2025-0001", south.pk)
    audit.record(make.acting(), Deed.NOTE_WRITTEN, "OR-2025-0002", north.pk)

    seen = queries.history_of(make.manager(north), "OR-2025-0001")

    assert [(each.deed, each.side_id) for each in seen] == [
        ("core.note.written", north.pk),
        ("core.record.withdrawn", None),
    ]


def test_every_deed_is_read_as_a_sentence() -> None:
    assert queries.sentence_of("core.note.written") == "wrote a private note"
    assert queries.sentence_of("long.forgotten.deed") == "long.forgotten.deed"


def test_history_names_whom_a_deed_was_about() -> None:
    acting = make.manager(make.party("AA"))
    audit.record(acting, Deed.NOTE_WRITTEN, "EV-2025-0001", left="AA-1", right="BB-2", run=4)
    audit.record(acting, Deed.NOTE_WRITTEN, "EV-2025-0001", fields="note")

    entries = queries.history_of(acting, "EV-2025-0001")
    sentences = [sentence for _entry, sentence in queries.told(entries)]

    plain = str(Deed.NOTE_WRITTEN.sentence)
    assert sentences == [plain, f"{plain} (\u2068AA-1 – BB-2\u2069)"]
