"""A profile from its first line to an accepted expression of interest, by keyboard."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from accord.apps.accounts.models import User
from accord.apps.core.enums import Role
from accord.apps.core.models import Side
from accord.apps.partnering.enums import InterestState, ProfileState
from accord.apps.partnering.models import Interest, Profile
from accord.apps.programmes.models import Party, RoleHolding
from tests import make
from tests.apps.partnering.profiles import code
from tests.journeys.walking import DESK, PASSWORD, PHONE, Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Words:
    """What the pages say, and what people write."""

    go_on: str
    save: str
    missing: str
    submit: str
    publish: str
    express: str
    send: str
    accept: str
    title: str
    text: str


WORDS = {
    "en": Words(
        "Go on",
        "Save",
        "needed before the review",
        "Send to review",
        "Publish",
        "Express interest",
        "Send",
        "Accept the interest",
        "Ceramic membrane",
        "Takes salt out of water with 1.1 kWh for a cubic metre. ",
    ),
    "fa": Words(
        "ادامه",
        "ذخیره",
        "پیش از بازبینی لازم است",
        "ارسال به بازبینی",
        "انتشار",
        "اعلام علاقه‌مندی",
        "ارسال",
        "پذیرش علاقه‌مندی",
        "غشای سرامیکی",
        "آب را با ۱٫۱ کیلووات‌ساعت برای هر متر مکعب شیرین می‌کند. ",
    ),
}


@dataclass(frozen=True)
class People:
    """A company's spokesperson, the manager of its side, and the other side's company."""

    writer: User
    reviewer: User
    other: User


def people(language: str) -> People:
    """Return them, in a programme of two sides."""
    north, south = make.party(name="North"), make.party(name="South")
    make.programme(north, south)
    code("2.5")

    def user(email: str) -> User:
        return User.objects.create_user(email, PASSWORD, language=language)

    def speaker(email: str, name: str, side: Party) -> User:
        works = make.organisation(make.text(name), owner=Side.objects.get(pk=side.pk))
        made = user(email)
        make.person(of=works, user=made)
        return made

    reviewer = user("manager@north.example")
    RoleHolding.objects.create(user=reviewer, party=north, role=Role.MANAGER)
    return People(
        speaker("sara@vega.example", "Vega", north),
        reviewer,
        speaker("lena@mira.example", "Mira", south),
    )


def write(way: Walk, words: Words) -> None:
    """Fill in the obligatory fields in one's own language, looking at the adviser's words."""
    tongue = way.language
    way.fill(f"title_{tongue}", words.title)
    way.fill(f"summary_{tongue}", words.text * 2)
    findings = way.page.locator("#findings")
    expect(findings.get_by_text(words.missing).first).to_be_visible()
    way.look()
    for name in ("description", "advantages"):
        way.page.locator(f"main [name={name}_{tongue}]").fill(words.text * 6)
    way.page.locator(f"main [name=partner_role_{tongue}]").fill(words.text)
    way.page.locator("[name=stage]").select_option("demonstrated")
    way.page.locator("[name=ipr]").select_option("granted")
    way.page.locator("[name=technologies]").select_option("2.5")
    way.page.locator("[name=partnerships][value=licence]").check()
    way.page.locator("[name=partner_kinds][value=company]").check()
    way.page.locator("[name=is_anonymous]").check()
    expect(findings.get_by_text(words.missing)).to_have_count(0)


def press(way: Walk, label: str) -> None:
    """Press a button by keyboard, and wait until it has done its work and is gone."""
    way.open(way.button(label))
    expect(way.button(label)).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "screen"), [("en", DESK), ("fa", PHONE)], ids=["en at a desk", "fa on a phone"]
)
def test_a_profile_from_its_first_line_to_an_accepted_interest(
    walk: Callable[..., Walk], language: str, screen: dict[str, int]
) -> None:
    folk, words = people(language), WORDS[language]
    writer, reviewer, other = (walk(language, viewport=screen) for _ in range(3))

    writer.sign_in(folk.writer.email)
    writer.go("/profiles/new/")
    writer.look()
    writer.open(writer.button(words.go_on))
    writer.page.wait_for_url("**/new/TO/**")
    write(writer, words)
    writer.button(words.save).click()
    writer.page.wait_for_url("**/profiles/TO-*/")
    writer.look()
    profile = Profile.objects.get()
    path = f"/profiles/{profile.reference}/"
    press(writer, words.submit)

    reviewer.sign_in(folk.reviewer.email)
    reviewer.go("/profiles/review/")
    reviewer.look()
    reviewer.open(reviewer.page.locator(f"main a[href='{path}']").first)
    reviewer.page.wait_for_url(f"**{path}")
    reviewer.look()
    press(reviewer, words.publish)

    other.sign_in(folk.other.email)
    other.go("/profiles/")
    other.look()
    other.open(other.page.locator(f"main a[href='{path}']").first)
    other.page.wait_for_url(f"**{path}")
    other.look()
    expect(other.page.get_by_text("Vega")).to_have_count(0)
    other.open(other.link(words.express))
    other.fill("message", words.text)
    other.look()
    other.open(other.button(words.send))
    other.page.wait_for_url("**/profiles/interests/EI-*/")
    other.look()

    writer.go(f"/profiles/interests/{Interest.objects.get().reference}/")
    writer.look()
    press(writer, words.accept)
    other.page.reload()
    expect(other.page.get_by_text("Vega").first).to_be_visible()

    profile.refresh_from_db()
    assert (profile.state, profile.is_anonymous) == (ProfileState.PUBLISHED, True)
    assert Interest.objects.get().state == InterestState.ACCEPTED
