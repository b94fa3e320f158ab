"""Text of people in every script: cleaned, folded, counted, read as numbers and compared.

>>> from accord.engine.text import clean, fold, parse_integer, similar
"""

from accord.engine.text.folding import clean, fold
from accord.engine.text.likeness import similar, transliterate_key
from accord.engine.text.numerals import (
    UnreadableNumberError,
    ascii_digits,
    native_digits,
    parse_decimal,
    parse_integer,
)
from accord.engine.text.scripts import direction_of, language_direction, script_of

__all__ = [
    "UnreadableNumberError",
    "ascii_digits",
    "clean",
    "direction_of",
    "fold",
    "language_direction",
    "native_digits",
    "parse_decimal",
    "parse_integer",
    "script_of",
    "similar",
    "transliterate_key",
]
