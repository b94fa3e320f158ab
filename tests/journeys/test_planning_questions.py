"""A manager asks what a wish would take and what a table more would bring; a company reads why."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from accord.apps.accounts.models import User
from accord.apps.brokerage.actions import publishing
from accord.apps.brokerage.models import ScheduleRun, UnplacedRequest
from accord.apps.core.enums import Role
from accord.apps.programmes.models import RoleHolding
from tests import make
from tests.apps.brokerage.test_what_if import Full
from tests.journeys.walking import DESK, PASSWORD, PHONE, Walk, do_the_work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = {
    "en": ("What would it take?", "Begin a draft in which they meet", "What if …?", "Try it"),
    "fa": ("چه چیزی لازم است؟", "آغاز پیش‌نویسی با این دیدار", "اگر … چه؟", "بیازمای"),
}


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_manager_weighs_a_wish_and_a_table_more(
    walk: Callable[..., Walk], language: str
) -> None:
    full = Full()
    manager = User.objects.create_user("manager@accord.example", PASSWORD, language=language)
    RoleHolding.objects.create(user=manager, party=full.ours, role=Role.MANAGER)
    take, begin, what_if, try_it = WORDS[language]
    way = walk(language, viewport=DESK)
    run = f"/events/{full.event.reference}/runs/1/"

    way.sign_in(manager.email)
    way.go(f"{run}unplaced/")
    way.look()
    way.open(way.link(take).first)
    expect(way.button(begin)).to_be_visible()
    way.look()
    way.open(way.button(begin))
    way.page.wait_for_url("**/runs/2/")
    way.look()
    assert ScheduleRun.objects.get(number=2).meetings.count() == 1

    way.go(run)
    way.open(way.link(what_if))
    way.look()
    way.page.locator("main [name=what]").select_option(full.table)
    way.page.locator("main [name=seconds]").fill("2")
    way.button(try_it).click()
    expect(way.page.locator(".job[aria-busy=true]")).to_be_visible()
    way.look()
    do_the_work()
    expect(way.page.locator("#answers tbody tr")).to_have_count(1)
    way.page.set_viewport_size({"width": 390, "height": 844})
    way.look()
    way.go(f"{run}load/")
    way.look()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_company_reads_on_its_phone_why_its_wish_has_no_place(
    walk: Callable[..., Walk], language: str
) -> None:
    full = Full()
    publishing.publish_schedule(make.administrator(), full.run)
    wisher = UnplacedRequest.objects.filter(run=full.run).latest("left__code").left
    user = User.objects.create_user("company@accord.example", PASSWORD, language=language)
    make.person(of=wisher.organisation, user=user)
    way = walk(language, viewport=PHONE)

    way.sign_in(user.email)
    way.go(f"/events/{full.event.reference}/participants/{wisher.code}/")

    expect(way.page.locator("#waiting .lined-list li")).to_have_count(1)
    way.look()
