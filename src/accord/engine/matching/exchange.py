"""Documents and queries read from JSON, rankings written as JSON."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from accord.engine.matching.documents import Document

MOST: Final = 1000  # places of one list
_LONE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Task:
    """What the command line is asked for.

    Parameters
    ----------
    documents
        What is ranked.
    queries
        For each of which a list is wanted.
    top
        Places of a list, 1 to 1,000.
    fair
        Whether the lists are allocated together, so that everybody is shown.
    """

    documents: tuple[Document, ...]
    queries: tuple[Document, ...]
    top: int
    fair: bool


def task_from(content: object) -> Task:
    """Read a task.

    Raises
    ------
    ValueError
        With a sentence that says what is wrong, and where.
    """
    if not isinstance(content, dict):
        raise ValueError("The file must hold an object with documents and queries.")  # noqa: TRY004 -- one kind of refusal
    top = content.get("top", 10)
    fair = content.get("fair", False)
    if not isinstance(top, int) or isinstance(top, bool) or not 1 <= top <= MOST:
        raise ValueError(f"top must be a whole number from 1 to {MOST}, not {top!r}.")
    if not isinstance(fair, bool):
        raise ValueError(f"fair must be true or false, not {fair!r}.")  # noqa: TRY004 -- the same
    return Task(_documents(content, "documents"), _documents(content, "queries"), top, fair)


def _documents(content: Mapping[str, object], name: str) -> tuple[Document, ...]:
    entries = content.get(name)
    if not isinstance(entries, list):
        raise ValueError(f"{name} must be a list.")  # noqa: TRY004 -- the same
    found = tuple(_document(entry, f"{name}[{row}]") for row, entry in enumerate(entries))
    keys: set[str] = set()
    for document in found:
        if document.key in keys:
            raise ValueError(f"{name} holds the id {document.key} twice.")
        keys.add(document.key)
    return found


def _document(entry: object, place: str) -> Document:
    if not isinstance(entry, dict):
        raise ValueError(f"{place} must be an object with id, language and text.")  # noqa: TRY004 -- the same
    for name in ("id", "text"):
        if not isinstance(entry.get(name), str) or not entry[name].strip():
            raise ValueError(f"{place} needs {name}, a text that is not empty.")
        if _LONE.search(entry[name]):
            raise ValueError(f"{place} has half a character (a lone surrogate) in its {name}.")
    language = entry.get("language") or ""
    if not isinstance(language, str):
        raise ValueError(f"{place} has a language that is not a text.")  # noqa: TRY004 -- the same
    language = language.strip().replace("_", "-").casefold()
    return Document(entry["id"], entry["text"], language)
