"""What pages of profiles share: the profile itself, the tabs, refusals as messages."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.apps.core.acting import Acting, acting_in
from accord.apps.partnering import policies
from accord.apps.partnering.models import Profile
from accord.apps.partnering.queries import profiles as queries


@dataclass(frozen=True, slots=True)
class Tab:
    """One list of profiles in the row of tabs."""

    label: str
    url: str
    is_current: bool


def profile_of(request: HttpRequest, reference: str) -> Profile:
    """Return the profile if the person may see it, with all that its page shows."""
    return get_object_or_404(queries.profile_in_full(acting_in(request), reference))


def nobody_under(reference: str) -> str:
    """Return the sentence for a reference that somebody typed and that leads to no profile."""
    if not reference:
        return _("Please type the reference of a profile.")
    said = _("There is no profile “%(reference)s” that you may read.")
    return said % {"reference": reference}


def tabs_for(request: HttpRequest, acting: Acting) -> list[Tab]:
    """Return the lists that the person may open; none where there is only one."""
    labels = {"profile-list": _("Published profiles")}
    if policies.may_write_somewhere(acting):
        labels["own-list"] = _("Our profiles")
        labels["own-suggestions"] = _("Suggestions")
        labels["interest-list"] = _("Expressions of interest")
    if policies.may_review_somewhere(acting):
        labels["review-list"] = _("Profiles in review")
    if policies.may_match_groups(acting):
        labels["group-list"] = _("Between groups")
    urls = {name: reverse(f"partnering:{name}") for name in labels}
    if len(labels) == 1:
        return []
    return [Tab(label, urls[name], request.path == urls[name]) for name, label in labels.items()]
