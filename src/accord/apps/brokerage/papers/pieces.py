"""Every piece that can be printed, by name: what it is called, and how it is made."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accord.apps.brokerage.papers import agendas, badges, cards, data, roster, runsheet
from accord.apps.brokerage.queries.agendas import Schedule
from accord.engine.calendars import Presentation

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
# Agendas typeset in one go: few enough that progress is seen, many enough to be quick.
AGENDAS_A_GO = 100
ROSTERS = frozenset({"roster", "roster-xlsx"})

Report = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Order:
    """Which piece, in which language, for whom.

    Parameters
    ----------
    piece
        A key of ``PIECES``.
    language
        One of the interface's languages; empty for everybody's own, where a piece has that.
    side
        The key of a party, for its people alone.
    """

    piece: str
    language: str = ""
    side: UUID | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished piece."""

    name: str
    media_type: str
    content: bytes


Maker = Callable[[Schedule, Order, Presentation, Report], bytes]


@dataclass(frozen=True, slots=True)
class Piece:
    """A kind of paper.

    Parameters
    ----------
    label, hint
        What it is called, and what it is good for.
    ending, media_type
        Of the file.
    make
        Makes the bytes.
    is_personal
        Whether there is one for each person, so that one side can have its own.
    is_in_own_language
        Whether it can be in the language of each person.
    """

    label: str | Promise
    hint: str | Promise
    ending: str
    media_type: str
    make: Maker
    is_personal: bool = False
    is_in_own_language: bool = False


def _holders(schedule: Schedule, order: Order) -> list[agendas.Holder]:
    return agendas.holders_in(schedule, side=order.side, language=order.language)


def _agendas(schedule: Schedule, order: Order, _reader: Presentation, report: Report) -> bytes:
    holders = _holders(schedule, order)
    report(0, len(holders))
    return agendas.agendas_pdf(schedule, holders)


def _agendas_apart(
    schedule: Schedule, order: Order, reader: Presentation, report: Report
) -> bytes:
    """Return a ZIP with a PDF for each person, named by code, organisation and person."""
    written = io.BytesIO()
    holders = _holders(schedule, order)
    with zipfile.ZipFile(written, "w") as packed:
        for number, (name, content) in enumerate(_apart(schedule, holders, reader), start=1):
            packed.writestr(name, content)
            if number % AGENDAS_A_GO == 0 and not report(number, len(holders)):
                break
    return written.getvalue()


def _apart(
    schedule: Schedule, holders: list[agendas.Holder], reader: Presentation
) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    moment = schedule.run.published_at or schedule.run.made_at
    stamp = reader.local(moment).timetuple()[:6]
    for number, holder in enumerate(holders, start=1):
        label = agendas.file_label(holder)
        name = zipfile.ZipInfo(f"{number:04} {label}.pdf", date_time=stamp)
        yield name, agendas.agendas_pdf(schedule, [holder])


def _of_schedule(make: Callable[[Schedule, Presentation], bytes]) -> Maker:
    def made(schedule: Schedule, _order: Order, reader: Presentation, _report: Report) -> bytes:
        return make(schedule, reader)

    return made


def _badges(size: str) -> Maker:
    def made(schedule: Schedule, order: Order, reader: Presentation, _report: Report) -> bytes:
        return badges.badges_pdf(schedule, reader, side=order.side, size=size)

    return made


PIECES: Mapping[str, Piece] = {
    "agendas": Piece(
        _("Personal agendas"),
        _("One PDF to print; every agenda begins on its own page."),
        "pdf",
        PDF,
        _agendas,
        is_personal=True,
        is_in_own_language=True,
    ),
    "agendas-apart": Piece(
        _("Personal agendas, a file for each person"),
        _("A ZIP to send out by mail."),
        "zip",
        ZIP,
        _agendas_apart,
        is_personal=True,
        is_in_own_language=True,
    ),
    "badges": Piece(
        _("Badges, 86 × 55 mm"),
        _("Ten on an A4 sheet, with cutting lines."),
        "pdf",
        PDF,
        _badges(badges.CARD),
        is_personal=True,
    ),
    "badges-a6": Piece(
        _("Badges, A6"),
        _("Four on an A4 sheet, with cutting lines."),
        "pdf",
        PDF,
        _badges(badges.LARGE),
        is_personal=True,
    ),
    "cards": Piece(
        _("Table cards"),
        _("A4 landscape, one for each table and half-day."),
        "pdf",
        PDF,
        _of_schedule(cards.cards_pdf),
    ),
    "runsheet": Piece(
        _("Run sheet of the halls"),
        _("Slots down, tables across."),
        "pdf",
        PDF,
        _of_schedule(runsheet.runsheet_pdf),
    ),
    "runsheet-xlsx": Piece(
        _("Run sheet of the halls, Excel"),
        _("One sheet for each hall and day."),
        "xlsx",
        XLSX,
        _of_schedule(runsheet.runsheet_workbook),
    ),
    "roster": Piece(
        _("Interpreters’ roster"),
        _("Slots down, interpreters across."),
        "pdf",
        PDF,
        _of_schedule(roster.roster_pdf),
    ),
    "roster-xlsx": Piece(
        _("Interpreters’ roster, Excel"),
        _("One sheet for each day."),
        "xlsx",
        XLSX,
        _of_schedule(roster.roster_workbook),
    ),
}


def can_be_printed(piece: str, schedule: Schedule) -> bool:
    """Tell whether the piece would have anything on it: a roster needs interpreters."""
    return bool(schedule.interpreters) or piece not in ROSTERS


def print_piece(
    schedule: Schedule, order: Order, report: Report = lambda _done, _total: True
) -> Printed:
    """Return a finished piece.

    Parameters
    ----------
    schedule
        A whole schedule; one that is not published marks every page as a draft.
    order
        What is wanted.
    report
        Is told how many of how many are done, and answers whether to go on.
    """
    piece = PIECES[order.piece]
    language = order.language or data.BRIDGE
    reader = data.reader_in(language, schedule.event)
    content = piece.make(schedule, order, reader, report)
    return Printed(_file_name(schedule, order), piece.media_type, content)


def _file_name(schedule: Schedule, order: Order) -> str:
    run, piece = schedule.run, PIECES[order.piece]
    state = f"v{run.version}" if run.version else f"draft-{run.number}"
    side = next(
        (
            one.party.code
            for one in schedule.attendances.values()
            if one.party is not None and one.party_id == order.side
        ),
        "",
    )
    named = order.piece.removesuffix("-xlsx")
    parts = [schedule.event.reference, named, side, order.language or "own", state]
    return "-".join(part for part in parts if part) + f".{piece.ending}"
