"""A manager lets somebody act as a person of the directory, with and without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from accord.apps.accounts.models import User
from accord.apps.core.enums import Role
from accord.apps.programmes.models import RoleHolding
from tests import make
from tests.journeys.walking import DESK, PASSWORD, Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = {
    "en": ("Connect with an account", "Save", "Disconnect the account"),
    "fa": ("اتصال به حساب کاربری", "ذخیره", "قطع اتصال حساب"),
}


@pytest.mark.parametrize(("language", "has_scripts"), [("fa", True), ("en", False)])
def test_an_account_is_connected_and_disconnected(
    walk: Callable[..., Walk], language: str, *, has_scripts: bool
) -> None:
    connect, save, disconnect = WORDS[language]
    party = make.party()
    manager = User.objects.create_user("narges@example.org", PASSWORD, language=language)
    RoleHolding.objects.create(user=manager, party=party, role=Role.MANAGER)
    make.user("sara@vega.example")
    person = make.person(of=make.organisation(owner=party))
    way = walk(language, viewport=DESK, java_script_enabled=has_scripts)

    def look() -> None:
        if has_scripts:
            way.look()

    way.go("/accounts/login/")
    way.page.locator("main [name=login]").fill(manager.email)
    way.page.locator("main [name=password]").fill(PASSWORD)
    way.page.keyboard.press("Enter")
    expect(way.page).to_have_url(f"{way.site}/events/")
    way.go(f"/directory/people/{person.reference}/")
    look()
    way.link(connect).click()
    look()
    way.page.locator("main [name=email]").fill("sara@vega.example")
    way.button(save).click()
    expect(way.page.locator("#account")).to_contain_text("sara@vega.example")
    look()
    way.button(disconnect).first.click()
    dialog = way.page.get_by_role("dialog")
    dialog.get_by_role("button", name=disconnect).click()
    expect(way.link(connect)).to_be_visible()

    person.refresh_from_db()
    assert person.user is None
