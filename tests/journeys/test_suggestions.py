"""From a profile to whom it finds: evidence, a refusal, an interest, and a wish at an event."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, expect

from accord.apps.accounts.models import User
from accord.apps.brokerage.enums import EventState, Strength
from accord.apps.brokerage.models import Attendance, Event, Wish
from accord.apps.directory.models import Organisation
from accord.apps.partnering.actions.matching import match_profile
from accord.apps.partnering.enums import RefusalReason
from accord.apps.partnering.models import Interest, Profile, Refusal
from accord.apps.programmes.models import Party, Programme
from tests import make
from tests.apps.partnering.test_suggestions import DESALTING, SEEDS, need
from tests.journeys.test_partnering import WORDS as WRITING
from tests.journeys.test_partnering import People, people, press, write
from tests.journeys.walking import DESK, PHONE, Walk, do_the_work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Words:
    """What the pages say."""

    everything: str
    why: str
    place: str
    refuse: str
    express: str
    match: str
    unanswered: str
    like: str


WORDS = {
    "en": Words(
        "All suggestions, with the evidence",
        "Why this?",
        "It is number 1 among your suggestions.",
        "Not for us",
        "Express interest",
        "Match the participants",
        "Requests that nobody here answers",
        "would like to meet",
    ),
    "fa": Words(
        "همهٔ پیشنهادها، با دلیل",
        "چرا این؟",
        "در میان پیشنهادهای شما در جایگاه 1 است.",
        "مناسب ما نیست",
        "اعلام علاقه‌مندی",
        "جفت‌یابی شرکت‌کنندگان",
        "درخواست‌هایی که اینجا کسی پاسخ‌گویشان نیست",
        "مایل به دیدار",
    ),
}


@dataclass(frozen=True)
class Fair:
    """Two requests in Russian, of the other side, and an event at which all three meet."""

    folk: People
    water: Profile
    wheat: Profile
    event: Event
    vega: Attendance


def fair(language: str) -> Fair:
    """Return it; Vega has not written its profile yet."""
    folk = people(language)
    vega, mira = (_spoken_for(user) for user in (folk.writer, folk.other))
    niva = make.organisation(make.text("Niva"), owner=mira.owner)
    event = make.event(Programme.objects.get(), slots=4, tables=2)
    event.state = EventState.WISHING
    event.save()
    guests = [make.attendance(event, one, party=_party(one)) for one in (vega, mira, niva)]
    water, wheat = need(mira, DESALTING, "ru"), need(niva, SEEDS, "ru")
    for request in (water, wheat):
        match_profile(request.pk, make.NOON)
    return Fair(folk, water, wheat, event, guests[0])


def _party(organisation: Organisation) -> Party:
    assert organisation.owner_id is not None
    return Party.objects.get(pk=organisation.owner_id)


def _spoken_for(user: User) -> Organisation:
    return Organisation.objects.get(memberships__person__user=user)


def publish(writer: Walk, reviewer: Walk, folk: People) -> Profile:
    """Have a profile written, with the adviser's words, and published by other eyes."""
    words = WRITING[writer.language]
    writer.sign_in(folk.writer.email)
    writer.go("/profiles/new/")
    writer.open(writer.button(words.go_on))
    writer.page.wait_for_url("**/new/TO/**")
    write(writer, words)
    writer.page.locator("[name=is_anonymous]").uncheck()
    writer.button(words.save).click()
    writer.page.wait_for_url("**/profiles/TO-*/")
    profile = Profile.objects.get(kind="TO")
    press(writer, words.submit)
    reviewer.sign_in(folk.reviewer.email)
    reviewer.go(f"/profiles/{profile.reference}/")
    press(reviewer, words.publish)
    do_the_work()
    return profile


def suggestion(way: Walk, of: Profile) -> Locator:
    """Return the card in which a profile is suggested."""
    return way.page.locator("article.suggestion").filter(has_text=of.reference)


@pytest.mark.parametrize(
    ("language", "screen"), [("en", DESK), ("fa", PHONE)], ids=["en at a desk", "fa on a phone"]
)
def test_from_a_profile_to_an_interest_and_a_wish(
    walk: Callable[..., Walk], language: str, screen: dict[str, int]
) -> None:
    world, words = fair(language), WORDS[language]
    writer, reviewer = (walk(language, viewport=screen) for _ in range(2))
    profile = publish(writer, reviewer, world.folk)

    writer.go("/profiles/suggestions/")
    writer.look()
    writer.open(writer.link(words.everything))
    writer.page.wait_for_url(f"**/{profile.reference}/suggestions/")
    writer.look()
    best = writer.page.locator("article.suggestion").first
    expect(best).to_contain_text(world.water.reference)
    said = best.locator("blockquote[lang=ru]").inner_text()
    assert said in DESALTING
    assert best.locator(f"blockquote[lang={language}]").count() == 1

    writer.open(best.get_by_role("link", name=words.why))
    expect(writer.page.get_by_text(words.place)).to_be_visible()
    writer.look()
    writer.page.go_back()

    other = suggestion(writer, world.wheat)
    writer.open(other.get_by_role("button", name=words.refuse).first)
    asked = writer.page.locator(f"[id='{world.wheat.reference}']")
    expect(asked).to_be_visible()
    writer.look()
    asked.locator("[name=reason]").select_option("field")
    writer.open(asked.get_by_role("button", name=words.refuse))
    expect(other).to_have_count(0)
    expect(writer.page.locator("#refused")).to_be_visible()
    writer.look()
    assert Refusal.objects.get().reason == RefusalReason.FIELD

    writer.open(suggestion(writer, world.water).get_by_role("link", name=words.express))
    writer.fill("message", WRITING[language].text)
    writer.open(writer.button(WRITING[language].send))
    writer.page.wait_for_url("**/profiles/interests/EI-*/")
    assert Interest.objects.get().profile == world.water
    do_the_work()
    _meet(writer, reviewer, world)


def _meet(company: Walk, manager: Walk, world: Fair) -> None:
    """Have the participants matched, and make a wish of a suggestion in one click."""
    words = WORDS[company.language]
    manager.go(f"/events/{world.event.reference}/suggestions/")
    manager.look()
    press(manager, words.match)
    do_the_work()
    manager.page.reload()
    expect(manager.page.get_by_text(words.unanswered)).to_be_visible()
    manager.look()

    company.go(f"/events/{world.event.reference}/participants/{world.vega.code}/suggestions/")
    company.look()
    first = company.page.locator("article.suggestion")
    expect(first).to_have_count(1)  # what was refused does not come back
    company.open(first.get_by_role("button", name=words.like))
    expect(first.locator(".badge")).to_have_text(words.like)
    company.look()

    wish = Wish.objects.get()
    assert (wish.wisher, wish.strength) == (world.vega, Strength.LIKE)
    assert wish.wished.organisation == world.water.organisation
