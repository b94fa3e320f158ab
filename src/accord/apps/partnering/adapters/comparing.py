"""What one person reads of suggestions: a list of profiles, or two compared."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from uuid import UUID

from accord.apps.core.acting import Acting
from accord.apps.partnering.adapters.encoding import current_model
from accord.apps.partnering.adapters.suggesting import Beside, Told
from accord.apps.partnering.errors import NotToOneselfError
from accord.apps.partnering.models import Profile, Refusal
from accord.apps.partnering.queries import suggestions as queries
from accord.engine.calendars import Presentation

PAIRS = 3  # of sentences where two profiles are compared


@dataclass(frozen=True, slots=True)
class Placed:
    """A suggestion with its place in the list, 1 for the best."""

    place: int
    told: Told


@dataclass(frozen=True, slots=True)
class Compared:
    """Two profiles beside each other.

    Parameters
    ----------
    one
        The other profile, with several pairs of sentences.
    place
        Its place among the suggestions; 0 when it is not among them.
    refusal
        Why it was refused, if it was.
    is_valid
        Whether others read it on that day.
    against
        Sentences that say why it is not among them.
    """

    one: Told
    place: int
    refusal: Refusal | None
    is_valid: bool
    against: tuple[str, ...]


def beside(
    acting: Acting, profile: Profile, others: Sequence[UUID], viewer: Presentation
) -> Beside:
    """Return the profile, ready to be told beside these others; one query."""
    vectors = queries.vectors_of([profile.pk, *others], current_model())
    return Beside(profile, vectors, viewer, acting.at.date())


def placed(
    acting: Acting, profile: Profile, viewer: Presentation, *, among: Container[UUID] | None = None
) -> list[Placed]:
    """Return the suggestions made to a profile with their places; of these others alone, if any.

    The same few queries however many there are.
    """
    keys = queries.keys_suggested(acting, profile)
    kept = [key for key in keys if among is None or key in among]
    places = {key: number for number, key in enumerate(keys, 1)}
    told = told_to(acting, profile, kept, viewer)
    return [Placed(places[one.other.pk], one) for one in told]


def told_to(
    acting: Acting, profile: Profile, others: Sequence[UUID], viewer: Presentation
) -> list[Told]:
    """Return what the person reads of each of the others that they may read, in this order."""
    readable = queries.readable_among(acting, others)
    told = beside(acting, profile, others, viewer)
    return told.told(readable[key] for key in others if key in readable)


def compared(acting: Acting, profile: Profile, theirs: Profile, viewer: Presentation) -> Compared:
    """Return why one profile is suggested to another, or why it is not.

    Raises
    ------
    NotToOneselfError
        When the two are one.
    """
    if theirs.pk == profile.pk:
        raise NotToOneselfError
    listed = queries.keys_suggested(acting, profile)
    told = beside(acting, profile, [theirs.pk, *listed], viewer)
    (one,) = told.told([theirs], most=PAIRS)
    against: list[str] = []
    if theirs.pk not in listed and not one.barred:
        readable = queries.readable_among(acting, listed)
        against = told.against(one, told.told(readable[key] for key in listed if key in readable))
    return Compared(
        one,
        listed.index(theirs.pk) + 1 if theirs.pk in listed else 0,
        queries.refusal_of(profile, theirs),
        theirs.is_valid_on(acting.at.date()),
        tuple(against),
    )
