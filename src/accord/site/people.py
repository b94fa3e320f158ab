"""Who a signed-in user is to every context: roles, organisations, partners."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from accord.apps.accounts.models import User
from accord.apps.core.acting import Acting, Grant
from accord.apps.core.enums import Door, Role
from accord.apps.directory.queries import records as directory
from accord.apps.programmes import queries as programmes
from accord.engine.calendars import Calendar, Digits, Presentation


def acting_of(user: User | AnonymousUser, *, at: datetime, door: Door, language: str) -> Acting:
    """Return the circumstances in which the user acts at that moment."""
    if not isinstance(user, User) or not user.is_active:
        return Acting(who="", at=at, door=door, language=language)
    grants = programmes.grants_of(user, on=at.date())
    if user.is_staff:
        grants |= {Grant(Role.ADMINISTRATOR)}
    person, organisations = directory.spoken_for_by(user, on=at.date())
    return Acting(
        who=str(user.pk),
        name=user.get_full_name(),
        at=at,
        door=door,
        language=language,
        grants=frozenset(grants),
        organisations=organisations,
        partners=programmes.partners_of({grant.side for grant in grants if grant.side}),
        person=person,
    )


def operator(at: datetime, *, language: str = "en") -> Acting:
    """Return whoever runs the command line: they hold the database in their hands."""
    return Acting(
        who="operator",
        name="operator",
        at=at,
        door=Door.CLI,
        language=language,
        grants=frozenset({Grant(Role.ADMINISTRATOR)}),
    )


def presentation_for(language: str) -> Presentation:
    """Return how somebody of that language reads who told us nothing else."""
    if language == "fa":
        return Presentation(language, Calendar.JALALI, Digits.ARABEXT, "Asia/Tehran")
    zones = {"ru": "Europe/Moscow"}
    return Presentation(language, Calendar.GREGORIAN, Digits.LATN, zones.get(language, "UTC"))
