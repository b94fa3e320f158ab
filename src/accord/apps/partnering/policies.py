"""Who may do what to profiles."""

from uuid import UUID

from accord.apps.core.acting import Acting
from accord.apps.core.enums import Role
from accord.apps.core.errors import WithdrawnError
from accord.apps.core.policies import STAFF
from accord.apps.core.verdicts import YES, Verdict, no_one_but
from accord.apps.directory.models import Organisation
from accord.apps.partnering.enums import REQUESTS, InterestState, ProfileState
from accord.apps.partnering.errors import (
    ExtendedAlreadyError,
    FourEyesError,
    InterestNotInThisStateError,
    NoInterestTakenError,
    NotARequestError,
    NotInThisStateError,
    NotYourStepError,
    OrganisationWithdrawnError,
    OwnProfileError,
)
from accord.apps.partnering.models import Interest, Profile
from accord.apps.partnering.workflow import INTEREST, LIFE


def may_write_somewhere(acting: Acting) -> Verdict:
    """Tell whether the person may write a profile for at least one organisation."""
    if acting.is_administrator or acting.has(*STAFF) or acting.organisations:
        return YES
    return no_one_but(acting, *STAFF)


def may_review_somewhere(acting: Acting) -> Verdict:
    """Tell whether the person reviews profiles of at least one side."""
    return YES if acting.is_administrator or acting.has(*STAFF) else no_one_but(acting, *STAFF)


def may_write_for(acting: Acting, organisation: Organisation) -> Verdict:
    """Tell whether the person may begin a profile in the name of the organisation."""
    if not _writes_for(acting, organisation.pk, organisation.owner_id):
        return no_one_but(acting, *STAFF)
    return Verdict(OrganisationWithdrawnError()) if organisation.is_withdrawn else YES


def is_own(acting: Acting, profile: Profile) -> bool:
    """Tell whether the profile is the person's own side's or organisation's."""
    return (
        acting.is_administrator
        or profile.organisation_id in acting.organisations
        or profile.owner_id in acting.sides
    )


def may_change(acting: Acting, profile: Profile) -> Verdict:
    """Tell whether the person may change what the profile says."""
    return _may_lead(acting, profile, "submit")


def may_submit(acting: Acting, profile: Profile) -> Verdict:
    """Tell whether the person may send the profile to review."""
    return _may_lead(acting, profile, "submit")


def may_recall(acting: Acting, profile: Profile) -> Verdict:
    """Tell whether the person may take the profile back from review."""
    return _may_lead(acting, profile, "recall")


def may_reopen(acting: Acting, profile: Profile) -> Verdict:
    """Tell whether the person may take the profile out of sight to change it."""
    return _may_lead(acting, profile, "reopen")


def may_review(acting: Acting, profile: Profile) -> Verdict:
    """Tell whether the person may publish the profile or send it back.

    They are staff of its side, they neither wrote nor sent it, and they do not speak for its
    organisation.
    """
    if not _is_staff(acting, profile.owner_id, profile.programme_id):
        return no_one_but(acting, *STAFF)
    standing = _stands(profile, "publish")
    if not standing:
        return standing
    is_writer = acting.who in profile.authors or profile.organisation_id in acting.organisations
    return Verdict(FourEyesError()) if is_writer else YES


def may_withdraw(acting: Acting, profile: Profile) -> Verdict:
    """Tell whether the person may take the profile back for good."""
    if not _writes_for(acting, profile.organisation_id, profile.owner_id):
        return no_one_but(acting, *STAFF)
    return Verdict(WithdrawnError()) if profile.is_withdrawn else YES


def may_extend(acting: Acting, profile: Profile) -> Verdict:
    """Tell whether the person may extend the validity of the profile."""
    verdict = may_open(acting, profile)
    return Verdict(ExtendedAlreadyError()) if verdict and profile.is_extended else verdict


def may_open(acting: Acting, profile: Profile) -> Verdict:
    """Tell whether the person may open or close the profile for interest."""
    verdict = may_withdraw(acting, profile)
    if verdict and profile.state != ProfileState.PUBLISHED:
        return Verdict(_wrong_state(profile))
    return verdict


def may_express_somewhere(acting: Acting, profile: Profile) -> Verdict:
    """Tell whether the person may express interest in the profile for some organisation."""
    if not (acting.organisations or acting.has(*STAFF)):
        return no_one_but(acting, *STAFF)
    if acting.organisations == {profile.organisation_id} and not acting.has(*STAFF):
        return Verdict(OwnProfileError())
    if not profile.takes_interest_on(acting.at.date()):
        return Verdict(NoInterestTakenError(reference=profile.reference))
    return YES


def may_express(acting: Acting, profile: Profile, organisation: Organisation) -> Verdict:
    """Tell whether the person may express interest in the profile for that organisation."""
    if not _acts_for(acting, organisation.pk, organisation.owner_id):
        return no_one_but(acting, *STAFF)
    if organisation.pk == profile.organisation_id:
        return Verdict(OwnProfileError())
    if organisation.is_withdrawn:
        return Verdict(OrganisationWithdrawnError())
    return may_express_somewhere(acting, profile)


def may_move(acting: Acting, interest: Interest, step: str) -> Verdict:
    """Tell whether the person may take the step, for the profile's side or the interested one.

    Nobody else may, an administrator of the instance neither.
    """
    profile, way = interest.profile, INTEREST[step]
    is_asked = _acts_for(acting, profile.organisation_id, profile.owner_id)
    is_asking = _acts_for(acting, interest.organisation_id, interest.owner_id)
    if not (is_asked or is_asking):
        return no_one_but(acting, *STAFF)
    if not (is_asked or way.for_both):
        return Verdict(NotYourStepError())
    if interest.state not in way.before:
        state = InterestState(interest.state).label
        return Verdict(InterestNotInThisStateError(state=state))
    return YES


def may_refuse(acting: Acting, profile: Profile) -> Verdict:
    """Tell whether the person may say which suggestions do not suit the profile."""
    if not _acts_for(acting, profile.organisation_id, profile.owner_id):
        return no_one_but(acting, *STAFF)
    return Verdict(WithdrawnError()) if profile.is_withdrawn else YES


def may_shortlist(acting: Acting, profile: Profile) -> Verdict:
    """Tell whether the person may change the shortlist of a request."""
    verdict = may_refuse(acting, profile)
    if verdict and profile.kind not in REQUESTS:
        return Verdict(NotARequestError(reference=profile.reference))
    return verdict


def may_hear_reasons(acting: Acting, profile: Profile) -> Verdict:
    """Tell whether the person may read why others set the profile aside."""
    if _writes_for(acting, profile.organisation_id, profile.owner_id):
        return YES
    return no_one_but(acting, *STAFF)


def may_match_everybody(acting: Acting) -> Verdict:
    """Tell whether the person may have all profiles matched anew."""
    return may_review_somewhere(acting)


def may_match_groups(acting: Acting) -> Verdict:
    """Tell whether the person may seek pairs between groups of organisations."""
    return may_review_somewhere(acting)


def may_keep_time(acting: Acting) -> Verdict:
    """Tell whether the person, or the worker, may let profiles expire."""
    if acting.is_administrator or acting.who == "system":
        return YES
    return no_one_but(acting, Role.ADMINISTRATOR)


def _may_lead(acting: Acting, profile: Profile, step: str) -> Verdict:
    if not _writes_for(acting, profile.organisation_id, profile.owner_id):
        return no_one_but(acting, *STAFF)
    return _stands(profile, step)


def _stands(profile: Profile, step: str) -> Verdict:
    if profile.is_withdrawn:
        return Verdict(WithdrawnError())
    if profile.state not in LIFE[step].before:
        return Verdict(_wrong_state(profile))
    return YES


def _wrong_state(profile: Profile) -> NotInThisStateError:
    state = ProfileState(profile.state).label
    return NotInThisStateError(reference=profile.reference, state=state)


def _acts_for(acting: Acting, organisation: UUID, owner: UUID | None) -> bool:
    """Tell whether the person acts for the organisation, as its own or as its side's adviser."""
    return organisation in acting.organisations or (
        owner is not None and acting.has(*STAFF, side=owner)
    )


def _writes_for(acting: Acting, organisation: UUID, owner: UUID | None) -> bool:
    return organisation in acting.organisations or _is_staff(acting, owner, None)


def _is_staff(acting: Acting, owner: UUID | None, programme: UUID | None) -> bool:
    return acting.is_administrator or (
        owner is not None and acting.has(*STAFF, side=owner, programme=programme)
    )
