"""A programme manager brings an event in, has it planned, mends it by hand and publishes it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accord.apps.accounts.models import User
from accord.apps.brokerage.adapters.names import plain_viewer
from accord.apps.brokerage.enums import EventState, RunState
from accord.apps.brokerage.models import Event, Meeting, ScheduleRun
from accord.apps.brokerage.papers import links
from accord.apps.brokerage.workbook.opening import target_of
from accord.apps.core.enums import Role
from accord.apps.programmes.models import RoleHolding
from accord.site import people
from accord.site.demo import story
from accord.site.demo.world import World, make_world
from tests.journeys.walking import DESK, PASSWORD, PHONE, RTL, Walk, do_the_work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SECONDS_TO_PLAN = 3


@dataclass(frozen=True)
class Words:
    """What the pages say."""

    begin: str
    show: str
    take: str
    event: str
    plan: str
    board: str
    publish: str
    published: str


WORDS = {
    "en": Words(
        "Begin with a workbook",
        "Show what it would do",
        "Take all of it over",
        "Show the event",
        "Plan",
        "Board",
        "Publish",
        "The schedule is published.",
    ),
    "fa": Words(
        "آغاز با کارپوشه",
        "نمایش نتیجه پیش از ثبت",
        "ثبت همهٔ تغییرها",
        "نمایش رویداد",
        "آغاز زمان‌بندی",
        "تابلو",
        "انتشار",
        "زمان‌بندی منتشر شد.",
    ),
}


@pytest.mark.parametrize("language", ["en", "fa"])
def test_an_event_goes_from_a_workbook_to_a_phone(
    walk: Callable[..., Walk], language: str, tmp_path: Path
) -> None:
    workbook, manager = begin(language, tmp_path)
    words, way = WORDS[language], walk(language, viewport=DESK)

    way.sign_in(manager.email)
    bring_in(way, words, workbook)
    event = Event.objects.get()
    look_at(way, event, ["participants/", "requests/", "interpreters/"])
    plan(way, words, event)
    look_at(way, event, ["runs/", "runs/1/unplaced/", "runs/1/load/"])
    moved = move_by_keyboard(way, words, event)
    publish(way, words, event)
    look_at(way, event, ["", "print/"])
    look_at_a_phone(walk(language, viewport=PHONE), moved)


def begin(language: str, folder: Path) -> tuple[Path, User]:
    """Return the golden workbook, and a manager of one of its two sides."""
    acting = people.operator(timezone.now())
    world = make_world(acting, story.SOURCES / "world.toml")
    with override_settings(VAR=folder):
        workbook = story.write_golden_workbook(acting, target_of(acting, None, world.programme))
    return workbook, manager_in(world, language)


def manager_in(world: World, language: str) -> User:
    """Return a manager of the Iranian side who reads the language."""
    manager = User.objects.create_user("narges@accord.example", PASSWORD, language=language)
    RoleHolding.objects.create(user=manager, party=world.parties["IR"], role=Role.MANAGER)
    return manager


def bring_in(way: Walk, words: Words, workbook: Path) -> None:
    """Send the workbook, look at what it would do, and have it taken over."""
    way.look()
    way.go("/events/")
    way.look()
    way.link(words.begin).click()
    way.look()
    way.page.locator("main [name=programme]").select_option(index=0)
    way.page.locator("main [name=file]").set_input_files(workbook)
    way.button(words.show).click()
    expect(way.page.locator(".job[aria-busy=true]")).to_be_visible()
    way.look()
    do_the_work()
    expect(way.button(words.take)).to_be_visible()
    way.look()
    way.button(words.take).click()
    expect(way.page.locator(".job[aria-busy=true]")).to_be_visible()
    do_the_work()
    way.link(words.event).click()
    expect(way.page).to_have_url(f"{way.site}/events/{Event.objects.get().reference}/")
    way.look()


def plan(way: Walk, words: Words, event: Event) -> None:
    """Have the event planned, and see how good the schedule is."""
    way.go(f"/events/{event.reference}/runs/")
    way.look()
    way.page.locator("main [name=seconds]").fill(str(SECONDS_TO_PLAN))
    way.button(words.plan).click()
    expect(way.page.locator(".job[aria-busy=true]")).to_be_visible()
    way.look()
    do_the_work()
    expect(way.page.locator(".run-quality")).to_be_visible()
    way.look()
    run = ScheduleRun.objects.get()
    assert run.meetings.count() > run.unplaced.count()


def move_by_keyboard(way: Walk, words: Words, event: Event) -> Meeting:
    """Move the first meeting of the board with arrows and Enter; return it where it is then."""
    way.go(f"/events/{event.reference}/runs/1/")
    way.open(way.link(words.board))
    way.page.wait_for_url("**/board/")
    way.look()
    page = way.page
    before = {one.pk: one for one in Meeting.objects.filter(run__event=event)}
    start = page.locator(".board-grid td[tabindex='0']")
    way.tab_to(start)
    page.keyboard.press("Enter")
    target = page.locator(".board-grid td.is-target").first
    expect(target).to_be_visible()
    way.look()
    steer(page, target, is_rtl=way.language in RTL)
    expect(page.locator("#board-says")).to_have_attribute("data-tone", "free")
    page.keyboard.press("Enter")
    page.wait_for_url("**meeting=**")

    after = Meeting.objects.select_related("slot", "table", "left", "right")
    moved = [
        one
        for one in after.filter(run__event=event)
        if (one.slot_id, one.table_id) != (before[one.pk].slot_id, before[one.pk].table_id)
    ]
    assert len(moved) == 1
    # Whoever moves on by keyboard goes on from there.
    expect(page.locator(f".board-grid td:focus-within #m-{moved[0].pk}")).to_be_visible()
    return moved[0]


def steer(page: Page, target: Locator, *, is_rtl: bool) -> None:
    """Press arrows until the target has the focus."""
    down, onward = target.evaluate(
        """target => {
          const slots = row => [...row.cells].filter((_, at) =>
            target.closest("table").tHead.rows[0].cells[at].dataset.slot);
          const from = document.activeElement, rows = from.closest("tbody").rows;
          const [a, b] = [from.parentElement, target.parentElement];
          return [[...rows].indexOf(b) - [...rows].indexOf(a),
                  slots(b).indexOf(target) - slots(a).indexOf(from)];
        }"""
    )
    forwards, backwards = ("ArrowLeft", "ArrowRight") if is_rtl else ("ArrowRight", "ArrowLeft")
    for _ in range(abs(down)):
        page.keyboard.press("ArrowDown" if down > 0 else "ArrowUp")
    for _ in range(abs(onward)):
        page.keyboard.press(forwards if onward > 0 else backwards)
    expect(target).to_be_focused()


def publish(way: Walk, words: Words, event: Event) -> None:
    """Publish the schedule by keyboard, after being asked once more."""
    way.go(f"/events/{event.reference}/runs/1/")
    way.open(way.button(words.publish).first)
    dialog = way.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    way.look()
    way.open(dialog.get_by_role("button", name=words.publish, exact=True))
    expect(way.page.get_by_text(words.published)).to_be_visible()
    way.look()
    event.refresh_from_db()
    assert (event.state, event.version) == (EventState.PUBLISHED, 1)
    assert ScheduleRun.objects.get().state == RunState.PUBLISHED


def look_at_a_phone(way: Walk, moved: Meeting) -> None:
    """Open a delegate's agenda by its signed link: no account, a narrow screen."""
    delegate = moved.seats.select_related("delegate__attendance")[0].delegate
    other = moved.right if delegate.attendance_id == moved.left_id else moved.left
    path = f"/events/me/{links.key_of(delegate)}/"
    way.go(f"{path}?language={way.language}")
    way.look()
    name = other.organisation.name.in_language(way.language)
    meeting = way.page.locator(".personal-meeting").filter(has_text=name)
    at = plain_viewer(other.event, way.language).clock(moved.slot.starts_at)
    expect(meeting.locator(".personal-time")).to_contain_text(at)


def look_at(way: Walk, event: Event, pages: list[str]) -> None:
    """Look at pages of the event."""
    for page in pages:
        way.go(f"/events/{event.reference}/{page}")
        way.look()
