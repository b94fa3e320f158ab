"""Pairs between two groups: complementary, of what the person may read, for nobody else."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from openpyxl import load_workbook

from accord.apps.accounts.models import User
from accord.apps.brokerage.cli.matching import match as command
from accord.apps.core.acting import Acting
from accord.apps.core.enums import JobState, Role, Visibility
from accord.apps.core.errors import NotAllowedError
from accord.apps.core.jobs import Running
from accord.apps.core.models import Job
from accord.apps.directory.enums import StatusKind
from accord.apps.directory.models import Organisation, StatusClaim
from accord.apps.partnering.actions import groups as actions
from accord.apps.partnering.errors import EmptyGroupError, LargeGroupError
from accord.apps.partnering.models import GroupMatch, GroupPair, Profile
from accord.apps.partnering.queries import groups as queries
from accord.apps.partnering.queries.groups import Group
from tests import make
from tests.apps.partnering.profiles import Sides
from tests.apps.partnering.test_suggestions import (
    DESALTING,
    MEMBRANE,
    PUMPS,
    SEEDS,
    need,
    offer,
)
from tests.conftest import AsksAsOften
from tests.journeys.walking import do_the_work

pytestmark = pytest.mark.django_db

YAZD, TOMSK = Group(issuer="yazd PARK"), Group(status="resident", issuer="томск")


class Parks:
    """Residents of a park of either side; Vega offers what Mira seeks."""

    def __init__(self) -> None:
        self.sides = Sides()
        self.vega, self.mira = self.sides.vega, self.sides.mira
        self.resides(self.vega, "Yazd Science Park", fa="پارک یزد")
        self.resides(self.mira, "Технопарк Томск", language="ru")
        self.water = offer(self.vega, MEMBRANE, "fa")
        self.desalting = need(self.mira, DESALTING, "ru")
        self.acting = make.manager(self.sides.north_side, partners=[self.sides.south_side])

    def resides(self, of: Organisation, park: str, **more: Any) -> None:
        StatusClaim.objects.create(
            organisation=of, kind=StatusKind.RESIDENT, issuer=make.text(park, **more)
        )

    def resident(self, name: str) -> Organisation:
        """Return one more resident of the second park."""
        made = make.organisation(name, owner=self.sides.south_side, country="RU")
        self.resides(made, "Технопарк Томск", language="ru")
        return made

    def keys(self, group: Group, acting: Acting | None = None) -> set[str]:
        rows = queries.profiles_in(acting or self.acting, group)
        return {profile.reference for profile in rows}

    def sought(self, left: Group = YAZD, right: Group = TOMSK, top: int = 3) -> GroupMatch:
        match = actions.start_match(self.acting, left, right, top=top)
        actions.match(self.running(match))
        return match

    def running(self, match: GroupMatch, **more: Any) -> Running:
        job = Job.objects.get(subject=str(match.pk))
        Job.objects.filter(pk=job.pk).update(
            state=JobState.RUNNING, attempts=1, heartbeat_at=make.NOON, **more
        )
        job.refresh_from_db()
        return Running(job)

    def pairs(self, match: GroupMatch) -> list[tuple[str, str]]:
        rows = GroupPair.objects.filter(match=match).order_by("place")
        return [(row.left.reference, row.right.reference) for row in rows]


def test_groups_are_what_the_directory_knows() -> None:
    parks = Parks()
    water, desalting = {parks.water.reference}, {parks.desalting.reference}
    Organisation.objects.filter(pk=parks.vega.pk).update(city=make.text("Yazd", fa="یزد"))

    assert parks.keys(YAZD) == water
    assert parks.keys(TOMSK) == desalting
    assert parks.keys(Group(issuer="یزد")) == water
    assert parks.keys(Group(status=StatusKind.CREATIVE)) == set()
    assert parks.keys(Group(side="SOUTH")) == desalting
    assert parks.keys(Group(country="IR")) == water
    assert parks.keys(Group(city="یزد")) == water
    assert parks.keys(Group(city="yazd", country="RU")) == set()
    assert parks.keys(Group(field="2")) == set()
    assert parks.keys(Group()) == water | desalting
    StatusClaim.objects.filter(organisation=parks.vega).update(ends_on=make.TODAY)
    assert parks.keys(YAZD) == set()


def test_nobody_stands_in_a_group_whom_the_person_may_not_read_or_name() -> None:
    parks = Parks()
    private = offer(parks.mira, PUMPS, "ru", visibility=Visibility.PRIVATE)
    anonymous = offer(parks.mira, MEMBRANE, "fa", is_anonymous=True)
    south = make.manager(parks.sides.south_side, partners=[parks.sides.north_side])
    stranger = make.manager(make.side("FAR"))

    assert parks.keys(TOMSK) == {parks.desalting.reference}
    assert parks.keys(TOMSK, south) == {
        parks.desalting.reference, private.reference, anonymous.reference
    }  # fmt: skip
    assert parks.keys(TOMSK, stranger) == set()


def test_pairs_are_needs_and_offers_and_never_two_alike() -> None:
    parks = Parks()
    twin = offer(parks.resident("Twin"), MEMBRANE, "fa")
    seeds = need(parks.resident("Niva"), SEEDS, "ru")

    pairs = parks.pairs(parks.sought())

    assert pairs[0] == (parks.water.reference, parks.desalting.reference)
    assert set(pairs) == {pairs[0], (parks.water.reference, seeds.reference)}
    assert twin.reference not in {right for _left, right in pairs}


def test_nobody_is_in_more_pairs_than_asked_for() -> None:
    parks = Parks()
    for number in range(4):
        need(parks.resident(f"Niva {number}"), f"{SEEDS} {number}", "ru")

    assert len(parks.pairs(parks.sought(top=2))) == 2
    assert len(parks.pairs(parks.sought(top=1))) == 1


def test_one_that_is_in_both_groups_is_not_paired_with_itself_or_twice() -> None:
    parks = Parks()
    parks.resides(parks.vega, "Технопарк Томск", language="ru")
    parks.resides(parks.mira, "Yazd Science Park")

    assert len(parks.pairs(parks.sought())) == 1


def test_a_search_counts_who_is_left_alone() -> None:
    parks = Parks()
    offer(parks.resident("Twin"), MEMBRANE, "fa")
    match = parks.sought()

    job = queries.last_job(match)
    assert job is not None
    assert job.facts == {"pairs": 1, "left": 1, "left_alone": 0, "right": 2, "right_alone": 1}


def test_a_search_that_is_done_again_finds_the_same_and_a_stopped_one_nothing() -> None:
    parks = Parks()
    match = parks.sought()
    before = parks.pairs(match)

    actions.match(parks.running(match))
    assert parks.pairs(match) == before != []

    other = actions.start_match(parks.acting, YAZD, TOMSK, top=3)
    actions.match(parks.running(other, stop_requested=True))
    assert parks.pairs(other) == []


def test_what_cannot_be_sought(monkeypatch: pytest.MonkeyPatch) -> None:
    parks = Parks()
    with pytest.raises(EmptyGroupError):
        actions.start_match(parks.acting, YAZD, Group(country="FR"), top=3)
    for nobody in (make.spokesperson(parks.vega), make.analyst(parks.sides.north_side)):
        with pytest.raises(NotAllowedError):
            actions.start_match(nobody, YAZD, TOMSK, top=3)
    offer(parks.vega, PUMPS, "ru")
    monkeypatch.setattr(actions, "MOST", 1)
    with pytest.raises(LargeGroupError):
        actions.start_match(parks.acting, YAZD, TOMSK, top=3)
    assert not GroupMatch.objects.exists()


def manager(parks: Parks) -> User:
    return make.role_holder(Role.MANAGER, parks.sides.north)


SENT = {"a-issuer": "yazd", "b-status": "resident", "b-issuer": "Томск", "top": "3"}


@pytest.mark.django_db(transaction=True)
def test_from_two_groups_to_their_pairs_and_a_workbook(client: Client) -> None:
    parks = Parks()
    client.force_login(manager(parks))
    assert "Group A" in client.get("/profiles/groups/").content.decode()

    answer = client.post("/profiles/groups/", SENT)
    path = answer.headers["Location"]
    assert "Seeking pairs" in client.get(path).content.decode()
    do_the_work()
    page = client.get(path).content.decode()

    for said in ("Vega Works", "Mira Plant", MEMBRANE.partition(". ")[0]):
        assert said in page
    assert "yours" not in page
    assert path in client.get("/profiles/groups/").content.decode()
    book = load_workbook(BytesIO(client.get(f"{path}?export=xlsx").getvalue()))
    rows = [*book.worksheets[0].values]
    assert rows[1][:2] == (1, "Vega Works")
    nobody = client.post("/profiles/groups/", SENT | {"a-issuer": "Nowhere"}).content.decode()
    assert "Group A: nobody with a published profile" in nobody


def test_a_search_is_read_by_whoever_asked_alone(client: Client) -> None:
    parks = Parks()
    owner = manager(parks)
    client.force_login(owner)
    path = client.post("/profiles/groups/", SENT).headers["Location"]

    for other in (manager(parks), make.role_holder(Role.MANAGER, parks.sides.south)):
        client.force_login(other)
        assert client.get(path).status_code == 404
        assert client.get(f"{path}?export=xlsx").status_code == 404
        assert client.post(f"{path}stop/").status_code == 404
        assert path not in client.get("/profiles/groups/").content.decode()
    client.force_login(owner)
    assert client.post(f"{path}stop/").status_code == 302


def test_a_pair_that_may_no_longer_be_read_is_gone_from_the_page(client: Client) -> None:
    parks = Parks()
    owner = manager(parks)
    match = parks.sought()
    GroupMatch.objects.filter(pk=match.pk).update(who=str(owner.pk))
    Job.objects.update(state=JobState.DONE)
    client.force_login(owner)
    path = f"/profiles/groups/{match.pk}/"
    assert parks.desalting.reference in client.get(path).content.decode()

    Profile.objects.filter(pk=parks.desalting.pk).update(is_anonymous=True)

    assert parks.desalting.reference not in client.get(path).content.decode()


def test_the_pages_ask_as_often_for_three_as_for_one(
    client: Client, asks_as_often: AsksAsOften
) -> None:
    parks = Parks()
    owner = manager(parks)
    match = parks.sought()
    GroupMatch.objects.filter(pk=match.pk).update(who=str(owner.pk))
    Job.objects.update(state=JobState.DONE)
    client.force_login(owner)

    def grow() -> None:
        for number in range(2):
            need(parks.resident(f"Niva {number}"), f"{SEEDS} {number}", "ru")
        again = parks.sought()
        GroupPair.objects.filter(match=match).delete()
        GroupPair.objects.filter(match=again).update(match=match)
        GroupMatch.objects.filter(pk=again.pk).update(who=str(owner.pk))
        Job.objects.update(state=JobState.DONE)

    asks_as_often(client, f"/profiles/groups/{match.pk}/", grow)
    assert GroupPair.objects.filter(match=match).count() == 3
    asks_as_often(client, "/profiles/groups/", grow)


@pytest.mark.django_db(transaction=True)
def test_the_command_line_seeks_pairs_too(tmp_path: Path) -> None:
    parks = Parks()
    file = tmp_path / "pairs.xlsx"

    def run(*words: str) -> Result:
        return CliRunner().invoke(command, words, obj=make.administrator())

    found = run("--between", "issuer=Yazd, side=NORTH", "status=resident,side=SOUTH")
    assert found.exit_code == 0, found.output
    assert "1. Vega Works" in found.output
    assert parks.desalting.reference in found.output
    assert run("--between", "issuer=Yazd", "side=SOUTH", "--excel", str(file)).exit_code == 0
    assert len([*load_workbook(file).worksheets[0].values]) == 2
    assert run("--between", "colour=green", "side=SOUTH").exit_code == 2
    assert run("--between", "city=Nowhere", "side=SOUTH").exit_code == 1
    assert run("EV-2026-0001", "--between", "side=NORTH", "side=SOUTH").exit_code == 2
