"""Refusals of partnering."""

from django.utils.translation import gettext_lazy as _

from accord.apps.core.errors import DomainError


class NotInThisStateError(DomainError):
    """The step does not start from where the profile stands."""

    code = "partnering.not-in-this-state"
    message = _("This cannot be done now: %(reference)s is %(state)s.")


class NotReadyError(DomainError):
    """Something that the kind of profile must say is missing."""

    code = "partnering.not-ready"
    message = _("Please put this right before the review: %(problem)s")
    status = 422


class RefusedTextError(DomainError):
    """The text speaks of weapons or of a military end use."""

    code = "partnering.refused-text"
    message = _(
        "Accord serves civil technology only, and this profile speaks of “%(words)s”. "
        "It cannot be sent to review like this. "
        "If the use is civil, please describe that use in other words."
    )
    status = 422


class FourEyesError(DomainError):
    """Whoever wrote or sent a profile is not the one who publishes it."""

    code = "partnering.four-eyes"
    message = _(
        "You wrote or sent this profile yourself. "
        "Please ask a colleague of your side to review it."
    )
    status = 403


class TooManyError(DomainError):
    """More is chosen than a profile can carry."""

    code = "partnering.too-many"
    message = _("%(field)s: choose at most %(most)s.")
    status = 422


class TooLongTextError(DomainError):
    """A text is longer than its field."""

    code = "partnering.too-long"
    message = _("%(field)s: the text has %(length)s characters; at most %(most)s are possible.")
    status = 422


class UnknownChoiceError(DomainError):
    """A value stands in no list."""

    code = "partnering.unknown-choice"
    message = _("%(field)s: “%(value)s” cannot be chosen.")
    status = 422


class TitleMissingError(DomainError):
    """A draft without a title cannot be found again."""

    code = "partnering.title-missing"
    message = _("Please write a title in at least one language.")
    status = 422


class NotItsContactError(DomainError):
    """The contact person does not belong to the organisation."""

    code = "partnering.not-its-contact"
    message = _("The contact person must belong to the organisation of the profile.")
    status = 422


class ExtendedAlreadyError(DomainError):
    """The validity was extended once; then a fresh look is due."""

    code = "partnering.extended-already"
    message = _(
        "The validity was extended once already. Please reopen the profile, bring it up to date "
        "and send it to review again."
    )


class OrganisationWithdrawnError(DomainError):
    """The organisation is out of use."""

    code = "partnering.organisation-withdrawn"
    message = _("This organisation was withdrawn from the directory. It cannot have new profiles.")


class NoInterestTakenError(DomainError):
    """The profile is not open for interest, or no longer valid."""

    code = "partnering.no-interest-taken"
    message = _("%(reference)s takes no expressions of interest at present.")


class OwnProfileError(DomainError):
    """An organisation would answer itself."""

    code = "partnering.own-profile"
    message = _("This profile is your organisation's own. Nobody expresses interest in that.")
    status = 403


class InterestedAlreadyError(DomainError):
    """The organisation has expressed interest, and that is still open."""

    code = "partnering.interested-already"
    message = _("%(organisation)s has expressed interest in this profile already.")


class MessageMissingError(DomainError):
    """Nobody answers an empty letter."""

    code = "partnering.message-missing"
    message = _("Please write what interests you, in a few sentences.")
    status = 422


class InterestNotInThisStateError(DomainError):
    """The step does not start from where the expression of interest stands."""

    code = "partnering.interest-not-in-this-state"
    message = _("This cannot be done now. The expression of interest stands at: %(state)s.")


class NotYourStepError(DomainError):
    """The step is for whoever wrote the profile."""

    code = "partnering.not-your-step"
    message = _("Only whoever wrote the profile can do this.")
    status = 403


class EndpointError(DomainError):
    """The server that should make vectors of texts does not answer."""

    code = "partnering.endpoint"
    message = _("The embeddings server at %(url)s cannot be used: %(problem)s.")
    status = 503


class NotToOneselfError(DomainError):
    """The two profiles cannot be suggested to each other."""

    code = "partnering.not-to-oneself"
    message = _("A profile is not compared with itself.")
    status = 422


class NotARequestError(DomainError):
    """Offers are found, requests choose; only these have a shortlist."""

    code = "partnering.not-a-request"
    message = _("Only a request has a shortlist, and %(reference)s is an offer.")
    status = 422


class ShortlistFullError(DomainError):
    """More can no longer be seen side by side."""

    code = "partnering.shortlist-full"
    message = _("A shortlist holds at most %(most)s profiles. Please take one off first.")


class EmptyGroupError(DomainError):
    """Nobody of the group has a valid profile under its name."""

    code = "partnering.empty-group"
    message = _("%(group)s: nobody with a published profile that you may read is in this group.")
    status = 422


class LargeGroupError(DomainError):
    """The group is larger than pairs are sought for at once."""

    code = "partnering.large-group"
    message = _(
        "%(group)s has %(count)s profiles; at most %(most)s are compared at once. "
        "Please choose a smaller group."
    )
    status = 422
