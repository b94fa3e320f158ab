"""Matching an event over HTTP: the work, its figures, a participant's list."""

from typing import Any

import pytest
from django.core.cache import cache

from accord.apps.brokerage.enums import Strength
from accord.apps.brokerage.models import EventSuggestion
from accord.apps.core.enums import Role
from accord.apps.core.models import AuditEntry, Job
from accord.apps.partnering.models import Profile
from tests import make
from tests.apps.brokerage.api_world import Caller, caller
from tests.apps.brokerage.test_api import refusal, said
from tests.apps.brokerage.test_suggestions import Fair
from tests.apps.partnering.test_suggestions import DESALTING, MEMBRANE
from tests.conftest import AsksAsOften
from tests.journeys.walking import do_the_work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def fair() -> Fair:
    cache.clear()
    return Fair()


def address(fair: Fair) -> str:
    return f"/events/{fair.event.reference}"


def listed(program: Caller, fair: Fair) -> Any:
    return program.get(f"{address(fair)}/participants/{fair.mira.code}/suggestions")


def test_a_manager_has_an_event_matched_and_reads_its_figures(fair: Fair) -> None:
    manager = caller(make.role_holder(Role.MANAGER, fair.sides.north))
    assert said(manager.get(f"{address(fair)}/matching")) == {"work": None, "figures": None}

    started = manager.send("POST", f"{address(fair)}/matching")
    assert (started.status_code, said(started)["work"]["state"]) == (202, "queued")
    assert said(started)["work"]["job"] == str(Job.objects.get().pk)
    do_the_work()

    seen = said(manager.get(f"{address(fair)}/matching"))
    assert (seen["work"]["state"], seen["work"]["problem"]) == ("done", "")
    figures = seen["figures"]
    assert (figures["participants"], figures["matched"]) == (4, 4)
    assert figures["after"]["never"] == 0
    seeds = Profile.objects.get(organisation=fair.niva.organisation)
    assert seeds.reference in figures["unanswered"]
    entry = AuditEntry.objects.filter(deed="brokerage.event.matched").get()
    assert (entry.subject, entry.door) == (fair.event.reference, "api")


def test_a_participant_s_list_comes_with_evidence_and_what_it_wished(fair: Fair) -> None:
    fair.matched()
    make.wish(fair.mira, fair.vega, strength=Strength.MUST)
    company = caller(fair.sides.speaker(fair.mira.organisation))

    first, second = said(listed(company, fair))

    assert (first["place"], first["participant"], first["wished"]) == (1, fair.vega.code, "must")
    assert (second["place"], second["participant"], second["wished"]) == (2, fair.dena.code, None)
    assert first["organisation"] == fair.vega.organisation.reference
    assert first["theirs"] == Profile.objects.get(organisation=fair.vega.organisation).reference
    assert first["evidence"]["mine"] in DESALTING
    assert first["evidence"]["theirs"] in MEMBRANE
    assert first["evidence"]["theirs_language"] == "fa"
    assert "matching.kinds" in {one["key"] for one in first["findings"]}


def test_only_its_own_people_read_a_participant_s_list(fair: Fair) -> None:
    fair.matched()
    sides = fair.sides

    assert listed(caller(make.role_holder(Role.MANAGER, sides.south)), fair).status_code == 200
    assert refusal(listed(caller(make.role_holder(Role.MANAGER, sides.north)), fair)) == (
        403,
        "core.not-allowed",
    )
    for user in (sides.speaker(fair.vega.organisation), make.user()):
        assert refusal(listed(caller(user), fair)) == (404, "core.not-found")


def test_a_company_neither_matches_an_event_nor_reads_its_figures(fair: Fair) -> None:
    company = caller(fair.sides.speaker(fair.mira.organisation))
    stranger = caller(make.user())
    for method, path in (("GET", ""), ("POST", ""), ("POST", "/stop")):
        answer = company.send(method, f"{address(fair)}/matching{path}")
        assert refusal(answer) == (403, "core.not-allowed")
        answer = stranger.send(method, f"{address(fair)}/matching{path}")
        assert refusal(answer) == (404, "core.not-found")
    assert not Job.objects.exists()


def test_an_analyst_reads_the_figures_and_matches_nothing(fair: Fair) -> None:
    analyst = caller(make.role_holder(Role.ANALYST, fair.sides.south))

    assert analyst.get(f"{address(fair)}/matching").status_code == 200
    assert refusal(analyst.send("POST", f"{address(fair)}/matching")) == (403, "core.not-allowed")


def test_a_matching_is_stopped_once_it_runs(fair: Fair) -> None:
    manager = caller(make.role_holder(Role.MANAGER, fair.sides.north))
    stop = f"{address(fair)}/matching/stop"
    assert manager.send("POST", stop).status_code == 409
    begun = [said(manager.send("POST", f"{address(fair)}/matching"))["work"]["job"]]
    begun += [said(manager.send("POST", f"{address(fair)}/matching"))["work"]["job"]]
    assert begun[0] == begun[1]

    assert manager.send("POST", stop).status_code == 200
    do_the_work()

    seen = said(manager.get(f"{address(fair)}/matching"))
    assert (seen["work"]["state"], seen["figures"]) == ("stopped", None)
    assert not EventSuggestion.objects.exists()


def test_a_list_costs_as_many_queries_for_three_as_for_one(
    fair: Fair, asks_as_often: AsksAsOften
) -> None:
    fair.matched()
    EventSuggestion.objects.filter(attendance=fair.mira, place=2).delete()
    program = caller(make.role_holder(Role.MANAGER, fair.sides.south))

    def grow() -> None:
        fair.guest("Newcomer", "fa", MEMBRANE, fair.sides.north)
        fair.guest("Another", "fa", f"{MEMBRANE} {MEMBRANE}", fair.sides.north)
        fair.matched()

    path = f"/api/v1{address(fair)}/participants/{fair.mira.code}/suggestions"
    asks_as_often(program.client, path, grow)
