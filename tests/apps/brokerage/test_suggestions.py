"""Who is suggested to whom at an event: evenly, with evidence, and one click from a wish."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from click.testing import CliRunner
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from openpyxl import load_workbook

from accord.apps.brokerage.actions import matching
from accord.apps.brokerage.adapters.matching import PLACES, Guest, lists_of, unanswered
from accord.apps.brokerage.cli.matching import match
from accord.apps.brokerage.enums import EventState, Strength
from accord.apps.brokerage.models import Attendance, EventSuggestion, Wish
from accord.apps.core.enums import Role
from accord.apps.core.errors import NotAllowedError
from accord.apps.core.models import Job, Side
from accord.apps.partnering.enums import ProfileKind, ProfileState
from accord.apps.partnering.models import Profile, Refusal
from accord.apps.programmes.models import Party
from tests import make
from tests.apps.partnering.profiles import Sides, profile
from tests.apps.partnering.test_suggestions import DESALTING, MEMBRANE, PUMPS, SEEDS, said
from tests.conftest import AsksAsOften
from tests.journeys.walking import do_the_work

WORK = pytest.mark.django_db(transaction=True)


class Fair:
    """An event of two sides: an offer and a stranger's, a request that is answered, one not."""

    def __init__(self) -> None:
        self.sides = Sides()
        self.event = make.event(self.sides.programme)
        self.event.state = EventState.WISHING
        self.event.save(update_fields=["state"])
        self.vega = self.guest("Vega", "fa", MEMBRANE, self.sides.north)
        self.dena = self.guest("Dena", "ru", PUMPS, self.sides.north)
        self.mira = self.guest(
            "Mira", "ru", DESALTING, self.sides.south, ProfileKind.TECHNOLOGY_REQUEST
        )
        self.niva = self.guest(
            "Niva", "ru", SEEDS, self.sides.south, ProfileKind.TECHNOLOGY_REQUEST
        )

    def guest(  # noqa: PLR0913 -- what a participant is made of
        self,
        name: str,
        language: str,
        text: str,
        side: Party,
        kind: ProfileKind = ProfileKind.TECHNOLOGY_OFFER,
        *,
        is_anonymous: bool = False,
    ) -> Attendance:
        organisation = make.organisation(name, owner=Side.objects.get(pk=side.pk))
        if text:
            profile(
                organisation,
                ProfileState.PUBLISHED,
                kind=kind,
                is_anonymous=is_anonymous,
                expires_on=date(2099, 1, 1),
                **said(text, language),
            )
        return make.attendance(self.event, organisation, party=side)

    def matched(self) -> None:
        matching.start_matching(make.manager(self.sides.north_side), self.event)
        do_the_work()

    def suggested(self, to: Attendance) -> list[str]:
        rows = EventSuggestion.objects.filter(attendance=to).order_by("place")
        return [row.other.organisation.name.in_language("en") for row in rows]


@WORK
def test_participants_are_suggested_those_of_the_other_side_who_answer_them() -> None:
    fair = Fair()
    fair.matched()

    assert fair.suggested(fair.vega) == ["Mira", "Niva"]
    assert fair.suggested(fair.mira) == ["Vega", "Dena"]
    row = EventSuggestion.objects.get(attendance=fair.mira, place=1)
    assert row.said in DESALTING
    assert row.answered in MEMBRANE


@WORK
def test_nobody_is_suggested_without_a_profile_or_under_a_hidden_name() -> None:
    fair = Fair()
    hidden = fair.guest("Hidden", "fa", MEMBRANE, fair.sides.north, is_anonymous=True)
    silent = fair.guest("Silent", "ru", "", fair.sides.south)
    fair.matched()

    everybody = {one.other_id for one in EventSuggestion.objects.all()}
    assert not everybody & {hidden.pk, silent.pk}
    assert fair.suggested(hidden) == fair.suggested(silent) == []
    figures = Job.objects.get(kind=matching.KIND).facts
    assert (figures["matched"], figures["participants"]) == (4, 6)


@WORK
def test_a_suggestion_becomes_a_wish_in_one_click(client: Client) -> None:
    fair = Fair()
    fair.matched()
    client.force_login(fair.sides.speaker(fair.mira.organisation))
    path = f"/events/{fair.event.reference}/participants/{fair.mira.code}/suggestions/"
    page = client.get(path).content.decode()
    row = EventSuggestion.objects.get(attendance=fair.mira, place=1)
    assert row.said in page
    assert row.answered in page

    client.post(f"{path}{row.pk}/", {"strength": "must"})
    client.post(f"{path}{row.pk}/", {"strength": "must"})

    wish = Wish.objects.get()
    assert (wish.wisher, wish.wished, wish.strength) == (fair.mira, fair.vega, Strength.MUST)
    Wish.objects.update(note="about prices")
    client.post(f"{path}{row.pk}/", {"strength": "nonsense"})
    assert Wish.objects.get().strength == Strength.LIKE
    assert Wish.objects.get().note == "about prices"


@WORK
def test_a_refused_suggestion_does_not_come_back_with_the_next_matching(client: Client) -> None:
    fair = Fair()
    fair.matched()
    client.force_login(fair.sides.speaker(fair.mira.organisation))
    path = f"/events/{fair.event.reference}/participants/{fair.mira.code}/suggestions/"
    row = EventSuggestion.objects.get(attendance=fair.mira, place=1)

    empty = client.post(f"{path}{row.pk}/refuse/", {}, follow=True).content.decode()
    assert "Please say why" in empty
    client.post(f"{path}{row.pk}/refuse/", {"reason": "early"})
    assert Refusal.objects.get().other == row.theirs
    assert row.answered not in client.get(path).content.decode()
    fair.matched()

    assert fair.suggested(fair.mira) == ["Dena"]
    assert fair.suggested(fair.vega) == ["Mira", "Niva"]


@WORK
def test_only_its_own_people_read_what_is_suggested_to_a_participant(client: Client) -> None:
    fair = Fair()
    fair.matched()
    path = f"/events/{fair.event.reference}/participants/{fair.mira.code}/suggestions/"
    key = EventSuggestion.objects.get(attendance=fair.mira, place=1).pk
    for user, status in (
        (fair.sides.speaker(fair.mira.organisation), 200),
        (make.role_holder(Role.MANAGER, fair.sides.south), 200),
        (make.role_holder(Role.MANAGER, fair.sides.north), 403),
        (fair.sides.speaker(fair.vega.organisation), 404),
    ):
        client.force_login(user)
        assert client.get(path).status_code == status
        if status != 200:
            assert client.post(f"{path}{key}/", {"strength": "must"}).status_code == status
    other = EventSuggestion.objects.get(attendance=fair.vega, place=1)
    client.force_login(fair.sides.speaker(fair.mira.organisation))
    assert client.post(f"{path}{other.pk}/", {"strength": "must"}).status_code == 404
    assert not Wish.objects.exists()


@WORK
def test_organisers_see_how_evenly_and_what_nobody_answers(client: Client) -> None:
    fair = Fair()
    fair.guest("Silent", "ru", "", fair.sides.south)
    client.force_login(make.role_holder(Role.MANAGER, fair.sides.north))
    path = f"/events/{fair.event.reference}/suggestions/"
    assert "have not been matched yet" in client.get(path).content.decode()

    client.post(path)
    assert "Matching the participants" in client.get(path).content.decode()
    do_the_work()

    page = client.get(path).content.decode()
    assert "Silent" in page
    assert SEEDS.partition(".")[0] in page  # nobody here has seeds
    book = load_workbook(BytesIO(client.get(f"{path}list/?export=xlsx").getvalue()))
    assert book.worksheets[0].max_row == 1 + EventSuggestion.objects.count()
    assert "Vega" in client.get(f"{path}list/?q=vega").content.decode()


@WORK
def test_a_company_does_not_have_everybody_matched(client: Client) -> None:
    fair = Fair()
    with pytest.raises(NotAllowedError):
        matching.start_matching(make.spokesperson(fair.mira.organisation), fair.event)
    client.force_login(fair.sides.speaker(fair.mira.organisation))
    assert client.get(f"/events/{fair.event.reference}/suggestions/").status_code == 403
    assert client.post(f"/events/{fair.event.reference}/suggestions/").status_code == 403
    assert not Job.objects.exists()


@WORK
def test_a_stopped_matching_leaves_what_was_suggested_before() -> None:
    fair = Fair()
    fair.matched()
    acting = replace(make.manager(fair.sides.north_side), at=make.NOON + timedelta(hours=1))
    fair.guest("Newcomer", "fa", MEMBRANE, fair.sides.north)
    matching.start_matching(acting, fair.event)
    matching.stop_matching(acting, fair.event)
    do_the_work()

    assert fair.suggested(fair.mira) == ["Vega", "Dena"]
    assert Job.objects.get(subject=fair.event.reference, stop_requested=True).state == "stopped"


@WORK
def test_lists_of_suggestions_ask_as_often_however_many_there_are(
    client: Client, asks_as_often: AsksAsOften
) -> None:
    fair = Fair()
    fair.matched()
    EventSuggestion.objects.filter(attendance=fair.mira, place=2).delete()
    client.force_login(make.role_holder(Role.MANAGER, fair.sides.south))
    path = f"/events/{fair.event.reference}"

    def grow() -> None:
        fair.guest("Newcomer", "fa", MEMBRANE, fair.sides.north)
        fair.guest("Another", "fa", f"{MEMBRANE} {MEMBRANE}", fair.sides.north)
        fair.guest("Silent", "ru", "", fair.sides.south)
        fair.matched()

    asks_as_often(client, f"{path}/participants/{fair.mira.code}/suggestions/", grow)
    asks_as_often(client, f"{path}/suggestions/list/", grow)
    asks_as_often(client, f"{path}/suggestions/", grow)


@WORK
def test_the_command_line_matches_an_event_and_a_profile(tmp_path: Path) -> None:
    fair = Fair()
    run, acting = CliRunner(), make.administrator()
    file = tmp_path / "out.xlsx"

    told = run.invoke(match, [fair.event.reference, "--excel", str(file)], obj=acting)
    assert told.exit_code == 0, told.output
    assert "In nobody’s list" in told.output
    assert load_workbook(file).worksheets[0].max_row == 1 + EventSuggestion.objects.count()
    offer = Profile.objects.get(organisation=fair.vega.organisation)
    told = run.invoke(match, ["--profile", offer.reference, "--top", "1"], obj=acting)
    assert told.exit_code == 0, told.output
    assert "you:" in told.output
    assert "опреснять" in told.output


@WORK
def test_the_command_line_says_what_is_wrong(tmp_path: Path) -> None:
    run, acting = CliRunner(), make.administrator()
    empty = make.event(make.programme(make.party(), make.party()))
    for words, code, sentence in (
        ([], 2, "Name an event"),
        (["EV-1", "--profile", "TO-1"], 2, "Name an event"),
        (["EV-1999-0001"], 2, "There is no event EV-1999-0001"),
        (["--profile", "TO-1999-0001"], 2, "There is no profile TO-1999-0001"),
        ([empty.reference], 1, "Nothing is suggested"),
        ([empty.reference, "--excel", str(tmp_path / "no" / "x.xlsx")], 2, "cannot be written"),
    ):
        told = run.invoke(match, words, obj=acting)
        assert told.exit_code == code, told.output
        assert sentence in told.output


# Lists made of scores

SIZE = st.integers(1, 14)
SCORES = SIZE.flatmap(
    lambda size: st.tuples(
        arrays.arrays(np.float32, (size, size), elements=st.floats(-1, 1, width=16)),
        st.lists(st.integers(0, 2), min_size=size, max_size=size),
        st.lists(st.integers(0, 5), min_size=size, max_size=size),
    )
)


@settings(max_examples=60, deadline=None)
@given(SCORES, st.booleans())
def test_lists_keep_every_rule(
    drawn: tuple[np.ndarray, list[int], list[int]],
    same_side: bool,  # noqa: FBT001 -- drawn by name
) -> None:
    raw, sides, owners = drawn
    score = np.minimum(raw, raw.T)
    keys = [UUID(int=number) for number in range(9)]
    guests = [
        Guest(keys[owner], keys[6 + sides[owner]], rows)
        for owner in sorted(set(owners))
        if (rows := tuple(row for row, whose in enumerate(owners) if whose == owner))
        and owner < len(sides)
    ]

    lists = lists_of(score, guests, same_side=same_side)

    seen = set()
    for place in lists.places:
        one, other = guests[place.guest], guests[place.other]
        assert one is not other
        assert same_side or one.side != other.side
        assert place.mine in one.profiles
        assert place.theirs in other.profiles
        assert score[place.mine, place.theirs] == max(
            score[row, column] for row in one.profiles for column in other.profiles
        )
        assert score[place.mine, place.theirs] >= 0
        assert 1 <= place.place <= PLACES
        assert (place.guest, place.other) not in seen
        seen.add((place.guest, place.other))


def test_an_empty_event_has_no_lists() -> None:
    assert lists_of(np.zeros((0, 0), np.float32), [], same_side=True).places == ()
    assert unanswered(np.zeros((0, 0), np.float32)) == []


def test_what_nobody_answers_is_found() -> None:
    score = np.array([[-1, 0.9, 0.2], [0.9, -1, 0.3], [0.2, 0.3, -1]], np.float32)
    assert unanswered(score) == [2]
