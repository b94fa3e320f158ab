"""Cases read from a folder laid out like the open data; none of it enters the project."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from accord.engine.matching import Document

LATIN = re.compile(r"[A-Za-z]+")
ENDS = re.compile(r"(?<=[.!?؟])\s+")
TAGS = {"eng": "en", "pes": "fa", "rus": "ru", "ara": "ar", "tur": "tr", "arb": "ar"}


@dataclass(frozen=True, slots=True)
class Case:
    """Needs, the pool of offers, and which of them answer each need.

    Parameters
    ----------
    name
        As in the report.
    answers
        Key of a need to the keys of its answers.
    """

    name: str
    needs: tuple[Document, ...]
    offers: tuple[Document, ...]
    answers: Mapping[str, frozenset[str]]


def cordis(folder: Path) -> Case:
    """Call topics as needs, what projects delivered as offers."""
    content = json.loads((folder / "cordis.json").read_text(encoding="utf-8"))
    offers = tuple(Document(key, text, "en") for key, text in content["offers"].items())
    needs = tuple(Document(key, need["q"], "en") for key, need in content["needs"].items())
    answers = {
        key: frozenset(str(one) for one in need["rel"] if str(one) in content["offers"])
        for key, need in content["needs"].items()
    }
    return Case("CORDIS need → offer", needs, offers, answers)


def packages(folder: Path) -> Case:
    """Russian descriptions without Latin letters among all English ones."""
    content = json.loads((folder / "package_descriptions.json").read_text(encoding="utf-8"))
    pairs = content["pairs"]
    bare = {pair["id"]: " ".join(LATIN.sub(" ", pair["ru"]).split()) for pair in pairs}
    needs = tuple(Document(key, text, "ru") for key, text in bare.items() if text)
    offers = tuple(
        Document(entry["id"], entry["en"], "en") for entry in [*pairs, *content["distractors"]]
    )
    answers = {need.key: frozenset({need.key}) for need in needs}
    return Case("descriptions ru → en", needs, offers, answers)


def purposes(folder: Path) -> Iterator[Case]:
    """Yield the first sentence of each text, with whole texts in three languages as the pool."""
    yield from _mixed(folder, "first sentence", lambda text: ENDS.split(text, maxsplit=1)[0])


def subjects(folder: Path) -> Iterator[Case]:
    """Yield each text, with the texts of all three languages, itself too, as the pool."""
    yield from _mixed(folder, "whole text", lambda text: text)


def _mixed(folder: Path, name: str, asked: Callable[[str], str]) -> Iterator[Case]:
    entries = json.loads((folder / "tldr.json").read_text(encoding="utf-8"))
    languages = ("en", "fa", "ru")
    offers = tuple(
        Document(f"{language}/{entry['id']}", entry[language], language)
        for entry in entries
        for language in languages
    )
    for language in languages:
        needs = tuple(Document(one["id"], asked(one[language]), language) for one in entries)
        answers = {
            one["id"]: frozenset(f"{other}/{one['id']}" for other in languages) for one in entries
        }
        yield Case(f"en+fa+ru by {name}, {language}", needs, offers, answers)


def parallel(folder: Path) -> Iterator[Case]:
    """Yield the translated sentences: Tatoeba into English, FLORES from Persian to Russian."""
    for code in ("pes", "rus", "ara"):
        stem = folder / "tatoeba" / f"tatoeba.{code}-eng"
        yield _lines("Tatoeba", code, stem.with_name(f"{stem.name}.{code}"), "eng", stem)
    flores = folder / "flores200"
    yield _lines("FLORES", "pes", flores / "pes_Arab.devtest", "rus", flores / "rus_Cyrl")


def _lines(name: str, code: str, needs: Path, into: str, offers: Path) -> Case:
    target = offers.with_name(f"{offers.name}.{'devtest' if name == 'FLORES' else into}")
    texts = [path.read_text(encoding="utf-8").splitlines() for path in (needs, target)]
    sides = [
        tuple(Document(str(row), text, TAGS[tag]) for row, text in enumerate(lines))
        for lines, tag in zip(texts, (code, into), strict=True)
    ]
    answers = {one.key: frozenset({one.key}) for one in sides[0]}
    return Case(f"{name} {TAGS[code]} → {TAGS[into]}", sides[0], sides[1], answers)


def translated(folder: Path) -> Mapping[str, list[str]]:
    """Return the sentences of FLORES by language, line for line the same."""
    return {
        TAGS[path.name[:3]]: path.read_text(encoding="utf-8").splitlines()
        for path in sorted((folder / "flores200").glob("*.devtest"))
    }
