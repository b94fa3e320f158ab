"""What a change of the event would bring: asked, searched by a worker, kept with the run."""

import pytest
from django.test import Client

from accord.apps.brokerage.actions import planning
from accord.apps.brokerage.actions import what_if as actions
from accord.apps.brokerage.errors import WhatIfUnderWayError
from accord.apps.brokerage.models import Attendance, Meeting, ScheduleRun, Slot, Table, WhatIf
from accord.apps.core import jobs
from accord.apps.core.enums import JobState, Role
from accord.apps.core.errors import JobNotRunningError, NotAllowedError
from accord.apps.core.models import AuditEntry, Job
from tests import make
from tests.apps.brokerage.boards import words
from tests.apps.brokerage.test_pages import spokesperson, staff
from tests.conftest import AsksAsOften

pytestmark = pytest.mark.django_db


class Full:
    """Three pairs wish to meet; one table and one time hold one of them."""

    def __init__(self, *, slots: int = 1) -> None:
        self.ours, self.theirs = make.party(name="Avaland"), make.party(name="Borland")
        self.event = make.event(make.programme(self.ours, self.theirs), slots=slots, tables=1)
        self.pairs = [self.pair(f"Vega {n}", f"Orion {n}") for n in range(3)]
        run = planning.plan_event(make.administrator(), self.event, seconds=5)
        jobs.run_job.func(job_id=str(run.job_id))
        self.run = ScheduleRun.objects.get(pk=run.pk)
        self.run.event = self.event

    def pair(self, left: str, right: str) -> tuple[Attendance, Attendance]:
        one = make.attendance(self.event, make.organisation(left), party=self.ours)
        other = make.attendance(self.event, make.organisation(right), party=self.theirs)
        make.wish(one, other)
        return one, other

    @property
    def table(self) -> str:
        return f"table:{self.event.places.get().pk}"

    @property
    def day(self) -> int:
        return self.event.starts_on.toordinal()

    def asked(self, what: str, *, count: int = 1) -> WhatIf:
        one = actions.ask_what_if(
            make.administrator(), self.run, what=what, count=count, seconds=5
        )
        jobs.run_job.func(job_id=str(one.job_id))
        return WhatIf.objects.get(pk=one.pk)

    def url(self, rest: str = "") -> str:
        return f"/events/{self.event.reference}/runs/{self.run.number}/what-if/{rest}"


@pytest.mark.parametrize(
    ("kind", "count", "held"),
    [("table", 1, 2), ("table", 2, 3), ("slot", 1, 2), ("time", 1, 2), ("slot", 5, 3)],
)
def test_more_room_holds_more_wishes(kind: str, count: int, held: int) -> None:
    full = Full()

    one = full.asked(full.table if kind == "table" else f"{kind}:{full.day}", count=count)

    assert one.result is not None
    assert (one.result["before"]["held"], one.result["after"]["held"]) == (1, held)
    assert (one.result["before"]["weight"], one.result["after"]["weight"]) == (3, 3 * held)
    assert one.result["is_proven"]
    assert one.result["is_before_best"]
    assert len(one.result["newly"]) == held - 1
    assert one.result["lost"] == []


def test_one_more_interpreter_holds_what_wanted_one() -> None:
    full = Full(slots=4)
    make.interpreter(full.event, "de", "en")
    left, right = full.pairs[0]
    Attendance.objects.filter(pk=left.pk).update(languages=["fa"])
    Attendance.objects.filter(pk=right.pk).update(languages=["ru"])
    run = planning.plan_event(make.administrator(), full.event, seconds=1)
    jobs.run_job.func(job_id=str(run.job_id))
    full.run = ScheduleRun.objects.get(pk=run.pk)
    full.run.event = full.event
    assert [one.cause for one in full.run.unplaced.all()] == ["no-interpreter"]

    one = full.asked("interpreter:fa-ru")

    assert one.result is not None
    assert one.result["newly"] == [f"{left.pk}|{right.pk}"]


def test_neither_the_event_nor_the_schedule_changes() -> None:
    full = Full()
    before = list(Meeting.objects.values_list("pk", "slot", "table"))

    full.asked(full.table, count=2)
    full.asked(f"slot:{full.day}")

    assert list(Meeting.objects.values_list("pk", "slot", "table")) == before
    assert (Slot.objects.count(), Table.objects.count()) == (1, 1)
    assert ScheduleRun.objects.count() == 1


def test_it_is_asked_on_the_page_watched_and_read(client: Client) -> None:
    full = Full()
    ours = staff(client, full.ours)

    answer = ours.post(full.url(), {"what": full.table, "count": "2", "seconds": "1"})

    assert answer.headers["Location"] == full.url()
    assert 'hx-trigger="every 1s"' in words(ours.get(full.url()))
    jobs.run_job.func(job_id=str(WhatIf.objects.get().job_id))
    page = words(ours.get(full.url()))
    row = page.split("<tbody>")[1].split("</tbody>")[0]
    assert "one more table in Hall 1, 2 times" in row
    assert "Proven: it brings this much and no more." in row
    assert "Wishes newly held: 2" in row
    assert "<bdi>Vega 1</bdi> – <bdi>Orion 1</bdi>" in row
    assert "hx-trigger" not in page
    entry = AuditEntry.objects.get(deed="brokerage.what-if.asked")
    assert (entry.facts["run"], entry.facts["count"]) == (1, 2)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Part of it may come from the longer search"),
        ("fa", "بخشی از آن شاید از جست‌وجوی بیشتر باشد"),
        ("ru", "Часть выигрыша может объясняться более долгим поиском"),
    ],
)
def test_a_schedule_that_is_not_the_best_is_said_to_be_so(
    client: Client, language: str, sentence: str
) -> None:
    full = Full(slots=2)
    Meeting.objects.first().delete()  # type: ignore[union-attr]  # -- there are two
    left, _right = full.pairs[2]
    full.run.unplaced.exclude(left=left).delete()

    full.asked(full.table)

    page = words(staff(client, full.ours, language=language).get(full.url()))
    assert sentence in page


def test_one_change_is_tried_at_a_time_and_stopped_by_any_of_the_staff(client: Client) -> None:
    full = Full()
    one = actions.ask_what_if(make.administrator(), full.run, what=full.table)

    with pytest.raises(WhatIfUnderWayError):
        actions.ask_what_if(make.administrator(), full.run, what=full.table)
    staff(client, full.theirs).post(full.url(f"{one.pk}/stop/"))

    assert Job.objects.get(pk=str(one.job_id)).stop_requested
    jobs.run_job.func(job_id=str(one.job_id))
    assert Job.objects.get(pk=str(one.job_id)).state == JobState.STOPPED
    one.refresh_from_db()
    one.run = full.run
    assert one.result is not None
    with pytest.raises(JobNotRunningError):
        actions.stop_what_if(make.administrator(), one)


def test_what_the_event_can_no_longer_give_is_refused_in_words(client: Client) -> None:
    full = Full()
    make.delegate(full.run.meetings.get().left).absent.add(full.event.slots.get())

    full.asked(full.table)

    job = WhatIf.objects.get().job
    assert job is not None
    assert job.state == JobState.FAILED
    assert "breaks rules of the event" in words(staff(client, full.ours).get(full.url()))


@pytest.mark.parametrize("what", ["", "table:nowhere", "slot:12", "interpreter:fa-ru"])
def test_only_changes_of_the_list_are_tried(client: Client, what: str) -> None:
    full = Full()

    answer = staff(client, full.ours).post(
        full.url(), {"what": what, "count": "1", "seconds": "1"}
    )

    assert answer.status_code == 200
    assert not WhatIf.objects.exists()


def test_readers_read_staff_ask_and_nobody_else_sees_it(client: Client) -> None:
    full = Full()
    one = full.asked(full.table)
    given = {"what": full.table, "count": "1", "seconds": "1"}
    reader = Client()
    reader.force_login(make.role_holder(Role.ANALYST, full.ours))

    assert spokesperson(client, full.pairs[0][0]).get(full.url()).status_code == 403
    assert staff(Client(), make.party()).get(full.url()).status_code == 404
    assert Client().get(full.url()).status_code == 302
    assert "Wishes newly held" in words(reader.get(full.url()))
    reader.post(full.url(), given)
    assert reader.post(full.url(f"{one.pk}/stop/")).status_code == 403
    with pytest.raises(NotAllowedError):
        actions.ask_what_if(make.analyst(full.ours), full.run, what=full.table)
    assert WhatIf.objects.count() == 1


def test_three_answers_cost_as_many_queries_as_one(
    client: Client, asks_as_often: AsksAsOften
) -> None:
    full = Full()
    ours = staff(client, full.ours)
    full.asked(full.table)

    def grow() -> None:
        full.asked(f"slot:{full.day}")
        full.asked(f"time:{full.day}")

    asks_as_often(ours, full.url(), grow)
