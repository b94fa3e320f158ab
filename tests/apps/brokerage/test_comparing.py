import pytest

from accord.apps.brokerage.adapters.comparing import Pairing, compared
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
