"""What is killed in the middle of an import loses nothing and saves no halves."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.apps.brokerage import workbooks
from tests.apps.brokerage.processes import REQUEUE, Instance, form, kill, wait_for

ORGANISATIONS = 600

PREPARE = """
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from accord.apps.core.enums import Role
from accord.apps.programmes.models import Party
from tests import make
from tests.apps.brokerage import workbooks

of = workbooks.programme()
user = make.role_holder(Role.MANAGER, Party.objects.get(code="N"))
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(json.dumps({"session": session.session_key, "programme": of.reference}))
"""

TELL = """
import json
from django_tasks_db.models import DBTaskResult
from accord.apps.brokerage.models import Attendance, Event
from accord.apps.brokerage.workbook import previews
from accord.apps.core.models import AuditEntry, Job
from accord.apps.directory.models import Organisation
from accord.apps.documents.models import StoredFile

print(json.dumps({
    "files": StoredFile.objects.count(),
    "jobs": Job.objects.count(),
    "tasks": DBTaskResult.objects.count(),
    "imports": [
        [one.state, one.attempts, one.problem] for one in Job.objects.filter(kind=previews.IMPORT)
    ],
    "events": Event.objects.count(),
    "organisations": Organisation.objects.count(),
    "attendances": Attendance.objects.count(),
    "deeds": AuditEntry.objects.filter(deed="brokerage.workbook.imported").count(),
}))
"""


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    made = Instance(tmp_path)
    made.manage("migrate", "--verbosity", "0")
    return made


def large() -> bytes:
    """Return a workbook whose import takes a while."""
    sheets = workbooks.small()
    sheets["organisations"] += [
        [f"N-{n}", "N", "", f"Company number {n}", "IR", "fa", ""] for n in range(3, ORGANISATIONS)
    ]
    return workbooks.xlsx(sheets)


def test_an_import_is_done_whole_although_web_server_and_worker_are_killed(
    instance: Instance,
) -> None:
    told = instance.tell(PREPARE)
    session, file = told["session"], large()
    upload = form({"programme": told["programme"]}, file)

    # The web server dies when half of the file has come.
    server = instance.serve()
    with closing(instance.ask("/events/workbook/", session, upload, sent=len(upload) // 2)):
        kill(server)
    assert counted(instance) == (0, 0, 0)

    # It dies while it saves the file.
    server = instance.serve()
    with closing(instance.ask("/events/workbook/", session, upload, sent=len(upload))):
        wait_for(lambda: any(instance.folder.glob("media/**/*.bin")))
        kill(server)
    files, jobs, tasks = counted(instance)
    assert (files, jobs, tasks) in {(0, 0, 0), (1, 1, 1)}

    # It dies while it takes the confirmation.
    server = instance.serve()
    status, preview = instance.post("/events/workbook/", session, upload)
    assert (status, counted(instance)) == (302, (files + 1, jobs + 1, tasks + 1))
    instance.manage("db_worker", "--batch")
    before = counted(instance)
    with closing(instance.ask(f"{preview}confirm/", session, form({}), sent=10**6)):
        kill(server)
    after = counted(instance)
    assert after in {before, (before[0], before[1] + 1, before[2] + 1)}

    # Confirmed again, it is one import.
    server = instance.serve()
    status, _page = instance.post(f"{preview}confirm/", session, form({}))
    kill(server)
    assert (status, counted(instance)) == (302, (before[0], before[1] + 1, before[2] + 1))

    # The worker dies while it writes.
    worker = instance.start("db_worker")
    wait_for(lambda: is_reading_over(instance) and instance.is_being_written())
    kill(worker)
    assert standing(instance) == ([["running", 1, ""]], 0, 0, 0, 0)
    assert instance.run(REQUEUE) == "1"
    instance.manage("db_worker", "--batch")
    assert standing(instance) == ([["done", 2, ""]], 1, ORGANISATIONS, ORGANISATIONS, 1)


def counted(instance: Instance) -> tuple[int, int, int]:
    """Return how many files, jobs and queued tasks there are."""
    with closing(sqlite3.connect(instance.database, timeout=10)) as connection:
        files, jobs, tasks = (
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 -- our tables
            for table in ("documents_storedfile", "core_job", "django_tasks_database_dbtaskresult")
        )
    return files, jobs, tasks


def is_reading_over(instance: Instance) -> bool:
    """Tell whether the worker has read the file."""
    with closing(sqlite3.connect(instance.database, timeout=10)) as connection:
        kind = "brokerage.workbook-import"
        row = connection.execute("SELECT done FROM core_job WHERE kind = ?", [kind]).fetchone()
    return bool(row and row[0])


def standing(instance: Instance) -> tuple[list[list[object]], int, int, int, int]:
    """Return the imports, and how much of an event there is."""
    told = instance.tell(TELL)
    return (
        told["imports"],
        told["events"],
        told["organisations"],
        told["attendances"],
        told["deeds"],
    )
