"""Pages of events, seen by those who may and by those who may not."""

import datetime as dt

import pytest
from django.test import Client

from accord.apps.brokerage.actions import planning
from accord.apps.brokerage.enums import EventState, Strength
from accord.apps.brokerage.models import Attendance, Event, PartyHours, ScheduleRun, Wish
from accord.apps.core import jobs
from accord.apps.core.enums import Role
from accord.apps.programmes.models import Party
from tests import make

pytestmark = pytest.mark.django_db

FRIDAY = dt.date(2025, 12, 5)
MOST_QUERIES = 25


class Days:
    """Two sides at one event: what most pages are about."""

    def __init__(self, *, pairs: int = 1, starts_on: dt.date = make.DAY) -> None:
        self.ours = make.party(name="Avaland", weekend=(4,))
        self.theirs = make.party(name="Borland")
        self.event = make.event(
            make.programme(self.ours, self.theirs), slots=4, tables=2, starts_on=starts_on
        )
        self.pairs = [self.pair() for _ in range(pairs)]

    def pair(self) -> tuple[Attendance, Attendance]:
        left = make.attendance(self.event, make.organisation("Vega"), party=self.ours)
        right = make.attendance(self.event, make.organisation("Orion"), party=self.theirs)
        make.wish(left, right, note="About pumps")
        make.delegate(left)
        return left, right

    def planned(self) -> ScheduleRun:
        run = planning.plan_event(make.administrator(), self.event, seconds=1)
        jobs.run_job.func(job_id=str(run.job_id))
        run.refresh_from_db()
        return run

    def url(self, rest: str = "") -> str:
        return f"/events/{self.event.reference}/{rest}"


def staff(client: Client, party: Party, *, language: str = "en") -> Client:
    client.force_login(make.role_holder(Role.COORDINATOR, party, language=language))
    return client


def spokesperson(client: Client, attendance: Attendance) -> Client:
    user = make.user()
    make.person(of=attendance.organisation, user=user)
    client.force_login(user)
    return client


PAGES = [
    "",
    "edit/",
    "days/",
    "places/",
    "hours/",
    "participants/",
    "join/",
    "interpreters/",
    "requests/",
    "runs/",
    "runs/compare/",
    "runs/1/",
    "runs/1/unplaced/",
    "runs/1/load/",
    "runs/compare/?first=1&second=1",
]


@pytest.mark.parametrize("language", ["en", "fa", "ru"])
@pytest.mark.parametrize("page", PAGES)
def test_staff_of_either_side_open_every_page(client: Client, page: str, language: str) -> None:
    days = Days()
    make.interpreter(days.event)
    days.planned()

    answer = staff(client, days.theirs, language=language).get(days.url(page))

    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == language


@pytest.mark.parametrize("page", ["", "wishes/", "edit/", "absences/"])
def test_staff_open_every_page_of_a_participant(client: Client, page: str) -> None:
    days = Days()
    days.planned()

    answer = staff(client, days.ours).get(days.url(f"participants/{days.pairs[0][0].code}/{page}"))

    assert answer.status_code == 200


@pytest.mark.parametrize("page", [page for page in PAGES if page and not page.endswith("1/")])
def test_a_company_is_told_that_a_page_is_not_for_it(client: Client, page: str) -> None:
    days = Days()

    answer = spokesperson(client, days.pairs[0][0]).get(days.url(page))

    assert answer.status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_strangers_find_no_event(client: Client, page: str) -> None:
    days = Days()

    answer = staff(client, make.party()).get(days.url(page))

    assert answer.status_code == 404


def test_a_company_sees_its_own_page_and_not_its_counterparts(client: Client) -> None:
    days = Days()
    left, right = days.pairs[0]
    company = spokesperson(client, left)

    assert company.get(days.url()).status_code == 200
    assert company.get(days.url(f"participants/{left.code}/")).status_code == 200
    assert company.get(days.url(f"participants/{right.code}/")).status_code == 404
    assert company.get(days.url(f"participants/{right.code}/wishes/")).status_code == 404


def test_a_company_never_reads_what_the_other_side_noted(client: Client) -> None:
    days = Days()
    _left, right = days.pairs[0]
    company = spokesperson(client, right)

    for page in (f"participants/{right.code}/", f"participants/{right.code}/wishes/"):
        assert "About pumps" not in company.get(days.url(page)).content.decode()


def test_a_company_sees_no_draft_and_then_the_published_schedule(client: Client) -> None:
    days = Days()
    run = days.planned()
    left, _right = days.pairs[0]
    company = spokesperson(client, left)

    assert company.get(days.url("runs/1/")).status_code == 404
    page = company.get(days.url(f"participants/{left.code}/")).content.decode()
    assert "The schedule is not published yet." in page

    other = staff(Client(), days.ours)
    other.post(days.url("runs/1/publish/"))
    run.refresh_from_db()
    assert run.version == 1
    page = company.get(days.url(f"participants/{left.code}/")).content.decode()
    assert "Orion" in page
    assert "The schedule is not published yet." not in page


def test_the_overview_says_who_does_not_work_on_friday(client: Client) -> None:
    days = Days(starts_on=FRIDAY)

    page = staff(client, days.theirs).get(days.url()).content.decode()

    assert "<bdi>Avaland</bdi>: Friday is a day off there." in page
    assert "<bdi>Borland</bdi>: Friday" not in page


def test_an_event_is_begun_with_a_jalali_day(client: Client) -> None:
    party = make.party()
    programme = make.programme(party, make.party())

    answer = staff(client, party, language="fa").post(
        "/events/new/",
        {
            "title_fa": "روزهای فناوری",
            "programme": programme.reference,
            "starts_on": "۱۱ آذر ۱۴۰۴",
            "ends_on": "1404/09/12",
            "time_zone": "Asia/Tehran",
            "languages": ["fa"],
            "change_minutes": "۵",
        },
    )

    event = Event.objects.get()
    assert answer.headers["Location"] == f"/events/{event.reference}/"
    assert (event.starts_on, event.ends_on) == (dt.date(2025, 12, 2), dt.date(2025, 12, 3))
    assert (str(event.title), event.change_minutes) == ("روزهای فناوری", 5)


def test_a_day_is_planned_with_a_break(client: Client) -> None:
    days = Days()

    staff(client, days.ours).post(
        days.url("days/"),
        {
            "days": ["2025-12-02"],
            "starts": "09:00",
            "ends": "11:00",
            "length": "30",
            "gap": "",
            "breaks": "10:00 10:20 Coffee",
        },
    )

    slots = days.event.slots.order_by("starts_at").values_list("starts_at", "kind")
    assert [(f"{start:%H:%M}", kind) for start, kind in slots] == [
        ("09:00", "meeting"),
        ("09:30", "meeting"),
        ("10:00", "break"),
        ("10:20", "meeting"),
    ]


def test_a_break_that_cannot_be_read_is_quoted(client: Client) -> None:
    days = Days()

    answer = staff(client, days.ours).post(
        days.url("days/"),
        {"days": ["2025-12-02"], "starts": "9", "ends": "11", "length": "30", "breaks": "noon"},
    )

    assert "“noon” is no break. Write from, until and a name." in answer.content.decode()


def test_one_slot_becomes_a_break_and_another_goes(client: Client) -> None:
    days = Days()
    first, second, *_rest = days.event.slots.order_by("starts_at")
    ours = staff(client, days.ours)

    ours.post(days.url(f"days/{first.pk}/"), {"kind": "break"})
    ours.post(days.url(f"days/{second.pk}/"), {"kind": "gone"})

    first.refresh_from_db()
    assert first.kind == "break"
    assert days.event.slots.count() == 3


def test_places_are_changed_added_and_removed(client: Client) -> None:
    days = Days()
    ours = staff(client, days.ours)

    ours.post(
        days.url("places/"),
        {
            "place-1-name_en": "Hall A",
            "place-1-tables": "1-3, A1",
            "place-new-name_en": "Foyer",
            "place-new-tables": "F1",
        },
    )
    assert list(days.event.tables.order_by("label").values_list("label", flat=True)) == [
        "1",
        "2",
        "3",
        "A1",
        "F1",
    ]
    ours.post(
        days.url("places/"),
        {
            "place-1-name_en": "Hall A",
            "place-1-tables": "1-3",
            "place-2-name_en": "Foyer",
            "place-2-tables": "F1",
            "remove": "place-2",
        },
    )

    assert days.event.places.get().name.in_language("en") == "Hall A"
    assert days.event.tables.count() == 3


def test_hours_are_set_and_removed(client: Client) -> None:
    days = Days()
    ours = staff(client, days.ours)

    ours.post(
        days.url("hours/"),
        {"party": days.ours.code, "day": "2025-12-02", "starts": "09:00", "ends": "10:00"},
    )
    hours = PartyHours.objects.get()
    assert hours.party == days.ours
    ours.post(days.url(f"hours/{hours.pk}/remove/"))

    assert PartyHours.objects.count() == 0


def test_a_participant_and_its_delegate_are_added_by_their_numbers(client: Client) -> None:
    days = Days()
    organisation = make.organisation("Lyra", owner=days.ours)
    person = make.person("Sara", of=organisation)
    ours = staff(client, days.ours)

    ours.post(
        days.url("join/"),
        {
            "organisation": organisation.reference,
            "party": days.ours.code,
            "languages": "fa, en",
            "parallel": "1",
        },
    )
    attendance = Attendance.objects.get(organisation=organisation)
    assert (attendance.code, attendance.languages) == (f"{days.ours.code}-01", ["fa", "en"])
    ours.post(
        days.url(f"participants/{attendance.code}/delegates/"),
        {"person": person.reference, "is_lead": "on"},
    )

    assert [one.person for one in attendance.delegates.all()] == [person]


def test_an_unknown_number_is_said_at_its_field(client: Client) -> None:
    days = Days()

    answer = staff(client, days.ours).post(
        days.url("join/"), {"organisation": "OR-1", "parallel": "1"}
    )

    assert "There is no such organisation in the directory." in answer.content.decode()


def test_absences_are_ticked(client: Client) -> None:
    days = Days()
    left, _right = days.pairs[0]
    delegate = left.delegates.get()
    slot = days.event.slots.order_by("starts_at")[0]

    staff(client, days.ours).post(
        days.url(f"participants/{left.code}/absences/"),
        {f"away-{delegate.pk}": [str(slot.pk), "nonsense"]},
    )

    assert list(delegate.absent.all()) == [slot]


def test_a_company_chooses_and_takes_back_while_wishes_are_open(client: Client) -> None:
    days = Days()
    Event.objects.update(state=EventState.WISHING)
    left, right = days.pairs[0]
    company = spokesperson(client, right)
    url = days.url(f"participants/{right.code}/wishes/")

    company.post(url, {f"wish-{left.code}": "must", f"note-{left.code}": "About valves"})
    wish = Wish.objects.get(wisher=right)
    assert (wish.strength, wish.note) == (Strength.MUST, "About valves")
    company.post(url, {f"wish-{left.code}": ""})

    assert not Wish.objects.filter(wisher=right).exists()


def test_a_company_chooses_nothing_when_wishes_are_closed(client: Client) -> None:
    days = Days()
    left, right = days.pairs[0]

    answer = spokesperson(client, right).post(
        days.url(f"participants/{right.code}/wishes/"), {f"wish-{left.code}": "must"}
    )

    assert answer.status_code == 409
    assert not Wish.objects.filter(wisher=right).exists()


def test_counterparts_are_found_by_a_name_in_any_script(client: Client) -> None:
    days = Days()
    name = make.text("Setareh Pumps", fa="پمپ ستاره")
    make.attendance(days.event, make.organisation(name), party=days.ours)
    _left, right = days.pairs[0]

    page = spokesperson(client, right).get(days.url(f"participants/{right.code}/wishes/?q=ستاره"))

    assert "Setareh Pumps" in page.content.decode()
    assert "Vega" not in page.content.decode()
