from accord.engine.calendars import Calendar, Digits, Presentation

ENGLISH = Presentation("en", Calendar.GREGORIAN, Digits.LATN, "Europe/Minsk")
PERSIAN = Presentation("fa", Calendar.JALALI, Digits.ARABEXT, "Asia/Tehran")
RUSSIAN = Presentation("ru", Calendar.GREGORIAN, Digits.LATN, "Europe/Minsk")
EVERYBODY = tuple(
    Presentation(language, calendar, digits)
    for language in ("en", "fa", "ru")
    for calendar in Calendar
    for digits in Digits
)
