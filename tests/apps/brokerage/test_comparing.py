import pytest
from django.template.loader import render_to_string
from django.utils import translation

from accord.apps.brokerage.adapters.comparing import Pairing, compared
from accord.apps.brokerage.models import Slot, Table
from accord.engine.calendars import Presentation
from tests import make
from tests.apps.brokerage.boards import Board, draft

pytestmark = pytest.mark.django_db


def test_two_runs_differ_in_what_was_moved_added_or_left_out_whichever_side_is_named_first() -> (
    None
):
    board = Board()
    nova, rigel = board.participant("Nova", board.ours), board.participant("Rigel", board.theirs)
    later = draft(board.event)
    board.meeting(board.early, board.first)
    board.meeting(board.early, board.first, run=later)
    board.meeting(board.early, board.second, nova, rigel)
    board.meeting(board.early, board.second, rigel, nova, run=later)
    board.meeting(board.middle, board.first, board.vega, rigel)
    board.meeting(board.middle, board.second, rigel, board.vega, run=later)
    board.meeting(board.late, board.first, nova, board.orion)
    board.meeting(board.late, board.second, board.vega, nova, run=later)

    def pairs(of: list[Pairing]) -> list[tuple[str, str]]:
        return [(str(one.left[1]), str(one.right[1])) for one in of]

    found = compared(board.run, later)

    assert pairs(found.moved) == [("Vega", "Rigel")]
    assert [(one.table, one.other_table) for one in found.moved] == [(board.first, board.second)]
    assert pairs(found.only_first) == [("Nova", "Orion")]
    assert pairs(found.only_second) == [("Vega", "Nova")]
    assert found.same_count == 2


@pytest.mark.parametrize(("language", "arrow"), [("en", "→"), ("fa", "←")])
def test_a_long_list_of_differences_is_folded_and_its_arrows_point_onwards(
    language: str, arrow: str
) -> None:
    slot, table = Slot(starts_at=make.NOON), Table(label="1")
    left, right = ("V", make.text("Vega")), ("R", make.text("Rigel"))
    pairings = [Pairing(left, right, slot, table, slot, table)] * 12
    viewer = Presentation(language)

    with translation.override(language):
        page = render_to_string(
            "brokerage/compare_list.html",
            {"pairings": pairings, "heading": "Moved", "viewer": viewer, "venue": viewer},
        )

    shown, folded = page.split("<details")
    assert (shown.count(f" {arrow} "), folded.count(f" {arrow} ")) == (10, 2)
    assert {"en": "2 more", "fa": "2 مورد دیگر"}[language] in folded
