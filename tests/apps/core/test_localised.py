"""Text of people in several languages."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accord.apps.core.localised import LocalizedText, listed
from accord.apps.core.models import Side

LANGUAGES = st.sampled_from(["en", "fa", "ru", "de"])
TEXTS = st.dictionaries(LANGUAGES, st.text(min_size=1, max_size=20))


@given(LANGUAGES, TEXTS, st.frozensets(LANGUAGES), st.dictionaries(LANGUAGES, st.just("sara")))
def test_what_is_written_is_read_again(
    source: str, texts: dict[str, str], machine: frozenset[str], checked: dict[str, str]
) -> None:
    text = LocalizedText(source, texts, machine, checked)

    assert LocalizedText.from_json(text.as_json()) == text


@pytest.mark.parametrize(
    ("texts", "asked", "shown"),
    [
        ({"fa": "سلام", "en": "Hello"}, "en", "en"),
        ({"fa": "سلام", "en": "Hello"}, "ru", "fa"),
        ({"ru": "Привет", "en": "Hello"}, "de", "en"),
        ({"de": "Hallo"}, "en", "de"),
        ({}, "en", "en"),
    ],
)
def test_a_missing_language_falls_back_to_the_source_then_to_any(
    texts: dict[str, str], asked: str, shown: str
) -> None:
    assert LocalizedText("fa", texts).language_shown(asked) == shown


def test_an_empty_text_is_no_text() -> None:
    assert not LocalizedText.of("")
    assert str(LocalizedText.of("")) == ""


@pytest.mark.django_db
def test_a_column_keeps_every_language() -> None:
    name = LocalizedText.of("شمال", "fa", en="North")
    Side.objects.create(code="N", name=name)

    assert Side.objects.get(code="N").name == name


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Kama, Volga"), ("ru", "Kama, Volga"), ("fa", "Kama، Volga")]
)
def test_a_list_has_the_comma_of_its_language(language: str, said: str) -> None:
    with translation.override(language):
        assert listed(["Kama", "Volga"]) == said
