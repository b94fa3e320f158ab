"""What follows from the language that a person chooses."""

import pytest

from tests.apps.accounts import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("before", "after"),
    [(("gregorian", "latn"), ("jalali", "arabext")), (("gregorian", "arabext"),) * 2],
)
def test_calendar_and_digits_follow_the_language_unless_they_were_chosen(
    before: tuple[str, str], after: tuple[str, str]
) -> None:
    sara = people.user()
    sara.calendar, sara.digits = before
    sara.save()

    people.signed_in(sara).post("/account/language/", {"language": "fa", "next": "/"})

    sara.refresh_from_db()
    assert (sara.language, sara.calendar, sara.digits) == ("fa", *after)
    assert sara.time_zone == people.user("other@example.org").time_zone
