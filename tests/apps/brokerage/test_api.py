"""Events, wishes and schedules as programs meet them."""

from typing import Any

import pytest

from accord.apps.brokerage.actions import publishing
from accord.apps.brokerage.enums import EventState, Strength
from accord.apps.brokerage.models import Attendance, Event, ScheduleRun, Wish
from accord.apps.core import jobs
from accord.apps.core.enums import Role
from accord.apps.core.models import AuditEntry, Job
from tests import make
from tests.apps.brokerage import api_world
from tests.apps.brokerage.api_world import World, caller

pytestmark = pytest.mark.django_db

PROBLEM = "application/problem+json"


@pytest.fixture
def world() -> World:
    return api_world.build()


def refusal(answer: Any) -> tuple[int, str]:
    """Return the status and the code of a problem."""
    assert answer.headers["Content-Type"] == PROBLEM
    return answer.status_code, said(answer)["type"]


def said(answer: Any) -> Any:
    return answer.json()


def codes(answer: Any) -> list[str]:
    return [one["code"] for one in said(answer)["items"]]


def wishing(event: Event) -> None:
    event.state = EventState.WISHING
    event.save()


def planned(world: World) -> ScheduleRun:
    """Plan the event through the API and do the worker's part."""
    answer = world.manager.send("POST", f"{world.address}/runs", {"seconds": 1})
    assert answer.status_code == 202
    run = world.event.runs.get(number=said(answer)["number"])
    jobs.run_job.call(job_id=str(run.job_id))
    return ScheduleRun.objects.select_related("event__programme").get(pk=run.pk)


def published(world: World) -> ScheduleRun:
    run = planned(world)
    publishing.publish_schedule(make.administrator(), run)
    return run


# Events.


def test_a_manager_lists_the_events_of_their_sides_and_no_other(world: World) -> None:
    make.event(make.programme())
    programme = world.event.programme
    assert programme is not None

    answer = world.manager.get("/events")

    title = {"source": "en", "texts": {"en": "Brokerage days"}}
    assert said(answer) == {
        "items": [
            {
                "reference": world.event.reference,
                "title": title,
                "summary": None,
                "venue": None,
                "city": None,
                "programme": programme.reference,
                "parties": [world.north.code, world.south.code],
                "starts_on": "2025-12-02",
                "ends_on": "2025-12-02",
                "time_zone": "UTC",
                "languages": ["en"],
                "state": "draft",
                "version": 0,
                "withdrawn_at": None,
            }
        ],
        "count": 1,
    }


def test_parties_stand_with_the_callers_own_first(world: World) -> None:
    southerner = caller(make.role_holder(Role.MANAGER, world.south))

    assert said(southerner.get(world.address))["parties"] == [world.south.code, world.north.code]


def test_a_company_gets_the_event_in_which_it_takes_part(world: World) -> None:
    assert said(world.company.get(world.address))["reference"] == world.event.reference


def test_an_event_of_others_is_not_there(world: World) -> None:
    stranger = caller(make.user())

    assert refusal(stranger.get(world.address)) == (404, "core.not-found")
    assert said(stranger.get("/events")) == {"items": [], "count": 0}


# Participants.


def test_a_manager_sees_every_participant_without_addresses(world: World) -> None:
    answer = world.manager.get(f"{world.address}/participants")

    assert said(answer)["items"][0] == {
        "code": world.vega.code,
        "organisation": world.vega.organisation.reference,
        "name": {"source": "en", "texts": {"en": "Vega"}},
        "party": world.north.code,
        "pitch": None,
        "languages": ["en"],
    }
    assert codes(answer) == sorted([world.vega.code, world.rigel.code])


def test_a_company_sees_itself_and_whom_it_may_wish_to_meet(world: World) -> None:
    make.attendance(world.event, party=world.north)

    answer = world.company.get(f"{world.address}/participants")

    assert codes(answer) == sorted([world.vega.code, world.rigel.code])


def test_an_interpreter_sees_no_participants(world: World) -> None:
    reader = make.user()
    interpreter = make.interpreter(world.event)
    interpreter.person.user = reader
    interpreter.person.save()

    answer = caller(reader).get(f"{world.address}/participants")

    assert said(answer) == {"items": [], "count": 0}


def test_a_participant_who_withdrew_is_not_listed(world: World) -> None:
    Attendance.objects.filter(pk=world.rigel.pk).update(withdrawn_at=make.NOON)

    assert codes(world.manager.get(f"{world.address}/participants")) == [world.vega.code]


def test_a_page_of_participants_counts_all_of_them(world: World) -> None:
    answer = world.manager.get(f"{world.address}/participants", limit="1", offset="1")

    assert (len(said(answer)["items"]), said(answer)["count"]) == (1, 2)


# Wishes.


def wish_path(world: World, wished: Attendance, *, of: Attendance | None = None) -> str:
    return f"{world.address}/participants/{(of or world.vega).code}/wishes/{wished.code}"


def test_a_company_wishes_changes_its_mind_and_takes_it_back(world: World) -> None:
    wishing(world.event)
    path = wish_path(world, world.rigel)

    first = world.company.send("PUT", path, {"strength": "must", "note": "  دیدار  "})
    second = world.company.send("PUT", path, {"session": "morning"})
    listed = world.company.get(f"{world.address}/participants/{world.vega.code}/wishes")
    gone = [world.company.send("DELETE", path).status_code for _ in range(2)]

    assert (said(first)["strength"], said(first)["note"]) == ("must", "دیدار")
    expected = {
        "wisher": world.vega.code,
        "wished": world.rigel.code,
        "strength": "like",
        "note": "",
        "session": "morning",
        "made_at": said(second)["made_at"],
    }
    assert (said(second), said(listed)) == (expected, [expected])
    assert (gone, Wish.objects.count()) == ([204, 204], 0)


def test_what_a_program_wishes_is_written_down_with_its_door(world: World) -> None:
    world.manager.send("PUT", wish_path(world, world.rigel), {})

    assert list(AuditEntry.objects.values_list("deed", "subject", "door")) == [
        ("brokerage.wish.expressed", world.event.reference, "api")
    ]


def test_a_company_wishes_only_while_wishes_are_collected(world: World) -> None:
    answer = world.company.send("PUT", wish_path(world, world.rigel), {})

    assert refusal(answer) == (409, "brokerage.wishes-not-open")
    assert Wish.objects.count() == 0


def test_a_company_neither_reads_nor_makes_the_wishes_of_another(world: World) -> None:
    wishing(world.event)
    make.wish(world.rigel, world.vega, note="for us alone")
    listed = world.company.get(f"{world.address}/participants/{world.rigel.code}/wishes")
    path = wish_path(world, world.vega, of=world.rigel)

    assert refusal(listed) == (404, "core.not-found")
    assert refusal(world.company.send("PUT", path, {})) == (404, "core.not-found")
    assert refusal(world.company.send("DELETE", path)) == (404, "core.not-found")
    assert Wish.objects.count() == 1


def test_nobody_wishes_to_meet_themselves(world: World) -> None:
    answer = world.manager.send("PUT", wish_path(world, world.vega), {})

    assert refusal(answer) == (422, "brokerage.wish-for-oneself")


def test_participants_of_one_side_are_kept_apart_with_the_reason(world: World) -> None:
    neighbour = make.attendance(world.event, make.organisation("Deneb"), party=world.north)

    answer = world.manager.send("PUT", wish_path(world, neighbour), {})

    assert refusal(answer) == (422, "brokerage.same-side")
    assert said(answer)["facts"] == {"left": "Vega", "right": "Deneb"}


@pytest.mark.parametrize(
    "body", [{"strength": "perhaps"}, {"note": "x" * 501}, {"session": "night"}]
)
def test_a_wish_that_makes_no_sense_is_refused(world: World, body: Any) -> None:
    answer = world.manager.send("PUT", wish_path(world, world.rigel), body)

    assert refusal(answer) == (422, "core.invalid")


# Schedules.


def test_an_event_is_planned_and_published_from_afar(world: World) -> None:
    make.wish(world.vega, world.rigel, strength=Strength.MUST)
    started = world.manager.send("POST", f"{world.address}/runs", {"seconds": 1, "seed": 7})
    before = said(started)
    jobs.run_job.call(job_id=str(Job.objects.get().pk))
    after = said(world.manager.get(f"{world.address}/runs/1"))
    told = said(world.manager.send("POST", f"{world.address}/runs/1/publication"))

    assert (started.status_code, before["status"]) == (202, "")
    assert before["search"] == {
        "state": "queued",
        "seconds_searched": 0,
        "held": None,
        "requests": None,
        "weight": None,
        "bound": None,
        "problem": "",
    }
    named = ("number", "seed", "state", "status", "meetings", "unplaced", "weight", "bound")
    assert tuple(after[name] for name in named) == (1, 7, "draft", "optimal", 1, 0, 6, 6)
    assert (after["search"]["state"], after["search"]["held"]) == ("done", 1)
    assert (told["state"], told["version"]) == ("published", 1)


def test_what_cannot_be_planned_is_refused_with_the_reason(world: World) -> None:
    answer = world.manager.send("POST", f"{world.address}/runs", {})

    assert refusal(answer) == (409, "brokerage.nothing-to-plan")
    assert said(answer)["facts"] == {"slots": "2", "tables": "1", "requests": "0"}


def test_an_event_is_planned_once_at_a_time(world: World) -> None:
    make.wish(world.vega, world.rigel)
    path = f"{world.address}/runs"

    answers = [world.manager.send("POST", path, {}) for _ in range(2)]

    assert answers[0].status_code == 202
    assert refusal(answers[1]) == (409, "brokerage.planning-under-way")


def test_a_search_is_stopped_once(world: World) -> None:
    make.wish(world.vega, world.rigel)
    world.manager.send("POST", f"{world.address}/runs", {"seconds": 600})
    stop = f"{world.address}/runs/1/stop"

    first = world.manager.send("POST", stop)
    jobs.run_job.call(job_id=str(Job.objects.get().pk))
    second = world.manager.send("POST", stop)

    assert first.status_code == 200
    assert said(world.manager.get(f"{world.address}/runs/1"))["search"]["state"] == "stopped"
    assert refusal(second) == (409, "core.job-not-running")


def test_a_schedule_begins_around_an_earlier_one(world: World) -> None:
    make.wish(world.vega, world.rigel)
    planned(world)

    known = world.manager.send("POST", f"{world.address}/runs", {"seconds": 1, "around": 1})
    unknown = world.manager.send("POST", f"{world.address}/runs", {"around": 9})

    assert said(known)["around"] == 1
    assert refusal(unknown) == (404, "core.not-found")


@pytest.mark.parametrize("body", [{"seconds": 0}, {"seconds": 3601}, {"seed": -1}, {"around": 0}])
def test_a_search_without_end_or_sense_is_refused(world: World, body: dict[str, int]) -> None:
    answer = world.manager.send("POST", f"{world.address}/runs", body)

    assert refusal(answer) == (422, "core.invalid")


def test_why_a_meeting_found_no_place_is_told_in_a_sentence(world: World) -> None:
    make.interpreter(world.event, "en", "de")
    Attendance.objects.filter(pk=world.rigel.pk).update(languages=["fa"])
    make.wish(world.vega, world.rigel)
    planned(world)

    answer = world.manager.get(f"{world.address}/runs/1/unplaced")

    assert said(answer)["items"] == [
        {
            "left": world.vega.code,
            "right": world.rigel.code,
            "cause": "no-interpreter",
            "reason": "No interpreter for English – Persian is free in any of the 2 slots in "
            "which both could meet.",
        }
    ]


def test_a_company_sees_no_draft_and_what_is_published_without_others(world: World) -> None:
    make.wish(world.vega, world.rigel)
    others = [make.attendance(world.event, party=side) for side in (world.north, world.south)]
    make.wish(*others)
    run = planned(world)
    before = [said(world.company.get(f"{world.address}/runs"))["count"]]
    hidden = world.company.get(f"{world.address}/runs/1")
    unpublished = world.company.get(f"{world.address}/schedule")
    publishing.publish_schedule(make.administrator(), run)

    told = said(world.company.get(f"{world.address}/schedule"))

    assert before == [0]
    assert refusal(hidden) == (404, "core.not-found")
    assert refusal(unpublished) == (404, "core.not-found")
    assert [(one["left"], one["right"]) for one in told["items"]] == [
        (world.vega.code, world.rigel.code)
    ]
    assert said(world.manager.get(f"{world.address}/schedule"))["count"] == 2


def test_a_meeting_says_when_and_where_it_is(world: World) -> None:
    make.wish(world.vega, world.rigel)
    published(world)

    (meeting,) = said(world.manager.get(f"{world.address}/schedule"))["items"]

    starts_at = meeting.pop("starts_at")
    assert starts_at in {"2025-12-02T09:00:00Z", "2025-12-02T09:20:00Z"}
    assert meeting.pop("ends_at") > starts_at
    assert meeting == {
        "left": world.vega.code,
        "right": world.rigel.code,
        "place": {"source": "en", "texts": {"en": "Hall 1"}},
        "table": "1-1",
        "interpreter": None,
    }


def test_an_interpreter_is_told_the_meetings_at_which_they_interpret(world: World) -> None:
    reader = make.user()
    interpreter = make.interpreter(world.event, "en", "fa")
    interpreter.person.user = reader
    interpreter.person.save()
    Attendance.objects.filter(pk=world.rigel.pk).update(languages=["fa"])
    make.wish(world.vega, world.rigel)
    make.wish(*[make.attendance(world.event, party=one) for one in (world.north, world.south)])
    published(world)

    told = said(caller(reader).get(f"{world.address}/schedule"))["items"]

    assert [(one["left"], one["right"]) for one in told] == [(world.vega.code, world.rigel.code)]
