"""The page “Something changed”: asking, the ways out, taking one, and who may."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accord.apps.brokerage.enums import Happening
from accord.apps.brokerage.models import ScheduleRun
from accord.apps.core.enums import Role
from tests import make
from tests.apps.brokerage.boards import notices, words
from tests.apps.brokerage.repairs import Running, held

pytestmark = pytest.mark.django_db

EVE = make.NOON


@pytest.fixture
def running() -> Running:
    return Running()


@pytest.fixture
def manager(client: Client, running: Running) -> Client:
    client.force_login(make.role_holder(Role.MANAGER, running.ours))
    return client


def late(running: Running, **more: str) -> dict[str, str]:
    slot = str(running.middle.pk)
    return {"what": "late", "ask": "1", "participant": "Vega", "slot": slot, **more}


def errors(answer: Any) -> list[str]:
    return [str(error) for errors in answer.context["form"].errors.values() for error in errors]


@time_machine.travel(EVE)
def test_the_ways_out_are_shown_and_nothing_is_kept(manager: Client, running: Running) -> None:
    answer = manager.get(running.url("repair/"), late(running))

    assert answer.status_code == 200
    ways = [one for one, _token in answer.context["ways"]]
    figures = [(len(one.touched), one.kept, len(one.moved), len(one.lost)) for one in ways]
    assert figures == [(0, 2, 0, 1), (2, 2, 1, 0)]
    assert "from 09:00, table 1-1, to 09:20, table 1-1" in words(answer)
    assert ScheduleRun.objects.count() == 1


@time_machine.travel(EVE)
def test_a_way_that_is_taken_leads_to_the_new_draft(manager: Client, running: Running) -> None:
    page = manager.get(running.url("repair/"), late(running))
    _one, token = page.context["ways"][-1]

    answer = manager.post(running.url("repair/"), {"way": token}, follow=True)

    draft = ScheduleRun.objects.get(number=2)
    assert answer.redirect_chain[-1][0].endswith("/runs/2/")
    assert notices(answer) == [
        "The change is noted, and this new draft is mended. Publish it to tell people."
    ]
    assert ("09:20", "1-1", "Vega", "Orion") in held(draft)


@time_machine.travel(EVE)
def test_a_way_taken_twice_is_refused_the_second_time(manager: Client, running: Running) -> None:
    happened = {"what": "cancelled", "ask": "1", "participant": "Vega", "reason": "No visa"}
    page = manager.get(running.url("repair/"), happened)
    _one, token = page.context["ways"][0]
    manager.post(running.url("repair/"), {"way": token})

    answer = manager.post(running.url("repair/"), {"way": token}, follow=True)

    assert notices(answer)[-1].startswith("Somebody else changed this in the meantime.")
    assert ScheduleRun.objects.count() == 2


@pytest.mark.parametrize("given", [{}, {"way": ""}, {"way": "made:up:entirely"}])
def test_a_way_that_nobody_was_shown_is_refused(
    manager: Client, running: Running, given: dict[str, str]
) -> None:
    answer = manager.post(running.url("repair/"), given, follow=True)

    assert notices(answer) == ["This page is out of date. Please look at the choices again."]
    assert ScheduleRun.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"what": "late", "participant": "Vega"}, "This field is required."),
        ({"what": "late", "participant": "Vega", "slot": "noon"}, "Select a valid choice."),
        ({"what": "cancelled", "participant": "Vega"}, "This field is required."),
        (
            {"what": "absent", "participant": "Pallas"},
            "No participant has “Pallas” for a code or in its name.",
        ),
        ({"what": "walk-in", "participant": "r"}, "Several could be meant: "),
        ({"what": "table", "table": "9-9"}, "This event has no table “9-9”."),
        ({"what": "interpreter", "interpreter": "nobody"}, "Select a valid choice."),
        (
            {"what": "wish", "participant": "Vega", "other": "Lyra", "strength": "like"},
            "“Vega” and “Lyra” come from the same side",
        ),
        (
            {"what": "wish", "participant": "Vega", "other": "Orion", "strength": "like"},
            "“Vega” and “Orion” meet already, at ",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(
    manager: Client, running: Running, given: dict[str, str], problem: str
) -> None:
    answer = manager.get(running.url("repair/"), {"ask": "1", **given})

    assert answer.status_code == 200
    assert any(error.startswith(problem) for error in errors(answer))
    assert "ways" not in answer.context


def test_something_unheard_of_shows_the_choices_alone(manager: Client, running: Running) -> None:
    answer = manager.get(running.url("repair/"), {"what": "flood", "ask": "1"})

    assert answer.status_code == 200
    assert [one.is_current for one in answer.context["kinds"]] == [False] * len(Happening)
    assert "form" not in answer.context


@time_machine.travel(EVE)
def test_a_participant_is_found_by_code_in_any_digits(manager: Client, running: Running) -> None:
    running.vega.code = "IR-01"
    running.vega.save()

    answer = manager.get(running.url("repair/"), late(running, participant="ir-۰۱"))

    assert len(answer.context["ways"]) == 2


def test_over_the_event_only_what_happened_can_be_noted(manager: Client, running: Running) -> None:
    with time_machine.travel(running.late.ends_at):
        answer = manager.get(running.url("repair/"), {"what": "recorded", "ask": "1"})

    assert answer.context["is_over"]
    assert "Every time of this event has begun or is over." in words(answer)


@time_machine.travel(EVE)
def test_a_lost_table_is_listed_and_used_again(manager: Client, running: Running) -> None:
    page = manager.get(running.url("repair/"), {"what": "table", "ask": "1", "table": "1-1"})
    _one, token = page.context["ways"][0]
    manager.post(running.url("repair/"), {"way": token})

    listed = manager.get(running.url("repair/"))
    answer = manager.post(running.url(f"repair/tables/{running.first.pk}/"), follow=True)

    assert "Table 1-1, from 2 December 2025" in words(listed)
    assert notices(answer) == [
        "The table can be used again. Meetings come back when you plan them."
    ]
    assert "Tables that are lost" not in words(answer)
    assert manager.post(running.url(f"repair/tables/{running.run.pk}/")).status_code == 404
    assert manager.get(running.url(f"repair/tables/{running.first.pk}/")).status_code == 405


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("manager", 200),
        ("coordinator", 200),
        ("administrator", 200),
        ("analyst", 403),
        ("company", 403),
        ("stranger", 404),
        ("visitor", 302),
    ],
)
def test_who_may_open_the_page(client: Client, running: Running, who: str, status: int) -> None:
    if who in {"manager", "coordinator", "analyst"}:
        client.force_login(make.role_holder(Role(who), running.ours))
    elif who == "administrator":
        client.force_login(make.user(is_staff=True))
    elif who == "company":
        client.force_login(speaker_for(running))
    elif who == "stranger":
        client.force_login(make.role_holder(Role.MANAGER, make.party()))

    page = client.get(running.url("repair/"), late(running))
    taken = client.post(running.url("repair/"), {"way": "x"})
    opened = client.post(running.url(f"repair/tables/{running.first.pk}/"))

    assert page.status_code == status
    if status != 200:
        assert (taken.status_code, opened.status_code) == (status, status)
        assert "Orion" not in page.content.decode()
    assert ScheduleRun.objects.count() == 1


def speaker_for(running: Running) -> Any:
    user = make.user()
    make.person(of=running.vega.organisation, user=user)
    return user


def test_the_menu_of_a_schedule_leads_there_for_staff_alone(
    client: Client, manager: Client, running: Running
) -> None:
    for_staff = manager.get(running.url(""))
    client.force_login(make.role_holder(Role.ANALYST, running.ours))
    for_analyst = client.get(running.url(""))

    assert "Something changed" in words(for_staff)
    assert "Something changed" not in words(for_analyst)


@pytest.mark.parametrize("language", ["fa", "ru"])
@time_machine.travel(EVE)
def test_the_page_speaks_the_reader_s_language(
    client: Client, running: Running, language: str
) -> None:
    client.force_login(make.role_holder(Role.MANAGER, running.ours, language=language))

    answer = client.get(
        running.url("repair/"), late(running), headers={"accept-language": language}
    )

    text = " ".join(re.sub(r"<[^>]+>", "", words(answer)).split())
    expected = {
        "fa": "از 09:00، میز 1-1، به 09:20، میز 1-1",
        "ru": "с 09:00, стол 1-1, на 09:20, стол 1-1",
    }
    assert expected[language] in text


@pytest.mark.parametrize("more", [1, 3])
@time_machine.travel(EVE)
def test_more_participants_cost_no_more_queries(
    manager: Client,
    running: Running,
    more: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    interpreter = make.interpreter(running.event)
    for number in range(3, 3 + more):
        ours = running.participant(f"Ours {number}", running.ours)
        theirs = running.participant(f"Theirs {number}", running.theirs)
        make.delegate(ours).absent.add(make.slot(running.event, number))
        table = make.table(running.first.place, number)
        running.hold(ours, theirs, running.late, table)
        running.hold(ours, running.mira, running.middle, table)
        table.closed.add(running.early)
        interpreter.absent.add(running.early)

    with django_assert_num_queries(30):
        found = manager.get(running.url("repair/"), late(running, participant="Mira"))
    with django_assert_num_queries(11):
        manager.get(running.url("repair/"))

    assert len(found.context["ways"]) > 1
