"""The frame of every page, its error pages, and what a first visit weighs."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from accord.apps.ui import views
from accord.apps.ui.templatetags.ui import POINTING, icon_names

STATIC = Path(views.__file__).parent / "static"
VENDOR = STATIC / "vendor"
FIRST_VISIT_BYTES = 300_000
FONTS = {
    "en": ("inter/inter-latin.woff2",),
    "fa": ("vazirmatn/vazirmatn-arabic.woff2", "inter/inter-latin.woff2"),
    "ru": ("inter/inter-cyrillic.woff2", "inter/inter-latin.woff2"),
}


def read(client: Client, address: str, language: str = "en") -> str:
    return client.get(address, headers={"accept-language": language}).content.decode()


@pytest.mark.usefixtures("gallery")
@pytest.mark.parametrize(
    ("language", "start", "style"),
    [
        ("en", '<html lang="en"\n      dir="ltr"', "/static/vendor/tabler/tabler.min.css"),
        ("ru", '<html lang="ru"\n      dir="ltr"', "/static/vendor/tabler/tabler.min.css"),
        ("fa", '<html lang="fa"\n      dir="rtl"', "/static/vendor/tabler/tabler.rtl.min.css"),
    ],
)
def test_a_page_has_the_language_and_the_direction_of_its_reader(
    client: Client, language: str, start: str, style: str
) -> None:
    html = read(client, "/", language)

    assert start in html
    assert re.findall(r'href="(/static/vendor/tabler/[^"]+)"', html) == [style]


@pytest.mark.usefixtures("gallery")
def test_dark_is_a_choice_and_otherwise_left_to_the_device(client: Client) -> None:
    assert 'data-theme-choice="dark"\n      data-bs-theme="dark"' in read(client, "/?theme=dark")
    assert "data-bs-theme" not in read(client, "/?theme=auto")
    assert 'data-theme-choice="auto"' in read(client, "/?theme=auto")


@pytest.mark.usefixtures("gallery")
@pytest.mark.parametrize("address", ["/", "/rows/", "/no-rows/", "/form/"])
def test_a_page_has_nothing_that_the_content_policy_refuses(client: Client, address: str) -> None:
    html = read(client, address, "fa")

    assert (
        re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", html) == []
    )
    assert re.findall(r'(?:src|href)="(?:https?:)?//', html) == []


@pytest.mark.usefixtures("gallery")
def test_the_navigation_marks_the_page_one_is_on_and_groups_the_rest(client: Client) -> None:
    html = read(client, "/")

    assert re.findall(r'<a href="([^"]+)" aria-current="page">', html) == ["/", "/t/1/"]
    assert '<p class="navigation-group" id="navigation-group-2">Directory</p>' in html


@pytest.mark.usefixtures("gallery")
def test_a_visitor_changes_the_language_without_an_account(client: Client) -> None:
    response = client.post("/language/", {"language": "fa", "next": "/rows/"})

    assert response.headers["Location"] == "/rows/"
    assert '<html lang="fa"' in client.get("/rows/").content.decode()


@pytest.mark.usefixtures("gallery")
def test_a_running_job_asks_for_itself_and_a_finished_one_does_not(client: Client) -> None:
    html = read(client, "/")

    assert (
        '<section id="job-7" class="card job" aria-label="Planning the meetings" aria-busy="true" '
        'hx-get="/" hx-trigger="every 1s" hx-select="#job-7" hx-target="this" '
        'hx-swap="outerHTML" data-quiet>' in html
    )
    assert '<section id="job-8" class="card job" aria-label="Import">' in html
    assert (
        '<progress class="job-bar" max="100" value="42" aria-label="Planning the meetings">'
        in html
    )
    assert "42 of 100" in html


@pytest.mark.usefixtures("gallery")
def test_a_weighty_deed_is_asked_about_first_and_may_want_a_reason(client: Client) -> None:
    html = read(client, "/")

    assert (
        '<button class="btn btn-danger" popovertarget="withdraw" type="button">Withdraw</button>'
        in html
    )
    assert (
        '<div id="withdraw" class="confirm" popover role="dialog" '
        'aria-labelledby="withdraw-title">' in html
    )
    assert 'name="withdraw-reason"' in html


@pytest.mark.parametrize(
    ("page", "heading"),
    [
        ("400", "This request could not be read"),
        ("403", "You may not open this"),
        ("403_csrf", "This page was open too long"),
        ("404", "There is no such page"),
        ("500", "Something went wrong in Accord"),
    ],
)
def test_an_error_page_needs_nothing_but_itself(page: str, heading: str) -> None:
    html = render_to_string(f"{page}.html")

    assert f"<h1>{heading}</h1>" in html
    assert '<a class="btn btn-primary" href="/">To the first page</a>' in html


def test_an_error_page_speaks_persian() -> None:
    with translation.override("fa"):
        html = render_to_string("404.html")

    assert "<h1>چنین صفحه‌ای وجود ندارد</h1>" in html
    assert 'dir="rtl"' in html


def test_vendored_files_are_those_of_the_manifest() -> None:
    manifest = json.loads((VENDOR / "MANIFEST.json").read_text(encoding="utf-8"))
    listed = {name: mark for part in manifest["parts"] for name, mark in part["files"].items()}

    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "MANIFEST.json"
    }

    assert found == {**listed, **manifest["made"]}
    assert {part["licence"] for part in manifest["parts"]} == {"MIT", "0BSD", "OFL-1.1"}


def test_every_icon_is_drawn_and_every_pointing_one_is_an_icon() -> None:
    sprite = (VENDOR / "tabler-icons/sprite.svg").read_text(encoding="utf-8")

    assert set(re.findall(r'<symbol id="([^"]+)"', sprite)) == icon_names()
    assert icon_names() >= POINTING


@pytest.mark.usefixtures("gallery")
@pytest.mark.parametrize("language", ["en", "fa", "ru"])
def test_a_first_visit_is_light(client: Client, language: str) -> None:
    html = read(client, "/rows/", language)
    wanted = set(re.findall(r'(?:href|src)="/static/([^"#]+)', html))
    files = [Path(str(finders.find(name))) for name in wanted]

    weight = (
        len(gzip.compress(html.encode()))
        + sum(len(gzip.compress(file.read_bytes())) for file in files)
        + sum((VENDOR / font).stat().st_size for font in FONTS[language])
    )

    assert {"vendor/htmx/htmx.min.js", "vendor/tabler-icons/sprite.svg"} <= wanted
    assert weight <= FIRST_VISIT_BYTES
