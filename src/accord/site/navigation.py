"""The navigation, as data: what is shown, to whom, where it leads."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accord.apps.core.acting import Acting


def anybody_signed_in(acting: Acting) -> bool:
    """Tell whether it is for everyone who signed in."""
    return acting.is_signed_in


def staff(acting: Acting) -> bool:
    """Tell whether it is for people with a role."""
    return bool(acting.grants)


def administrators(acting: Acting) -> bool:
    """Tell whether it is for administrators."""
    return acting.is_administrator


@dataclass(frozen=True, slots=True)
class Entry:
    """One place to go."""

    label: str | Promise
    address: str
    icon: str
    may_see: Callable[[Acting], bool]


ENTRIES = (
    Entry(_("Events"), "brokerage:event-list", "calendar-event", anybody_signed_in),
    Entry(_("Profiles"), "partnering:profile-list", "bulb", anybody_signed_in),
    Entry(_("Organisations"), "directory:organisation-list", "building", staff),
    Entry(_("People"), "directory:person-list", "users", staff),
    Entry(_("Programmes"), "programmes:programme-list", "affiliate", staff),
    Entry(_("Parties"), "programmes:party-list", "flag", staff),
    Entry(_("Users"), "accounts:user-list", "user-cog", administrators),
)

ACCOUNT_MENU = (
    Entry(_("Preferences"), "accounts:preferences", "settings", anybody_signed_in),
    Entry(_("Password"), "account_change_password", "key", anybody_signed_in),
    Entry(_("Second factor"), "mfa_index", "shield-lock", anybody_signed_in),
    Entry(_("Signed-in browsers"), "accounts:session-list", "device-desktop", anybody_signed_in),
    Entry(_("API tokens"), "accounts:token-list", "plug", anybody_signed_in),
)


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry as one request sees it."""

    label: str
    url: str
    icon: str
    is_current: bool


def navigation_for(request: HttpRequest, acting: Acting) -> list[NavItem]:
    """Return the entries that the person may see, the current one marked."""
    return _seen_by(request, acting, ENTRIES)


def account_menu_for(request: HttpRequest, acting: Acting) -> list[NavItem]:
    """Return the pages of the person's own account."""
    return _seen_by(request, acting, ACCOUNT_MENU)


def _seen_by(request: HttpRequest, acting: Acting, entries: Iterable[Entry]) -> list[NavItem]:
    places = [(entry, reverse(entry.address)) for entry in entries if entry.may_see(acting)]
    # Of /programmes/ and /programmes/parties/ only the nearer one is where we are.
    here = max(
        (url for _entry, url in places if request.path.startswith(url)),
        key=len,
        default="",
    )
    return [NavItem(str(entry.label), url, entry.icon, url == here) for entry, url in places]
