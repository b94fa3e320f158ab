"""What the forms of events answer to input that makes no sense: a sentence, and nothing saved."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from accord.apps.accounts.forms import time_zones
from accord.apps.brokerage.forms.events import DayPlanForm, PlaceForm
from accord.apps.brokerage.models import Attendance, Event, Interpreter
from accord.apps.core.enums import Role
from accord.apps.ui.forms.viewing import current_viewer
from tests import make

pytestmark = pytest.mark.django_db

EVENT = {
    "title_en": "Days of water",
    "starts_on": "2 December 2025",
    "ends_on": "۱۲ آذر ۱۴۰۴",
    "time_zone": "Asia/Tehran",
    "languages": ["en"],
}
DAY = {"starts": "09:00", "ends": "12:00", "length": "20", "gap": "0", "breaks": ""}
NO_RANGE = "is no range of tables. Write the smaller number first, and at most 500 tables at once."
CALLED = {"name_en": "Hall", "name_source": "en"}


class Desk:
    """A coordinator before the pages of an event."""

    def __init__(self, client: Client) -> None:
        self.party = make.party(name="Avaland")
        self.event = make.event(make.programme(self.party, make.party()), slots=3, tables=2)
        self.client = client
        client.force_login(make.role_holder(Role.COORDINATOR, self.party))

    def post(self, page: str, data: dict[str, Any]) -> Any:
        path = f"/events/{self.event.reference}/{page}" if page != "new" else "/events/new/"
        return self.client.post(path, data)

    def refusals(self, page: str, data: dict[str, Any]) -> dict[str, list[str]]:
        """Return what the answer says at each field."""
        answer = self.post(page, data)
        assert answer.status_code == 200
        return dict(answer.context["form"].errors)

    def days(self) -> dict[str, list[str]]:
        return {"days": [self.event.starts_on.isoformat()]}

    def slots(self) -> list[dt.datetime]:
        return sorted(self.event.slots.values_list("starts_at", flat=True))


@pytest.fixture
def desk(client: Client) -> Desk:
    return Desk(client)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (
            {"ends_on": "1 December 2025"},
            "ends_on",
            "The last day lies before the first. Please turn them around.",
        ),
        (
            {"ends_on": "2 December 2085"},
            "ends_on",
            "An event has at most 100 days. Please check the year of both days.",
        ),
        (
            {"time_zone": "Tehran"},
            "time_zone",
            "Select a valid choice. Tehran is not one of the available choices.",
        ),
    ],
)
def test_an_event_is_refused_at_the_field(
    desk: Desk, typed: dict[str, str], field: str, sentence: str
) -> None:
    before = Event.objects.count()

    assert desk.refusals("new", EVENT | typed) == {field: [sentence]}

    assert Event.objects.count() == before


def test_a_zone_of_an_older_name_stays_with_its_event(desk: Desk) -> None:
    Event.objects.filter(pk=desk.event.pk).update(time_zone="Etc/GMT-4")

    answer = desk.client.get(f"/events/{desk.event.reference}/edit/")

    assert '<option value="Etc/GMT-4" selected>Etc/GMT-4</option>' in answer.content.decode()


def test_zones_are_found_by_their_city_in_the_order_of_the_alphabet() -> None:
    persian = time_zones("fa")
    labels = [label for _zone, label in persian]

    assert dict(persian)["Asia/Tehran"] == "تهران · Asia/Tehran"
    assert dict(time_zones("ru"))["Europe/Moscow"] == "Москва · Europe/Moscow"
    assert dict(time_zones("fa"))["Asia/Kolkata"] == "کلکته · Asia/Kolkata"
    assert (
        labels.index("باکو · Asia/Baku")
        < labels.index("پاریس · Europe/Paris")
        < labels.index("تهران · Asia/Tehran")
    )


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (
            {"starts": "17:00", "ends": "09:00"},
            "ends",
            "This ends before it begins. Please correct the times.",
        ),
        (
            {"ends": "09:10"},
            "length",
            "No meeting of this length fits between these times and the breaks.",
        ),
        (
            {"breaks": "09:00 12:00 Talks"},
            "length",
            "No meeting of this length fits between these times and the breaks.",
        ),
        (
            {"breaks": "10:20 10:00 Tea"},
            "breaks",
            "The break “10:20 10:00 Tea” ends before it begins.",
        ),
        (
            {"breaks": "10:00 10:30 Tea\n10:15 11:00 Talk"},
            "breaks",
            "“10:00 10:30 Tea” and “10:15 11:00 Talk” overlap. Please change one of them.",
        ),
        (
            {"breaks": "tea at ten"},
            "breaks",
            "“tea at ten” is no break. Write from, until and a name.",
        ),
        (
            {"breaks": "10:00 10:30 " + "x" * 101},
            "breaks",
            "The name of a break has at most 100 characters.",
        ),
    ],
)
def test_a_day_in_which_nothing_fits_is_refused_and_the_slots_stay(
    desk: Desk, typed: dict[str, str], field: str, sentence: str
) -> None:
    before = desk.slots()

    assert desk.refusals("days/", DAY | typed | desk.days()) == {field: [sentence]}

    assert desk.slots() == before


@pytest.mark.parametrize(
    "line",
    [
        "12:00 13:00 چای",
        "از ۱۲:۰۰ تا ۱۳:۰۰ چای",
        "с 12:00 до 13:00 چای",
        "\u200f12:00–13:00 – چای",
    ],
)
def test_breaks_are_read_as_people_write_them(line: str) -> None:
    data = DAY | {"breaks": line, "days": [make.DAY.isoformat()]}
    form = DayPlanForm(data, event=make.event(slots=1, tables=1), viewer=current_viewer())

    assert form.is_valid()
    assert form.cleaned_data["breaks"] == [(dt.time(12), dt.time(13), "چای")]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (
            {"name_en": "H" * 300},
            "name",
            "The text in English is too long: 300 of at most 100 characters.",
        ),
        (
            {"tables": "1-9999"},
            "tables",
            f"“1-9999” {NO_RANGE}",
        ),
        (
            {"tables": "12-1"},
            "tables",
            f"“12-1” {NO_RANGE}",
        ),
        (
            {"tables": "near the window"},
            "tables",
            "“near the window” cannot be the name of a table. Please write 1 to 12 signs.",
        ),
    ],
)
def test_a_place_is_refused_at_the_field(
    desk: Desk, typed: dict[str, str], field: str, sentence: str
) -> None:
    old = {"place-1-name_en": "Hall A", "place-1-tables": "1, 2"}
    new = {
        f"place-new-{name}": value for name, value in ({"tables": "7"} | CALLED | typed).items()
    }

    answer = desk.post("places/", old | new)

    assert answer.context["forms"][-1].errors == {field: [sentence]}
    assert desk.event.places.count() == 1


def test_a_table_whose_label_looks_like_a_range_keeps_it() -> None:
    form = PlaceForm(CALLED | {"tables": "3-1, 1-3, ۵-۶"}, initial={"tables": "3-1, 1-3"})

    assert form.is_valid()
    assert form.cleaned_data["tables"] == ("3-1", "1-3", "5", "6")


def test_a_working_time_without_length_is_refused_at_the_field(desk: Desk) -> None:
    typed = {
        "party": desk.party.code,
        "day": desk.event.starts_on.isoformat(),
        "starts": "12:00",
        "ends": "۰۹:۰۰",
    }

    assert desk.refusals("hours/", typed) == {
        "ends": ["This ends before it begins. Please correct the times."]
    }


@pytest.mark.parametrize("frame", ["{}", " \u200f{}\u200f "])
def test_a_number_is_read_however_it_was_typed(desk: Desk, frame: str) -> None:
    organisation = make.organisation("Vega", owner=desk.party)
    typed = frame.format(organisation.reference.lower()).translate(
        str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
    )

    answer = desk.post("join/", {"organisation": typed, "parallel": "1", "code": "V1"})

    assert answer.status_code == 302
    assert Attendance.objects.get(event=desk.event).organisation == organisation


def test_who_takes_part_is_not_added_again(desk: Desk) -> None:
    organisation = make.organisation("Vega", owner=desk.party)
    typed = {"organisation": organisation.reference, "parallel": "3", "code": "V1"}
    desk.post("join/", typed)

    again = desk.refusals("join/", typed | {"parallel": "1"})

    assert again == {"organisation": ["It takes part already, with the code V1."]}
    assert Attendance.objects.get(event=desk.event).parallel == 3


def test_an_interpreter_recorded_again_keeps_the_first_entry(desk: Desk) -> None:
    person = make.person("Zarina", owner=desk.party)
    desk.post("interpreters/", {"person": person.reference, "languages": "en, fa"})

    again = desk.refusals("interpreters/", {"person": person.reference, "languages": "ru, en"})

    sentence = "This person interprets here already. The workbook changes the entry."
    assert again == {"person": [sentence]}
    assert Interpreter.objects.get(event=desk.event).languages == ["en", "fa"]


def test_changing_how_one_takes_part_cannot_turn_into_another(desk: Desk) -> None:
    other = make.organisation("Orion", owner=desk.party)
    taking = make.attendance(desk.event, make.organisation("Vega", owner=desk.party))

    desk.post(
        f"participants/{taking.code}/edit/",
        {"organisation": other.reference, "parallel": "2", "code": taking.code},
    )

    taking.refresh_from_db()
    assert taking.parallel == 2
    assert list(desk.event.attendances.all()) == [taking]


@pytest.mark.parametrize(
    ("languages", "sentence"),
    [
        ("fa", "An interpreter needs two languages at least."),
        ("fa؛ russian", "“russian” is not a language code. Write two letters, such as fa or ru."),
    ],
)
def test_an_interpreter_has_two_languages(desk: Desk, languages: str, sentence: str) -> None:
    person = make.person(owner=desk.party)

    refused = desk.refusals("interpreters/", {"person": person.reference, "languages": languages})

    assert refused == {"languages": [sentence]}
    assert not Interpreter.objects.exists()


def test_a_reason_longer_than_its_field_is_kept_as_far_as_it_goes(desk: Desk) -> None:
    taking = make.attendance(desk.event, make.organisation("Vega", owner=desk.party))

    desk.post(f"participants/{taking.code}/withdraw/", {"reason": "x" * 3000})

    taking.refresh_from_db()
    assert taking.withdrawn_reason == "x" * 500
