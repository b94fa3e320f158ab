"""In which language a profile was written: recognised from its texts, and marked in them."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from accord.apps.core.localised import LocalizedText
from accord.apps.partnering.adapters.facts import TEXTS, ProfileFacts

ENOUGH = 60  # characters from which on a language is told from its letters
SURE = 200  # characters from which on that is surer than the place where a text stands


def recognised(facts: ProfileFacts, *, least: int = ENOUGH) -> str:
    """Return the language in which most of it is written; empty where there is no text.

    Its own letters tell it where there are ``least`` of them, else the place where it stands.
    """
    stands, said = _most(facts)
    return (_told_by_letters(said) if len(said) >= least else "") or stands


def stands_under(facts: ProfileFacts) -> str:
    """Return the language under which most of it was written; empty where there is no text."""
    return _most(facts)[0]


def languages_of(facts: ProfileFacts) -> tuple[str, ...]:
    """Return every language in which something of it is written."""
    found = (language for name in TEXTS for language in getattr(facts, name).texts)
    return tuple(dict.fromkeys(found))


def written_in(facts: ProfileFacts, language: str) -> ProfileFacts:
    """Return the facts with that language as the one of the original.

    Where nothing stands in that language, what most is written under was put in the wrong
    place, and moves.
    """
    texts = {name: getattr(facts, name) for name in TEXTS}
    if language and not any(language in text.texts for text in texts.values()):
        wrong = stands_under(facts)
        texts = {name: _moved(text, wrong, language) for name, text in texts.items()}
    said: dict[str, Any] = {name: _marked(text, language) for name, text in texts.items()}
    return replace(facts, **said)


def _most(facts: ProfileFacts) -> tuple[str, str]:
    """Return the language under which the most text stands, and the text."""
    by_language: dict[str, list[str]] = defaultdict(list)
    for name in TEXTS:
        for language, words in getattr(facts, name).texts.items():
            by_language[language].append(words)
    joined = {language: "\n".join(words) for language, words in by_language.items()}
    return max(joined.items(), key=lambda pair: len(pair[1]), default=("", ""))


def _told_by_letters(text: str) -> str:
    from accord.engine.matching import UNKNOWN, language_of  # noqa: PLC0415 -- heavy

    found = language_of(text)
    return "" if found == UNKNOWN else found.partition("-")[0]


def _moved(text: LocalizedText, wrong: str, language: str) -> LocalizedText:
    if wrong not in text.texts:
        return text
    texts = {language if key == wrong else key: words for key, words in text.texts.items()}
    return LocalizedText(
        source=language if text.source == wrong else text.source,
        texts=texts,
        machine=text.machine - {wrong},
        checked={key: who for key, who in text.checked.items() if key != wrong},
    )


def _marked(text: LocalizedText, language: str) -> LocalizedText:
    return replace(text, source=language) if language in text.texts else text
