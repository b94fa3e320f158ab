"""Digits of every script, and numbers as people write them."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

SYSTEMS: Mapping[str, str] = MappingProxyType(
    {"latn": "0123456789", "arabext": "۰۱۲۳۴۵۶۷۸۹", "arab": "٠١٢٣٤٥٦٧٨٩"}
)
LONGEST_NUMBER = 40  # characters; longer is a pasted column, not a number

_COMMA_LANGUAGES = frozenset(
    {"ru"}
)  # of the languages we speak, who writes 1,5 for one and a half
_MESSAGES = MappingProxyType(
    {
        "number.empty": "There is no number here.",
        "number.too-long": "This is too long to be one number.",
        "number.not-a-number": "This is not a number written in digits.",
        "number.grouping": "The separators do not stand between groups of three digits.",
        "number.ambiguous": "This can be read as thousands or as a fraction.",
        "number.not-whole": "This is not a whole number.",
    }
)


class UnreadableNumberError(ValueError):
    """A text is not a number that can be read in one way only.

    Parameters
    ----------
    code
        One of ``number.empty``, ``number.too-long``, ``number.not-a-number``,
        ``number.grouping``, ``number.ambiguous``, ``number.not-whole``; for programs and
        for the sentence in the reader's language.
    text
        What was found, at most 40 characters of it.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(_MESSAGES[code])
        self.code = code
        self.facts = {"text": text[:LONGEST_NUMBER]}


class _Digits(dict[int, str]):
    """Code point to the same digit in one system; other characters to themselves."""

    def __init__(self, digits: str) -> None:
        super().__init__()
        self._digits = digits

    def __missing__(self, code: int) -> str:
        value = unicodedata.decimal(chr(code), None)
        self[code] = chr(code) if value is None else self._digits[value]
        return self[code]


_TABLES = {system: _Digits(digits) for system, digits in SYSTEMS.items()}


def ascii_digits(text: str) -> str:
    """Return the text with the decimal digits of every script as 0 to 9."""
    return text.translate(_TABLES["latn"])


def native_digits(text: str, system: str) -> str:
    """Return the text with its decimal digits in another system.

    Parameters
    ----------
    text
        Any text; only its digits change.
    system
        ``latn`` (0123), ``arabext`` (۰۱۲۳, Persian) or ``arab`` (٠١٢٣), as CLDR names them.

    Raises
    ------
    ValueError
        When there is no such system.
    """
    if system not in _TABLES:
        raise ValueError(f"There is no digit system {system!r}; there are {', '.join(SYSTEMS)}.")
    return text.translate(_TABLES[system])


# "٫" stays as the one sign that can only mean a fraction, "'" as one that can only mean thousands.
_SAME = str.maketrans({"٬": "'", "،": "'", "’": "'", "−": "-", "‐": "-", "–": "-"})
_INVISIBLE = re.compile("[\u200c-\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
# Written from the right, the sign of a Persian number often ends up behind it.
_SIGNED = re.compile(r"([+-]?) ?([0-9 ',.٫]*[0-9]) ?(-?)")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([ ',.])[0-9]{3})(?:\1[0-9]{3})*|[0-9]*")
_ONE_COMMA = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_ONE_POINT = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")


def parse_decimal(text: str, language: str = "") -> Decimal:
    """Read a number as people write it: ``1,234.5``, ``۱٬۲۳۴٫۵``, ``1 234,5``, ``-7``.

    Parameters
    ----------
    text
        Digits of any script; a point, a comma or ``٫`` before the fraction; spaces, commas,
        points, apostrophes or ``٬`` between groups of three.
    language
        Who writes. It settles ``1,234`` alone, which is a thousand in English and Persian
        and one and a bit in Russian; without it such a number is refused.

    Returns
    -------
    Decimal
        With the digits after the point as written.

    Raises
    ------
    UnreadableNumberError
        When it is no number, or can be read in two ways.
    """
    sign, body = _prepared(text)
    if _ONE_COMMA.fullmatch(body):
        if not language:
            raise UnreadableNumberError("number.ambiguous", text)
        body = body.replace(",", "٫" if language.partition("-")[0] in _COMMA_LANGUAGES else "'")
    whole, fraction = _split(body)
    if not _GROUPED.fullmatch(whole) or not re.fullmatch("[0-9]*", fraction):
        raise UnreadableNumberError("number.grouping", text)
    digits = re.sub("[^0-9]", "", whole) or "0"
    return Decimal(f"{sign}{digits}.{fraction}" if fraction else f"{sign}{digits}")


def parse_integer(text: str) -> int:
    """Read a whole number as people write it: ``1,234``, ``۱٬۲۳۴``, ``1 234``, ``12.0``.

    Parameters
    ----------
    text
        As in `parse_decimal`; a fraction may only be zero, as spreadsheets write it.
        ``1.234`` is refused, because a thousand and a fraction look alike there.

    Raises
    ------
    UnreadableNumberError
        When it is no number, not whole, or can be read in two ways.
    """
    _, body = _prepared(text)
    if _ONE_POINT.fullmatch(body):
        raise UnreadableNumberError("number.ambiguous", text)
    value = parse_decimal(text, "en")
    if value != int(value):
        raise UnreadableNumberError("number.not-whole", text)
    return int(value)


def _prepared(text: str) -> tuple[str, str]:
    """Return the sign and the rest, digits in ASCII, each separator in one form."""
    plain = " ".join(_INVISIBLE.sub("", ascii_digits(text)).translate(_SAME).split())
    if not plain:
        raise UnreadableNumberError("number.empty", text)
    if len(plain) > LONGEST_NUMBER:
        raise UnreadableNumberError("number.too-long", text)
    found = _SIGNED.fullmatch(plain)
    if found is None or (found[1] and found[3]):
        raise UnreadableNumberError("number.not-a-number", text)
    return (found[1] or found[3]).removeprefix("+"), found[2]


def _split(body: str) -> tuple[str, str]:
    """Return the whole part with its separators, and the digits of the fraction."""
    if "٫" in body:
        whole, _, fraction = body.partition("٫")
        return whole, fraction
    last = max(body.rfind("."), body.rfind(","))
    is_fraction = last >= 0 and body.count(body[last]) == 1
    return (body[:last], body[last + 1 :]) if is_fraction else (body, "")
