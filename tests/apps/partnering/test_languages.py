"""In which language a profile was written, and its versions in others."""

from typing import Any

import pytest
from django.test import Client

from accord.apps.core.enums import Role
from accord.apps.partnering.adapters import quality, tongues
from accord.apps.partnering.adapters.facts import ProfileFacts, Written
from accord.apps.partnering.enums import ProfileKind
from accord.apps.partnering.models import Profile
from tests import make
from tests.apps.partnering.profiles import SUMMARY, Sides, profile
from tests.site.filled import filled

pytestmark = pytest.mark.django_db

PERSIAN = (
    "غشای سرامیکی آب لب‌شور را با نیمی از انرژی معمول شیرین می‌کند و در سه روستا به کار رفته است."
)
TURKISH = (
    "Acı suyu yarı enerjiyle tatlı suya çeviren seramik bir membran sunuyoruz; pompa üreten bir "
    "ortak arıyoruz."
)


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        ({"en": SUMMARY}, "en"),
        ({"fa": PERSIAN}, "fa"),
        ({"en": "Membrane", "fa": PERSIAN}, "fa"),
        ({"en": TURKISH}, "tr"),
        ({"en": "Membran"}, "en"),
        ({"en": "1234 5678 " * 10}, "en"),
        ({}, ""),
    ],
)
def test_the_language_is_told_by_the_letters_or_by_the_place(
    texts: dict[str, str], language: str
) -> None:
    facts = ProfileFacts(summary=make.text("").of("", **texts))

    assert tongues.recognised(facts) == language


def test_what_stands_in_the_wrong_place_moves_and_a_translation_stays() -> None:
    facts = ProfileFacts(
        title=make.text("Membran", fa="غشا"), summary=make.text(TURKISH), ipr_notes=make.text("")
    )

    moved = tongues.written_in(facts, "tr")

    assert dict(moved.title.texts) == {"tr": "Membran", "fa": "غشا"}
    assert (moved.title.source, moved.summary.source) == ("tr", "tr")
    assert tongues.written_in(moved, "fa").title.source == "fa"
    assert tongues.written_in(moved, "fa").summary.source == "tr"


def test_an_adviser_asks_when_the_letters_speak_for_another_language() -> None:
    def said(facts: ProfileFacts) -> list[str]:
        found = quality.findings(Written(ProfileKind.BUSINESS_REQUEST, facts))
        return [each.sentence for each in found if each.code == "other-language"]

    doubtful = ProfileFacts(title=make.text("Membran"), summary=make.text(TURKISH))
    (sentence,) = said(doubtful)

    assert "\u2068Turkish\u2069" in sentence
    assert said(tongues.written_in(doubtful, "tr")) == []


def form(client: Client, path: str, **changes: Any) -> dict[str, Any]:
    """Return what the form on a page would send, with changes."""
    return filled(client.get(path).content.decode()) | changes


def test_the_source_language_is_recognised_shown_and_changed(client: Client) -> None:
    sides = Sides()
    client.force_login(make.role_holder(Role.MANAGER, sides.north))
    path = f"/profiles/new/TR/{sides.vega.reference}/"
    typed = {"title_en": "Membran", "summary_en": TURKISH, "visibility": "shared"}
    check = f"/profiles/check/TR/{sides.vega.reference}/"

    unsure = client.post(check, typed).content.decode()
    sure = client.post(check, typed | {"language": "tr"}).content.decode()
    client.post(path, typed | {"language": "tr"})

    made = Profile.objects.get()
    assert "Written in: English (recognised)" in unsure
    assert "choose that under “Written in”" in unsure
    assert "Written in: Turkish" in sure
    assert "(recognised)" not in sure
    assert (made.title.source, dict(made.title.texts)) == ("tr", {"tr": "Membran"})
    page = client.get(f"/profiles/{made.reference}/").content.decode()
    assert "Turkish" in page
    assert 'lang="tr"' in page


def test_a_version_in_a_further_language_stands_beside_the_original(client: Client) -> None:
    sides = Sides()
    made = profile(sides.vega)
    client.force_login(make.role_holder(Role.MANAGER, sides.north))
    path = f"/profiles/{made.reference}/edit/"

    typed = form(client, path, title_en="Clay membrane", add="1", add_language="tr", trl="۸")
    more = client.post(path, typed).content.decode()
    asked = filled(more)
    made.refresh_from_db()
    assert (asked["title_en"], asked["trl"], asked["further"]) == (
        ["Clay membrane"],
        ["8"],
        ["tr"],
    )
    assert str(made.title) == "Ceramic membrane for brackish water"

    client.post(path, asked | {"title_tr": "Seramik membran"})

    made.refresh_from_db()
    assert made.title.texts["tr"] == "Seramik membran"
    assert (made.title.source, made.trl) == ("en", 8)
    assert filled(client.get(path).content.decode())["title_tr"] == ["Seramik membran"]
    assert (
        "also in Persian · Turkish" in client.get(f"/profiles/{made.reference}/").content.decode()
    )


def test_a_language_that_nobody_knows_adds_no_fields(client: Client) -> None:
    sides = Sides()
    client.force_login(make.role_holder(Role.MANAGER, sides.north))
    path = f"/profiles/new/TR/{sides.vega.reference}/"

    page = client.post(path, {"add": "1", "add_language": "<b>", "further": "xx zh tr"})

    assert filled(page.content.decode())["further"] == ["zh tr"]
    assert list(Profile.objects.all()) == []


def test_texts_of_different_origin_are_kept_when_nothing_is_changed(client: Client) -> None:
    sides = Sides()
    made = profile(sides.vega, title=make.text("غشا", "fa", en="Membrane"))
    client.force_login(make.role_holder(Role.MANAGER, sides.north))
    path = f"/profiles/{made.reference}/edit/"

    answer = client.post(path, form(client, path), follow=True)

    assert "Nothing was changed." in answer.content.decode()
    made.refresh_from_db()
    assert (made.title.source, made.summary.source) == ("fa", "en")
