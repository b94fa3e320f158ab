"""Every piece of an event, written into a folder."""

from collections.abc import Sequence
from pathlib import Path

from accord.apps.brokerage.models import Event
from accord.apps.brokerage.papers import data
from accord.apps.brokerage.papers.pieces import PIECES, Order, can_be_printed, print_piece
from accord.apps.brokerage.queries.agendas import schedule_in
from accord.apps.brokerage.queries.schedule import published_run

APART = "agendas-apart"  # what its ZIP holds is in the one PDF as well


def write_all(event: Event, folder: Path, languages: Sequence[str] = data.LANGUAGES) -> list[Path]:
    """Write the pieces of an event's published schedule and return their paths.

    Agendas are written once, everybody's in their own language; badges and hall sheets in
    each of the languages. Without a published schedule nothing is written.

    Parameters
    ----------
    event
        An event.
    folder
        Where to write; made if it is not there. Files of the same name are replaced.
    languages
        Of what everybody shares: badges, cards, run sheets, rosters.
    """
    run = published_run(event)
    if run is None:
        return []
    schedule = schedule_in(run)
    orders = [Order("agendas")]
    orders += [
        Order(key, language)
        for key in PIECES
        for language in languages
        if key not in {"agendas", APART} and can_be_printed(key, schedule)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for order in orders:
        printed = print_piece(schedule, order)
        path = folder / printed.name
        path.write_bytes(printed.content)
        written.append(path)
    return written
