"""People who sign in with a real password, and who they are to an action."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accord.apps.accounts import actions, queries
from accord.apps.accounts.models import Invitation, User
from accord.apps.core.acting import Acting, Grant
from accord.apps.core.enums import Door, Role
from tests import make

PASSWORD = "seven quiet rivers"
OTHER_PASSWORD = "nine loud mountains"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def user(email: str = "sara@example.org", *, language: str = "en", is_staff: bool = False) -> User:
    """Return somebody who can sign in."""
    return User.objects.create_user(
        email, PASSWORD, name="Sara", language=language, is_staff=is_staff
    )


def acting_as(somebody: User, *grants: Grant) -> Acting:
    """Return the user at work in the browser."""
    held = frozenset({*grants, *({Grant(Role.ADMINISTRATOR)} if somebody.is_staff else set())})
    return Acting(
        who=str(somebody.pk),
        name=somebody.get_full_name(),
        at=make.NOON,
        door=Door.WEB,
        language=somebody.language,
        grants=held,
    )


def signed_in(somebody: User, *, user_agent: str = FIREFOX) -> Client:
    """Return a browser in which the user signed in with the password."""
    client = Client(headers={"user-agent": user_agent})
    client.post("/accounts/login/", {"login": somebody.email, "password": PASSWORD})
    return client


def invited(email: str = "nasrin@example.org", *, language: str = "en") -> tuple[User, str]:
    """Return an invited person and the path of their link, valid now."""
    admin = user("admin@example.org", is_staff=True)
    acting = make.administrator()
    person, link = actions.invite_user(acting, email, name="Nasrin", language=language)
    person.invitations.update(expires_at=timezone.now() + timedelta(days=14), invited_by=admin)
    return person, link.removeprefix("http://localhost:8000")


def invitation_of(person: User) -> Invitation:
    """Return the newest invitation of the person."""
    return queries.invitations_to(person)[0]
