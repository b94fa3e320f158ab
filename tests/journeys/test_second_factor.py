"""Somebody adds a second factor, leaves, and comes back with a code from the phone."""

import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from accord.apps.accounts.models import User
from tests.journeys.walking import DESK, PASSWORD, Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SECONDS_OF_A_CODE = 30
SET_UP = {"en": "Set up the app", "fa": "راه‌اندازی برنامه"}


def code_of(secret: str, *, later: int = 0) -> str:
    """Return what the phone shows now, or that many steps later."""
    step = int(time.time()) // SECONDS_OF_A_CODE + later
    return str(format_hotp_value(hotp_value(secret, step)))


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_second_factor_is_set_up_and_asked_for_at_the_next_sign_in(
    walk: Callable[..., Walk], language: str
) -> None:
    somebody = User.objects.create_user("sara@example.org", PASSWORD, language=language)
    way = walk(language, viewport=DESK)

    way.sign_in(somebody.email)
    way.go("/accounts/2fa/")
    way.look()
    way.open(way.link(SET_UP[language]))
    way.page.wait_for_url("**/accounts/confirm/**")  # who they are, once more
    way.look()
    way.fill("password", PASSWORD)
    way.page.keyboard.press("Enter")
    secret = way.page.locator("code.secret").inner_text()
    way.look()
    way.fill("code", code_of(secret))
    way.page.keyboard.press("Enter")
    way.page.wait_for_url("**/recovery-codes/**")
    way.look()

    back = walk(language, viewport=DESK)
    back.sign_in(somebody.email)
    expect(back.page).to_have_url(f"{back.site}/accounts/2fa/authenticate/")
    back.look()
    back.fill("code", "000000")
    back.page.keyboard.press("Enter")
    expect(back.page.locator("main [name=code][aria-invalid=true]")).to_be_visible()
    back.look()
    back.page.locator("main [name=code]").fill("")
    back.fill("code", code_of(secret, later=1))
    back.page.keyboard.press("Enter")
    expect(back.page).to_have_url(f"{back.site}/events/")
    back.look()
