"""Preview a workbook of 20,000 rows, and take it over: seconds and memory.

Usage: ./accord bench workbook [ROWS]
The baseline is openpyxl reading the same cells and nothing else.
"""

import io
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

DAYS = ("2025-12-02", "2025-12-03")
PEOPLE, WISHES = 2, 7  # of each organisation
MEGABYTE = 1024
FOLDER = tempfile.mkdtemp(prefix="accord-bench-")


def sheets_of(rows: int) -> dict[str, list[list[Any]]]:
    """Return an event of about that many rows: a tenth organisations, the rest hang on them."""
    count = rows // (1 + PEOPLE + WISHES)
    codes = [f"{'N' if number % 2 else 'S'}-{number}" for number in range(count)]
    names = ["code", "party", "name en", "name fa", "languages", "pitch en"]
    organisations = [
        [code, code[0], f"Works {code}", f"کارگاه {code}", "en", f"What {code} makes"]
        for code in codes
    ]
    people = [
        [code, f"Person {code} {number}", f"p{number}.{code.lower()}@works.example", "en"]
        for code in codes
        for number in range(PEOPLE)
    ]
    wishes = [
        [code, codes[(at + 1 + 2 * step) % count], "must meet" if step else "would like to meet"]
        for at, code in enumerate(codes)
        for step in range(WISHES)
    ]
    slots = [
        [day, f"{9 + hour:02d}:00", f"{9 + hour:02d}:45"] for day in DAYS for hour in range(8)
    ]
    event = ["Large event", DAYS[0], DAYS[1], "UTC"]
    return {
        "event": [["title en", "starts_on", "ends_on", "time_zone"], event],
        "slots": [["day", "starts", "ends"], *slots],
        "tables": [["label", "place en"], *[[str(number), "Hall"] for number in range(400)]],
        "organisations": [names, *organisations],
        "people": [["organisation", "name en", "email", "languages"], *people],
        "wishes": [["wisher", "wished", "strength"], *wishes],
    }


def written(sheets: dict[str, list[list[Any]]]) -> bytes:
    """Return the sheets as an Excel workbook."""
    from openpyxl import Workbook  # noqa: PLC0415 -- loaded with the rest

    workbook = Workbook(write_only=True)
    for title, rows in sheets.items():
        page = workbook.create_sheet(title)
        for row in rows:
            page.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def baseline(content: bytes) -> int:
    """Return the number of rows that openpyxl reads."""
    from openpyxl import load_workbook  # noqa: PLC0415 -- loaded with the rest

    book = load_workbook(io.BytesIO(content), read_only=True)
    return sum(1 for page in book for _row in page.iter_rows(values_only=True))


def timed(label: str, work: Callable[[], Any]) -> tuple[Any, float]:
    """Do the work, print how long it took, and return both."""
    began = time.monotonic()
    result = work()
    seconds = time.monotonic() - began
    print(f"{label:44} {seconds:7.2f} s   memory so far {peak():5.0f} MB")
    return result, seconds


def peak() -> float:
    """Return the most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def prepared() -> None:
    """Begin an instance in a folder of its own."""
    os.environ["ACCORD_VAR"] = FOLDER
    os.environ["ACCORD_DATABASE"] = f"sqlite:///{FOLDER}/accord.sqlite3"
    os.environ["DJANGO_SETTINGS_MODULE"] = "accord.site.settings"
    import django  # noqa: PLC0415 -- settings first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- settings first

    call_command("migrate", verbosity=0)


def two_sides(acting: Any) -> Any:
    """Return a programme of the parties N and S."""
    from accord.apps.core.localised import LocalizedText  # noqa: PLC0415 -- settings first
    from accord.apps.programmes.actions import parties, programmes  # noqa: PLC0415 -- the same

    made = [
        parties.make_party(acting, parties.PartyFacts(code=code, name=LocalizedText.of(code)))
        for code in ("N", "S")
    ]
    facts = programmes.ProgrammeFacts(title=LocalizedText.of("Joint programme"))
    return programmes.found_programme(acting, facts, parties=made)


def main(arguments: list[str]) -> int:
    """Measure, and print a table."""
    rows = int(arguments[0]) if arguments else 20_000
    prepared()
    from django.utils import timezone  # noqa: PLC0415 -- settings first

    from accord.apps.brokerage.workbook.comparing import compare  # noqa: PLC0415 -- the same
    from accord.apps.brokerage.workbook.importing import take_over  # noqa: PLC0415 -- the same
    from accord.apps.brokerage.workbook.opening import (  # noqa: PLC0415 -- the same
        open_book,
        target_of,
    )
    from accord.site import people  # noqa: PLC0415 -- the same

    acting = people.operator(timezone.now())
    programme = two_sides(acting)
    content = written(sheets_of(rows))
    target = target_of(acting, None, programme)
    print(f"{rows} rows, {len(content) / 1e6:.1f} MB, {os.cpu_count()} cores")
    _count, plain = timed("openpyxl reads the cells (baseline)", lambda: baseline(content))

    def preview() -> Any:
        opened = open_book(acting, content, name="event.xlsx", target=target)
        return opened, list(compare(opened.book, opened.state))

    (opened, outcomes), seconds = timed("preview", preview)
    print(f"preview against baseline: {seconds / plain:.2f}; {len(outcomes)} rows shown")
    event, _s = timed("taking over", lambda: take_over(acting, opened.book, target))
    target = target_of(acting, event)
    (_opened, again), _s = timed("preview of the same file again", preview)
    changed = sum(one.fate != "unchanged" for one in again)
    print(f"rows that would change: {changed}")
    return 0 if changed == 0 else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
