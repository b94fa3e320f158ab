"""Who may do what at an event: every role in every state, written out."""

from collections.abc import Callable
from uuid import UUID

import pytest

from accord.apps.brokerage import policies
from accord.apps.brokerage.enums import EventState, RunState
from accord.apps.brokerage.models import Attendance, ScheduleRun
from accord.apps.core.acting import Acting
from accord.apps.core.enums import Role
from accord.apps.core.verdicts import Verdict
from tests import make

pytestmark = pytest.mark.django_db


class Scene:
    """An event of two sides, a participant, a run, and everybody who might come by."""

    def __init__(self, state: str = EventState.WISHING, run_state: str = RunState.DRAFT) -> None:
        self.ours, self.theirs = make.party(), make.party()
        programme = make.programme(self.ours, self.theirs)
        self.event = make.event(programme)
        self.event.state = state
        self.attendance: Attendance = make.attendance(self.event, party=self.ours)
        self.attendance.event = self.event
        self.run = ScheduleRun(event=self.event, number=1, state=run_state, made_at=make.NOON)
        stranger = make.party()
        self.people: dict[str, Acting] = {
            "administrator": make.administrator(),
            "manager": make.manager(self.ours),
            "other manager": make.manager(self.theirs),
            "coordinator": make.coordinator(self.theirs),
            "coordinator of another programme": make.acting(
                make.grant(Role.COORDINATOR, self.ours, make.programme(self.ours, stranger))
            ),
            "analyst": make.analyst(self.ours),
            "manager of a stranger": make.manager(stranger),
            "company": make.spokesperson(self.attendance.organisation),
            "other company": make.spokesperson(make.organisation()),
            "visitor": make.visitor(),
        }

    def allowed(self, policy: Callable[[Acting], Verdict]) -> list[str]:
        return [who for who, acting in self.people.items() if policy(acting)]


STAFF = ["administrator", "manager", "other manager", "coordinator"]


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        (EventState.DRAFT, STAFF),
        (EventState.WISHING, STAFF),
        (EventState.PLANNED, STAFF),
        (EventState.PUBLISHED, STAFF),
        (EventState.CLOSED, []),
    ],
)
def test_staff_of_every_owner_change_and_plan_an_event_until_it_is_closed(
    state: str, allowed: list[str]
) -> None:
    scene = Scene(state)

    assert scene.allowed(lambda acting: policies.may_change_event(acting, scene.event)) == allowed
    assert scene.allowed(lambda acting: policies.may_plan(acting, scene.event)) == allowed
    assert scene.allowed(lambda acting: policies.may_copy(acting, scene.event)) == allowed


def test_staff_and_analysts_read_everything() -> None:
    scene = Scene()

    allowed = scene.allowed(lambda acting: policies.may_read_everything(acting, scene.event))

    assert allowed == [*STAFF, "analyst"]


def test_staff_of_an_owner_begin_events() -> None:
    scene = Scene()

    allowed = scene.allowed(
        lambda acting: policies.may_prepare_event(acting, scene.event.programme)
    )

    assert allowed == STAFF


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        (EventState.DRAFT, STAFF),
        (EventState.WISHING, [*STAFF, "company"]),
        (EventState.PLANNED, STAFF),
        (EventState.PUBLISHED, STAFF),
        (EventState.CLOSED, []),
    ],
)
def test_a_company_wishes_for_itself_while_wishes_are_collected(
    state: str, allowed: list[str]
) -> None:
    scene = Scene(state)

    assert scene.allowed(lambda acting: policies.may_wish(acting, scene.attendance)) == allowed


def test_nobody_wishes_for_a_participant_who_withdrew() -> None:
    scene = Scene()
    scene.attendance.withdrawn_at = make.NOON

    assert scene.allowed(lambda acting: policies.may_wish(acting, scene.attendance)) == []


def test_nobody_changes_a_withdrawn_event() -> None:
    scene = Scene()
    scene.event.withdrawn_at = make.NOON

    assert scene.allowed(lambda acting: policies.may_change_event(acting, scene.event)) == []
    assert scene.allowed(lambda acting: policies.may_wish(acting, scene.attendance)) == []


@pytest.mark.parametrize(
    ("state", "allowed"),
    [(RunState.DRAFT, STAFF), (RunState.PUBLISHED, []), (RunState.SUPERSEDED, [])],
)
def test_only_drafts_are_moved_and_published(state: str, allowed: list[str]) -> None:
    scene = Scene(run_state=state)

    assert (
        scene.allowed(lambda acting: policies.may_move(acting, scene.event, scene.run)) == allowed
    )
    assert (
        scene.allowed(
            lambda acting: policies.may_publish(acting, scene.event, scene.run, approved=())
        )
        == allowed
    )


def test_publication_waits_for_the_approval_of_every_party_where_the_programme_wants_it() -> None:
    scene = Scene()
    assert scene.event.programme is not None
    scene.event.programme.needs_every_approval = True
    both = {scene.ours.pk, scene.theirs.pk}

    def allowed_when(approved: set[UUID]) -> list[str]:
        return scene.allowed(
            lambda acting: policies.may_publish(acting, scene.event, scene.run, approved=approved)
        )

    assert allowed_when(set()) == []
    assert allowed_when({scene.ours.pk}) == []
    assert allowed_when(both) == STAFF


@pytest.mark.parametrize(
    ("state", "run_state", "allowed"),
    [
        (EventState.PLANNED, RunState.DRAFT, STAFF),
        (EventState.PUBLISHED, RunState.PUBLISHED, STAFF),
        (EventState.PUBLISHED, RunState.SUPERSEDED, STAFF),
        (EventState.CLOSED, RunState.PUBLISHED, []),
    ],
)
def test_staff_mend_any_schedule_until_the_event_is_closed(
    state: str, run_state: str, allowed: list[str]
) -> None:
    scene = Scene(state, run_state)
    scene.run.status = "feasible"

    assert (
        scene.allowed(lambda acting: policies.may_repair(acting, scene.event, scene.run))
        == allowed
    )


def test_a_run_without_a_plan_is_not_mended() -> None:
    scene = Scene()

    assert scene.allowed(lambda acting: policies.may_repair(acting, scene.event, scene.run)) == []
