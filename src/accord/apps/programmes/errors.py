"""Refusals of programmes."""

from django.utils.translation import gettext_lazy as _

from accord.apps.core.errors import DomainError


class PartyCodeTakenError(DomainError):
    """Another party has the code already."""

    code = "programmes.party-code-taken"
    message = _("Another party has the code “%(party)s” already. Choose a different code.")


class NoWorkingDayError(DomainError):
    """The week of a party would be all weekend."""

    code = "programmes.no-working-day"
    message = _("A week needs at least one working day. Leave one day out of the weekend.")
    status = 422


class HolidaysUnknownError(DomainError):
    """No list of public holidays is known for the party's country and year."""

    code = "programmes.holidays-unknown"
    message = _(
        "The public holidays of %(country)s in %(year)s are not known here. Add them one by one."
    )
    status = 422


class TooFewPartiesError(DomainError):
    """A programme would have fewer than two owners."""

    code = "programmes.too-few-parties"
    message = _("A programme is owned by at least two parties. Choose one more.")
    status = 422


class StrangersError(DomainError):
    """A manager would bind a party that never agreed to work with theirs."""

    code = "programmes.strangers"
    message = _(
        "Your side has no programme with %(parties)s yet. "
        "Ask an administrator to found the first one."
    )
    status = 403


class EndsBeforeItStartsError(DomainError):
    """A period ends on or before the day on which it starts."""

    code = "programmes.ends-before-it-starts"
    message = _("The last day lies before the first. Choose a later one.")
    status = 422


class AreaNumberTakenError(DomainError):
    """Another priority area of the programme has the number already."""

    code = "programmes.area-number-taken"
    message = _("Priority area %(number)s exists already. Choose a different number.")


class AreaWithdrawnError(DomainError):
    """The priority area was withdrawn and can no longer be changed."""

    code = "programmes.area-withdrawn"
    message = _("This priority area was withdrawn and can no longer be changed.")


class NotAnOwnerError(DomainError):
    """The party does not own the programme for which it would act."""

    code = "programmes.not-an-owner"
    message = _("%(party)s is not a party of this programme. Choose one of its parties.")
    status = 422


class RoleHeldError(DomainError):
    """The person holds the very role already."""

    code = "programmes.role-held"
    message = _("%(name)s holds this role already. There is nothing to give.")


class RoleEndedError(DomainError):
    """The role has ended before."""

    code = "programmes.role-ended"
    message = _("This role has already ended.")
