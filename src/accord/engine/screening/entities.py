"""Who is listed, who is asked for, and where a list is from."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

_YEAR: Final = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_FULL_FIRST: Final = re.compile(r"(?<!\d)((?:1[89]|20)\d\d)[-./](\d\d?)[-./](\d\d?)(?!\d)")
_FULL_LAST: Final = re.compile(r"(?<!\d)(\d\d?)[-./](\d\d?)[-./]((?:1[89]|20)\d\d)(?!\d)")


class NameKind(StrEnum):
    """What kind of names are compared with one another."""

    PERSON = "person"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody who is listed or asked for.

    Parameters
    ----------
    key
        By which it is known to whoever asks.
    schema
        ``Person``, or the kind of body: ``Organization``, ``Company``, ``Vessel``; what may be
        either (``LegalEntity``, ``Thing``, nothing) is compared with both.
    names
        At least one, in any script; a name may hold several between commas.
    birth_date
        As given: a day, a year, several; may be nothing.
    countries
        ISO 3166 codes of two letters.
    source
        The list that it is on; ``""`` where there is one list only.
    """

    key: str
    schema: str
    names: tuple[str, ...]
    birth_date: str = ""
    countries: tuple[str, ...] = ()
    source: str = ""

    @property
    def kinds(self) -> tuple[NameKind, ...]:
        """What kinds of names it has."""
        if self.schema == "Person":
            return (NameKind.PERSON,)
        if self.schema in ("", "LegalEntity", "Thing"):
            return (NameKind.PERSON, NameKind.BODY)
        return (NameKind.BODY,)

    @property
    def digest(self) -> bytes:
        """SHA-256 of all that is said of it."""
        return hashlib.sha256(_bytes(asdict(self))).digest()


@dataclass(frozen=True, slots=True)
class Source:
    """A version of a list that was screened against.

    Parameters
    ----------
    key
        Of the list.
    version
        As its publisher or whoever loaded it calls it; may be nothing.
    entities
        How many.
    digest
        SHA-256 over all of them, in hexadecimal; the order in which they came plays no part.
    """

    key: str
    version: str
    entities: int
    digest: str


def digest_of(digests: Iterable[bytes]) -> str:
    """Return one digest of several, whatever their order."""
    return hashlib.sha256(b"".join(sorted(digests))).hexdigest()


def years(date: str) -> frozenset[int]:
    """Return the years that a date as given names."""
    return frozenset(map(int, _YEAR.findall(date)))


def days(date: str) -> frozenset[tuple[int, int, int]]:
    """Return the full days that a date as given names, as year, month, day."""
    first = {(int(year), int(month), int(day)) for year, month, day in _FULL_FIRST.findall(date)}
    last = {(int(year), int(month), int(day)) for day, month, year in _FULL_LAST.findall(date)}
    return frozenset(first | last)


def _bytes(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=True, sort_keys=True).encode()
