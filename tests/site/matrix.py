"""The table of who may open what; the one place to read it.

A page is a line: its name, who may GET it, who may POST to it. Letters stand for people:

    V  a visitor who did not sign in      U  somebody who signed in and holds no role
    C  the spokesperson of a company      O  a coordinator of side A
    A  a manager of side A                B  a manager of side B
    X  an administrator of the instance

Whoever is not named is led to the sign-in page (a visitor) or gets 403 or 404. An empty
string means that the method is not answered at all (405). A POST may also be refused by
leading back with a sentence, as long as it leaves no deed.
"""

from typing import NamedTuple

VISITOR = "V"
SIGNED_IN = "UCOABX"
EVERYBODY = VISITOR + SIGNED_IN
STAFF = "OABX"
MANAGERS = "ABX"
NOBODY = ""
# Whoever has the key in the address, signed in or not; the world's key opens nothing.
KEY_HOLDERS = "K"


class Page(NamedTuple):
    """Who may GET and who may POST."""

    get: str
    post: str


# Pages that answer GET and POST alike because nothing in them looks at the method.
def open_to(people: str) -> Page:
    """Return a page that the people may GET and POST."""
    return Page(people, people)


def read_by(people: str) -> Page:
    """Return a page that the people may read."""
    return Page(people, "")


def sent_by(people: str) -> Page:
    """Return an address that takes the people's POST."""
    return Page("", people)


SITE = {
    "home": open_to(EVERYBODY),
    "set_language": sent_by(EVERYBODY),
    "ui:read-day": read_by(EVERYBODY),
}
# The sign-in library's pages lead signed-in people away from sign-in and visitors to it.
ACCOUNT = {
    "account_login": open_to(EVERYBODY),
    "account_logout": open_to(EVERYBODY),
    "account_signup": open_to(EVERYBODY),
    "account_inactive": read_by(EVERYBODY),
    # These want a password typed lately or a second factor; tests/apps/accounts opens them.
    "account_reauthenticate": open_to(NOBODY),
    "mfa_reauthenticate": open_to(NOBODY),
    "mfa_deactivate_totp": open_to(NOBODY),
    "mfa_view_recovery_codes": read_by(NOBODY),
    "mfa_download_recovery_codes": read_by(NOBODY),
    "account_change_password": open_to(SIGNED_IN),
    "account_set_password": open_to(SIGNED_IN),
    "account_reset_password": open_to(EVERYBODY),
    "account_reset_password_done": read_by(EVERYBODY),
    "account_reset_password_from_key": open_to(EVERYBODY),
    "account_reset_password_from_key_done": read_by(EVERYBODY),
    "mfa_index": read_by(SIGNED_IN),
    "mfa_authenticate": open_to(EVERYBODY),
    "mfa_activate_totp": open_to(SIGNED_IN),
    "mfa_generate_recovery_codes": open_to(SIGNED_IN),
    "accounts:language": sent_by(EVERYBODY),
    "accounts:preferences": open_to(SIGNED_IN),
    "accounts:session-list": open_to(SIGNED_IN),
    "accounts:session-end-others": sent_by(SIGNED_IN),
    # Only a browser that is signed in stands in the list; tests/apps/accounts ends one.
    "accounts:session-end": sent_by(NOBODY),
    "accounts:token-list": open_to(SIGNED_IN),
    "accounts:token-revoke": sent_by("U"),
    "accounts:user-list": open_to("X"),
    "accounts:user-invite": open_to("X"),
    "accounts:user-detail": open_to("X"),
    "accounts:user-close": sent_by("X"),
    "accounts:user-open": sent_by("X"),
    "accounts:factor-remove": sent_by("X"),
    "accounts:invitation-renew": sent_by("X"),
    "accounts:invitation-withdraw": sent_by("X"),
    "accounts:invitation-accept": open_to(EVERYBODY),
}
CORE = {
    "core:job": read_by("UX"),
    "core:job-stop": sent_by("UX"),
    "core:note-write": sent_by(NOBODY),
    "core:history": read_by(NOBODY),
}
PROGRAMMES = {
    "programmes:programme-list": read_by(SIGNED_IN),
    "programmes:programme-found": open_to(MANAGERS),
    "programmes:programme-detail": read_by(STAFF),
    "programmes:programme-change": open_to(MANAGERS),
    "programmes:programme-parties": open_to("X"),
    "programmes:programme-approve": sent_by("A"),
    "programmes:programme-withdraw": sent_by(MANAGERS),
    "programmes:area-add": open_to(MANAGERS),
    "programmes:area-change": open_to(MANAGERS),
    "programmes:area-withdraw": sent_by(MANAGERS),
    "programmes:party-list": read_by(SIGNED_IN),
    "programmes:party-make": open_to("X"),
    "programmes:party-detail": read_by(STAFF),
    "programmes:party-change": open_to("AX"),
    "programmes:holiday-list": Page(STAFF, "AX"),
    "programmes:holidays-take-over": sent_by("AX"),
    "programmes:holiday-remove": sent_by("AX"),
    "programmes:role-give": open_to("AX"),
    "programmes:role-end": sent_by("AX"),
}
DIRECTORY = {
    "directory:organisation-list": read_by(SIGNED_IN),
    "directory:organisation-new": open_to(STAFF),
    "directory:organisation-duplicates": read_by(STAFF),
    "directory:organisation-detail": read_by("COABX"),
    "directory:organisation-change": open_to("COAX"),
    "directory:organisation-withdraw": sent_by("OAX"),
    "directory:organisation-merge": open_to("OAX"),
    "directory:status-new": open_to("OAX"),
    "directory:status-withdraw": sent_by("OAX"),
    "directory:person-list": read_by(SIGNED_IN),
    "directory:person-new": open_to(STAFF),
    "directory:person-duplicates": read_by(STAFF),
    "directory:person-detail": read_by("COABX"),
    "directory:person-change": open_to("OAX"),
    "directory:person-withdraw": sent_by("OAX"),
    "directory:person-merge": open_to("OAX"),
    "directory:account-connect": open_to("OAX"),
    "directory:account-disconnect": sent_by("OAX"),
    "directory:membership-new": open_to("OAX"),
    "directory:membership-end": sent_by("OAX"),
    "directory:import": open_to(STAFF),
    "directory:import-template": read_by(STAFF),
    "directory:import-preview": read_by(NOBODY),
    "directory:import-marked": read_by(NOBODY),
    "directory:import-confirm": sent_by(NOBODY),
    "documents:file-download": read_by(NOBODY),
}
PARTNERING = {
    "partnering:profile-list": read_by(SIGNED_IN),
    "partnering:own-list": read_by("COABX"),
    "partnering:review-list": read_by(STAFF),
    "partnering:import": open_to("COABX"),
    "partnering:import-template": read_by("COABX"),
    # Only whoever sent a file opens it; tests/apps/partnering/test_exchange.py sends one.
    "partnering:import-preview": read_by(NOBODY),
    "partnering:import-marked": read_by(NOBODY),
    "partnering:import-confirm": sent_by(NOBODY),
    "partnering:profile-start": open_to("COABX"),
    "partnering:profile-new": open_to("COAX"),
    "partnering:profile-check": sent_by("COAX"),
    # A draft of side A's company; somebody else's user wrote it.
    "partnering:profile": read_by("COAX"),
    "partnering:profile-change": open_to("COAX"),
    "partnering:profile-submit": sent_by("COAX"),
    "partnering:profile-withdraw": sent_by("COAX"),
    # In review.
    "partnering:profile-recall": sent_by("COAX"),
    "partnering:profile-publish": sent_by("OAX"),
    "partnering:profile-return": sent_by("OAX"),
    # Published, so that side B reads it too.
    "partnering:profile-reopen": sent_by("COAX"),
    "partnering:profile-extend": sent_by("COAX"),
    "partnering:profile-interest": sent_by("COAX"),
    "partnering:interest-list": read_by("COABX"),
    # Side B's company is interested in a profile of side A's; nobody else sees that.
    "partnering:interest-new": open_to("OAB"),
    "partnering:interest": read_by("COAB"),
    "partnering:interest-step": sent_by("COA"),
    "partnering:interest-close": sent_by("COAB"),
    # What is suggested to a profile of side A's: its own people's affair.
    "partnering:own-suggestions": read_by("COABX"),
    "partnering:suggestions": read_by("COAX"),
    "partnering:compare": read_by("COAX"),
    "partnering:find-other": read_by("COAX"),
    "partnering:refuse": sent_by("COA"),
    "partnering:recall": sent_by("COA"),
    # A search of side A's manager: nobody else's affair.
    "partnering:group-list": open_to(STAFF),
    "partnering:group-match": read_by("A"),
    "partnering:group-stop": sent_by("A"),
    "partnering:shortlist": Page("COAX", "COA"),
    "partnering:shortlist-note": sent_by("COA"),
    "partnering:shortlist-move": sent_by("COA"),
    "partnering:shortlist-off": sent_by("COA"),
    "partnering:match": sent_by(STAFF),
}
BROKERAGE = {
    "brokerage:event-list": read_by(SIGNED_IN),
    "brokerage:event-new": open_to(STAFF),
    "brokerage:event": read_by("COABX"),
    "brokerage:event-edit": open_to(STAFF),
    "brokerage:event-withdraw": sent_by(STAFF),
    "brokerage:event-life": sent_by(STAFF),
    "brokerage:days": open_to(STAFF),
    "brokerage:slot-change": sent_by(STAFF),
    "brokerage:places": open_to(STAFF),
    "brokerage:hours": open_to(STAFF),
    "brokerage:hours-remove": sent_by(STAFF),
    "brokerage:participants": read_by(STAFF),
    "brokerage:participant-add": open_to(STAFF),
    "brokerage:participant": read_by("COABX"),
    "brokerage:participant-edit": open_to(STAFF),
    "brokerage:participant-withdraw": sent_by(STAFF),
    "brokerage:delegate-add": sent_by(STAFF),
    "brokerage:absences": open_to(STAFF),
    "brokerage:interpreters": open_to(STAFF),
    "brokerage:requests": read_by(STAFF),
    "brokerage:wishes": open_to("COABX"),
    "brokerage:coverage": open_to(STAFF),
    "brokerage:matching-stop": sent_by(STAFF),
    "brokerage:all-suggestions": read_by(STAFF),
    # A participant of side A's.
    "brokerage:suggestions": read_by("COAX"),
    "brokerage:suggestion-wish": sent_by("COAX"),
    "brokerage:suggestion-refuse": sent_by("COA"),
    "brokerage:runs": open_to(STAFF),
    "brokerage:compare": read_by(STAFF),
    "brokerage:run": read_by(STAFF),
    "brokerage:run-stop": sent_by(STAFF),
    "brokerage:run-publish": sent_by(STAFF),
    "brokerage:run-approve": sent_by("A"),
    "brokerage:run-copy": sent_by(STAFF),
    "brokerage:repair": open_to(STAFF),
    "brokerage:table-open": sent_by(STAFF),
    "brokerage:what-ifs": open_to(STAFF),
    "brokerage:what-if-stop": sent_by(STAFF),
    "brokerage:unplaced": read_by(STAFF),
    "brokerage:explain": sent_by(STAFF),
    "brokerage:load": read_by(STAFF),
    "brokerage:board": read_by(STAFF),
    "brokerage:meeting-move": open_to(STAFF),
    "brokerage:meeting-targets": read_by(STAFF),
    "brokerage:meeting-lock": sent_by(STAFF),
    "brokerage:meeting-lift": sent_by(STAFF),
    "brokerage:request-place": Page(NOBODY, STAFF),
    "brokerage:request-targets": read_by(STAFF),
    "brokerage:make-room": open_to(STAFF),
    "brokerage:print": read_by(STAFF),
    "brokerage:print-file": read_by(STAFF),
    "brokerage:print-start": sent_by(STAFF),
    "brokerage:print-stored": read_by(NOBODY),
    "brokerage:links": read_by(STAFF),
    "brokerage:link-renew": open_to(NOBODY),
    "brokerage:workbook-new": open_to(STAFF),
    "brokerage:workbook-template": read_by(STAFF),
    "brokerage:workbook-preview": read_by(NOBODY),
    "brokerage:workbook-confirm": sent_by(NOBODY),
    "brokerage:workbook-marked": read_by(NOBODY),
    "brokerage:workbook": open_to(STAFF),
    "brokerage:workbook-export": read_by(STAFF),
    "brokerage:personal": read_by(KEY_HOLDERS),
    "brokerage:personal-pdf": read_by(KEY_HOLDERS),
    "brokerage:personal-ics": read_by(KEY_HOLDERS),
    "brokerage:personal-feed": read_by(KEY_HOLDERS),
}
MATRIX: dict[str, Page] = SITE | ACCOUNT | CORE | PROGRAMMES | DIRECTORY | PARTNERING | BROKERAGE
