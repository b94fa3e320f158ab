"""Why a text could not be read as a number, a day or a time: one sentence per reason."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accord.engine.calendars import UnreadableClockError, UnreadableDayError
from accord.engine.text import UnreadableNumberError

_DAY = _(
    "“%(text)s” is not a day that can be read. "
    "Please write it like %(example)s; both calendars are understood."
)
_NUMBER = _("“%(text)s” is not a number. Please write digits only, for example 12.")
REASONS = {
    "day.unreadable": _DAY,
    "day.short-year": _(
        "The year in “%(text)s” is too short. Please write all four digits, like %(example)s."
    ),
    "day.year": _(
        "The year in “%(text)s” is out of range. Please write the day like %(example)s."
    ),
    "day.impossible": _(
        "There is no day “%(text)s”. "
        "Please check the day and the month; a day looks like %(example)s."
    ),
    "day.two-calendars": _(
        "“%(text)s” mixes two calendars. Please write one day, like %(example)s."
    ),
    "day.weekday": _("“%(text)s” is another weekday: %(weekday)s. Please check the day."),
    "clock.unreadable": _("“%(text)s” is not a time of day. Please write it like 09:30."),
    "number.not-a-number": _NUMBER,
    "number.too-long": _("This number is too long. Please check it."),
    "number.grouping": _(
        "The digits of “%(text)s” are grouped in an unusual way. "
        "Please write the number without separators."
    ),
    "number.ambiguous": _(
        "“%(text)s” can be read in two ways. Please write the number without separators."
    ),
    "number.not-whole": _("“%(text)s” is not a whole number. Please write it without a fraction."),
}
_SHORT = {"day": _DAY, "clock": REASONS["clock.unreadable"], "number": _NUMBER}


def refusal(
    error: UnreadableNumberError | UnreadableDayError | UnreadableClockError,
) -> ValidationError:
    """Return the sentence for a reader."""
    sentence = REASONS.get(error.code) or _SHORT[error.code.partition(".")[0]]
    return ValidationError(sentence, code=error.code, params=dict(error.facts))
