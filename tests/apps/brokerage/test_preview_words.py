"""What a preview says of rows: in the reader's words and days, and nothing that is not so."""

import pytest

from accord.apps.brokerage.workbook.comparing import Fate, compare
from accord.apps.ui.forms.viewing import viewed_by
from accord.engine.calendars import Calendar, Digits, Presentation
from tests import make
from tests.apps.brokerage import workbooks

pytestmark = pytest.mark.django_db

PERSIAN = Presentation("fa", Calendar.JALALI, Digits.ARABEXT, "Asia/Tehran")


def test_rows_are_named_in_the_readers_language_and_calendar() -> None:
    opened = workbooks.opened(
        make.administrator(), workbooks.xlsx(workbooks.small()), of=workbooks.programme()
    )

    with viewed_by(PERSIAN):
        labels = [one.label for one in compare(opened.book, opened.state)]

    assert "روزهای همکاری" in labels
    assert "۱۱ آذر ۱۴۰۴ · ۰۹:۰۰" in labels
    assert "N-1 · سپیدار" in labels


def test_a_slot_that_cannot_be_read_is_not_said_to_be_removed() -> None:
    acting, of = make.administrator(), workbooks.programme()
    sheets = workbooks.small()
    event = workbooks.imported(acting, workbooks.xlsx(sheets), of)
    sheets["slots"][1][1] = "25:99"

    opened = workbooks.opened(acting, workbooks.xlsx(sheets), event=event)

    fates = [one.fate for one in compare(opened.book, opened.state) if one.sheet == "slots"]
    assert fates == [Fate.FAULTY, Fate.UNCHANGED, Fate.UNCHANGED, Fate.UNCHANGED]


@pytest.mark.parametrize("code", ["N/1", ".."])
def test_a_code_that_no_address_can_carry_is_found_before_the_import(code: str) -> None:
    sheets = {"organisations": [["code", "party", "name en"], [code, "N", "Sepidar"]]}

    opened = workbooks.opened(
        make.administrator(), workbooks.xlsx(sheets), event=make.event(workbooks.programme())
    )

    sentence = (
        "This cannot be a code: it has a slash in it, or nothing but full stops. "
        "Please write letters and digits."
    )
    assert workbooks.faults(opened) == [("organisations", "A2", code, sentence)]


def test_an_event_of_many_years_is_found_before_the_import() -> None:
    sheets = workbooks.small()
    sheets["event"][1][3] = "2085-12-02"

    opened = workbooks.opened(
        make.administrator(), workbooks.xlsx(sheets), of=workbooks.programme()
    )

    sentence = "An event has at most 100 days. Please check the year of both days."
    assert workbooks.faults(opened) == [("event", "D2", "2085-12-02", sentence)]


def test_an_interpreters_languages_stay_in_the_order_of_the_file() -> None:
    acting, of = make.administrator(), workbooks.programme()
    sheets = workbooks.small()
    sheets["interpreters"][1][2] = "ru, fa"

    event = workbooks.imported(acting, workbooks.xlsx(sheets), of)

    assert event.interpreters.get().languages == ["ru", "fa"]
