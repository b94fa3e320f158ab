"""Lead a profile through its life: review, publication, validity, interest, expiry."""

from datetime import datetime

from django.db import transaction

from accord.apps.core import audit, outbox
from accord.apps.core.acting import Acting
from accord.apps.core.errors import ReasonMissingError
from accord.apps.core.localised import listed
from accord.apps.partnering import policies
from accord.apps.partnering.adapters import quality
from accord.apps.partnering.adapters.facts import Written, facts_of_profile
from accord.apps.partnering.enums import Deed, ProfileKind, Weight
from accord.apps.partnering.errors import NotReadyError, RefusedTextError
from accord.apps.partnering.events import ProfileMoved
from accord.apps.partnering.models import Profile, Remark
from accord.apps.partnering.queries import profiles as queries
from accord.apps.partnering.workflow import EXTENSION, LIFE, VALIDITY


def written(profile: Profile) -> Written:
    """Return the profile as the quality check reads it; its codes must be loaded."""
    return Written(
        kind=ProfileKind(profile.kind),
        facts=facts_of_profile(profile),
        names=queries.names_of(profile.organisation) if profile.is_anonymous else (),
    )


def submit_profile(acting: Acting, profile: Profile) -> None:
    """Send the profile to review.

    Raises
    ------
    RefusedTextError
        When it speaks of weapons or of a military end use.
    NotReadyError
        When it lacks what its kind must say, or tells who wants not to be named.
    NotInThisStateError
        When it is not a draft.
    """
    with transaction.atomic():
        fresh = queries.profile_with_facts(profile.pk)
        policies.may_submit(acting, fresh).require()
        _refuse_unready(fresh)
        fresh.submitted_at = acting.at
        fresh.authors = sorted({*fresh.authors, acting.who})
        _step(acting, fresh, "submit", "submitted_at", "authors")


def recall_profile(acting: Acting, profile: Profile) -> None:
    """Take the profile back from review, to go on writing."""
    _lead(acting, profile, "recall")


def return_profile(acting: Acting, profile: Profile, *, remarks: str) -> Remark:
    """Send the profile back to its writers, with remarks.

    Raises
    ------
    FourEyesError
        When the reviewer wrote or sent it.
    ReasonMissingError
        When nothing is remarked.
    """
    with transaction.atomic():
        fresh = queries.profile_with_facts(profile.pk)
        policies.may_review(acting, fresh).require()
        if not remarks.strip():
            raise ReasonMissingError
        remark = Remark.objects.create(
            profile=fresh, text=remarks.strip(), by=acting.name, at=acting.at
        )
        _step(acting, fresh, "return")
    return remark


def publish_profile(acting: Acting, profile: Profile) -> None:
    """Publish the profile for 365 days, as somebody who neither wrote nor sent it.

    Raises
    ------
    FourEyesError
        When the reviewer wrote or sent it.
    RefusedTextError, NotReadyError
        When what it must say changed since it was sent.
    """
    with transaction.atomic():
        fresh = queries.profile_with_facts(profile.pk)
        policies.may_review(acting, fresh).require()
        _refuse_unready(fresh)
        fresh.published_at = acting.at
        fresh.expires_on = acting.at.date() + VALIDITY
        fresh.is_extended, fresh.warned_on, fresh.authors = False, None, []
        _step(
            acting, fresh, "publish",
            "published_at", "expires_on", "is_extended", "warned_on", "authors",
        )  # fmt: skip


def reopen_profile(acting: Acting, profile: Profile) -> None:
    """Take the profile out of sight to bring it up to date; it needs a new review then."""
    _lead(acting, profile, "reopen")


def extend_profile(acting: Acting, profile: Profile) -> None:
    """Extend the validity once, by 365 days.

    Raises
    ------
    ExtendedAlreadyError
        When that was done before.
    """
    with transaction.atomic():
        fresh = queries.profile_with_facts(profile.pk)
        policies.may_extend(acting, fresh).require()
        if fresh.expires_on is None:
            raise TypeError("a published profile expires some day")
        fresh.expires_on += EXTENSION
        fresh.is_extended, fresh.warned_on = True, None
        fresh.save(update_fields=["expires_on", "is_extended", "warned_on"])
        until = fresh.expires_on.isoformat()
        audit.record(acting, Deed.PROFILE_EXTENDED, fresh.reference, until=until)


def open_for_interest(acting: Acting, profile: Profile, *, is_open: bool) -> None:
    """Let others express interest in the profile, or no longer; the same again changes nothing."""
    with transaction.atomic():
        fresh = queries.profile_with_facts(profile.pk)
        policies.may_open(acting, fresh).require()
        if fresh.is_open == is_open:
            return
        fresh.is_open = is_open
        fresh.save(update_fields=["is_open"])
        deed = Deed.PROFILE_OPENED if is_open else Deed.PROFILE_CLOSED
        audit.record(acting, deed, fresh.reference)


def keep_time(acting: Acting) -> tuple[int, int]:
    """Let profiles expire whose day has come, and tell the people of those that end soon.

    Returns
    -------
    tuple
        How many expired, and of how many somebody was told; on the same day again, none.
    """
    policies.may_keep_time(acting).require()
    today = acting.at.date()
    with transaction.atomic():
        over = list(queries.over_on(today).select_for_update())
        for profile in over:
            _step(acting, profile, "expire")
        ending = list(queries.to_warn_on(today).select_for_update())
        for profile in ending:
            profile.warned_on = today
            profile.save(update_fields=["warned_on"])
            audit.record(acting, Deed.PROFILE_WARNED, profile.reference)
            _announce(acting.at, profile, "warn")
    return len(over), len(ending)


def _lead(acting: Acting, profile: Profile, step: str) -> None:
    allowed = {"recall": policies.may_recall, "reopen": policies.may_reopen}[step]
    with transaction.atomic():
        fresh = queries.profile_with_facts(profile.pk)
        allowed(acting, fresh).require()
        _step(acting, fresh, step)


def _step(acting: Acting, profile: Profile, name: str, *columns: str) -> None:
    """Take a step that the policy allowed: state, deed, announcement."""
    step = LIFE[name]
    profile.state = step.after
    profile.save(update_fields=["state", *columns])
    audit.record(acting, step.deed, profile.reference)
    _announce(acting.at, profile, name)


def _announce(at: datetime, profile: Profile, step: str) -> None:
    outbox.announce(ProfileMoved(at=at, profile=str(profile.pk), step=step))


def _refuse_unready(profile: Profile) -> None:
    found = quality.findings(written(profile))
    refused = [word for each in found if each.weight == Weight.REFUSED for word in each.words]
    if refused:
        raise RefusedTextError(words=listed(dict.fromkeys(refused)))
    missing = [each for each in found if each.weight == Weight.MISSING]
    if missing:
        told = " ".join(f"{each.label}: {each.sentence}" for each in missing)
        raise NotReadyError(problem=told)
