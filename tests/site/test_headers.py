"""What browsers are told to enforce."""

import json
import os
import subprocess
import sys

import pytest
from django.test import Client

from tests import make

pytestmark = pytest.mark.django_db

ASK_SETTINGS = """
import json
from accord.site import settings
names = "SESSION_COOKIE_NAME SESSION_COOKIE_SECURE CSRF_COOKIE_NAME CSRF_COOKIE_SECURE"
names += " SECURE_HSTS_SECONDS SECURE_HSTS_INCLUDE_SUBDOMAINS CSRF_TRUSTED_ORIGINS"
print(json.dumps({name: getattr(settings, name) for name in names.split()}))
"""


@pytest.mark.parametrize("address", ["/accounts/login/", "/programmes/", "/no/such/page/"])
def test_every_page_carries_the_policies(client: Client, address: str) -> None:
    client.force_login(make.user())

    headers = client.get(address).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == (
        "camera=(), geolocation=(), microphone=(), payment=()"
    )
    assert "no-store" in headers["Cache-Control"]


def test_nothing_inline_and_nothing_from_elsewhere_runs(client: Client) -> None:
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]

    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules == {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


def test_scripts_never_see_the_cookies(client: Client) -> None:
    user = make.user("lena@example.org")
    user.set_password("correct horse battery")
    user.save(update_fields=["password"])

    client.get("/accounts/login/")
    client.post(
        "/accounts/login/", {"login": "lena@example.org", "password": "correct horse battery"}
    )

    cookies = client.cookies
    assert {"accord_session", "accord_csrf"} <= set(cookies)
    for cookie in ("accord_session", "accord_csrf"):
        assert cookies[cookie]["httponly"] is True
        assert cookies[cookie]["samesite"] == "Lax"


def test_behind_https_cookies_stay_with_this_host_and_browsers_stay_on_https() -> None:
    environment = os.environ | {"ACCORD_PUBLIC_URL": "https://accord.example.org"}

    answer = subprocess.run(  # noqa: S603 -- our own settings, read anew
        [sys.executable, "-c", ASK_SETTINGS],
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    )

    assert json.loads(answer.stdout) == {
        "SESSION_COOKIE_NAME": "__Host-accord_session",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_NAME": "__Host-accord_csrf",
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "CSRF_TRUSTED_ORIGINS": ["https://accord.example.org"],
    }


def test_a_form_without_its_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.user())

    assert client.post("/accounts/logout/").status_code == 403


def test_a_fragment_asked_for_after_the_session_ended_leads_to_the_sign_in_page(
    client: Client,
) -> None:
    answer = client.get("/programmes/", headers={"HX-Request": "true"})

    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/programmes/"
