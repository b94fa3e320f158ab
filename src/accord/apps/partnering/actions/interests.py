"""Express interest in a profile, and record what comes of it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accord.apps.core import audit, outbox
from accord.apps.core.acting import Acting
from accord.apps.core.errors import ReasonMissingError
from accord.apps.core.references import next_reference
from accord.apps.directory.models import Organisation
from accord.apps.partnering import policies
from accord.apps.partnering.enums import ClosingReason, Deed, InterestState
from accord.apps.partnering.errors import (
    InterestedAlreadyError,
    MessageMissingError,
    NotItsContactError,
    TooLongTextError,
)
from accord.apps.partnering.events import InterestMoved
from accord.apps.partnering.models import Interest, Profile
from accord.apps.partnering.queries import interests as queries
from accord.apps.partnering.queries import profiles
from accord.apps.partnering.workflow import INTEREST, LONGEST_MESSAGE

PREFIX = "EI"
# The moment that a step leaves behind, besides that of the last step.
_MOMENTS = {"accept": "accepted_at", "exchange": "exchanged_at"}


def express_interest(
    acting: Acting,
    profile: Profile,
    *,
    organisation: Organisation,
    message: str,
    contact: UUID | None = None,
) -> Interest:
    """Express interest in the profile in the name of an organisation.

    Parameters
    ----------
    message
        Up to 2,000 characters, in any language.
    contact
        The key of a person of the organisation, named to the other side with the contacts.

    Raises
    ------
    NoInterestTakenError
        When the profile is closed for interest or not valid.
    OwnProfileError
        When it is the organisation's own.
    InterestedAlreadyError
        When the organisation has expressed interest before and that is still open.
    MessageMissingError, TooLongTextError, NotItsContactError
        When what is said cannot stand.
    """
    with transaction.atomic():
        fresh = profiles.profile_with_facts(profile.pk)
        policies.may_express(acting, fresh, organisation).require()
        said = _readable(message)
        if queries.is_interested(organisation, fresh):
            name = organisation.name.in_language(acting.language)
            raise InterestedAlreadyError(organisation=name)
        people = profiles.people_of(organisation, on=acting.at.date())
        if contact is not None and contact not in {person.pk for person in people}:
            raise NotItsContactError
        interest = Interest.objects.create(
            reference=next_reference(PREFIX, acting.at),
            profile=fresh,
            organisation=organisation,
            owner_id=organisation.owner_id,
            contact_id=contact,
            message=said,
            sent_at=acting.at,
            moved_at=acting.at,
        )
        _tell(acting, interest, Deed.INTEREST_SENT, "send")
    return interest


def move_interest(acting: Acting, interest: Interest, step: str) -> None:
    """Take a step: ``accept``, ``exchange``, ``negotiate`` or ``agree``.

    Raises
    ------
    NotYourStepError
        When the step is for whoever wrote the profile.
    InterestNotInThisStateError
        When the step does not start from here.
    """
    with transaction.atomic():
        fresh = queries.interest_to_move(interest.reference)
        policies.may_move(acting, fresh, step).require()
        columns = ["state", "moved_at"]
        if moment := _MOMENTS.get(step):
            setattr(fresh, moment, acting.at)
            columns.append(moment)
        _take(acting, fresh, step, columns)


def close_interest(
    acting: Acting, interest: Interest, *, reason: ClosingReason, note: str = ""
) -> None:
    """Record that nothing comes of it, and why; both sides read the reason.

    Raises
    ------
    ReasonMissingError
        When the reason is “another one” and nothing is noted.
    InterestNotInThisStateError
        When it ended before.
    """
    if reason == ClosingReason.OTHER and not note.strip():
        raise ReasonMissingError
    with transaction.atomic():
        fresh = queries.interest_to_move(interest.reference)
        policies.may_move(acting, fresh, "close").require()
        fresh.closed_reason, fresh.closed_note = reason, note.strip()[:500]
        _take(acting, fresh, "close", ["state", "moved_at", "closed_reason", "closed_note"])


def _readable(message: str) -> str:
    said = message.strip()
    if not said:
        raise MessageMissingError
    if len(said) > LONGEST_MESSAGE:
        raise TooLongTextError(field=_("Message"), length=len(said), most=LONGEST_MESSAGE)
    return said


def _take(acting: Acting, interest: Interest, name: str, columns: list[str]) -> None:
    step = INTEREST[name]
    interest.state, interest.moved_at = InterestState(step.after), acting.at
    interest.save(update_fields=columns)
    _tell(acting, interest, step.deed, name)


def _tell(acting: Acting, interest: Interest, deed: Deed, step: str) -> None:
    audit.record(acting, deed, interest.reference)
    outbox.announce(
        InterestMoved(at=acting.at, interest=str(interest.pk), step=step, who=acting.who)
    )
