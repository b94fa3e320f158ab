"""Which account acts as which person of the directory."""

from django.db import IntegrityError, transaction

from accord.apps.accounts import actions as accounts
from accord.apps.accounts import policies as accounts_policies
from accord.apps.accounts import queries as accounts_queries
from accord.apps.accounts.models import User
from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.apps.directory import policies
from accord.apps.directory.enums import Deed
from accord.apps.directory.errors import (
    AccountTakenError,
    AlreadyConnectedError,
    NoAccountError,
    NotConnectedError,
)
from accord.apps.directory.models import Person


def connect_account(
    acting: Acting, person: Person, email: str, *, language: str = "en"
) -> tuple[User, bool]:
    """Let whoever has the address act as the person; invite them when they have no account.

    Returns
    -------
        The user, and whether they were invited just now.

    Raises
    ------
    NoAccountError
        When nobody has the address and the one who acts may not invite.
    AlreadyConnectedError, AccountTakenError
        As ``connect_user``.
    """
    policies.may_connect(acting, person).require()
    with transaction.atomic():
        user = accounts_queries.user_by_email(email)
        is_new = user is None
        if user is None:
            if not accounts_policies.may_invite(acting):
                raise NoAccountError(email=email)
            name = person.name.in_language(language)
            user, _link = accounts.invite_user(acting, email, name=name, language=language)
        connect_user(acting, person, user)
    return user, is_new


def connect_user(acting: Acting, person: Person, user: User) -> None:
    """Let the user act as the person of the directory; the same again changes nothing.

    Raises
    ------
    AlreadyConnectedError
        When somebody else acts as the person.
    AccountTakenError
        When the user acts as another person.
    """
    policies.may_connect(acting, person).require()
    with transaction.atomic():
        fresh = Person.objects.select_for_update().get(pk=person.pk)
        if fresh.user_id == user.pk:
            return
        if fresh.user_id is not None:
            raise AlreadyConnectedError(reference=person.reference)
        # A record that is out of use holds nobody back.
        Person.objects.filter(user=user, withdrawn_at__isnull=False).update(user=None)
        fresh.user = user
        try:
            with transaction.atomic():
                fresh.save(update_fields=["user"])
        except IntegrityError as error:
            raise AccountTakenError(email=user.email) from error
        person.user = user
        audit.record(acting, Deed.ACCOUNT_CONNECTED, person.reference, user=str(user.pk))


def disconnect_user(acting: Acting, person: Person) -> None:
    """Let nobody act as the person any more; the account itself stays open.

    Raises
    ------
    NotConnectedError
        When nobody does.
    """
    policies.may_connect(acting, person).require()
    with transaction.atomic():
        fresh = Person.objects.select_for_update().get(pk=person.pk)
        if fresh.user_id is None:
            raise NotConnectedError(reference=person.reference)
        gone = str(fresh.user_id)
        fresh.user = person.user = None
        fresh.save(update_fields=["user"])
        audit.record(acting, Deed.ACCOUNT_DISCONNECTED, person.reference, user=gone)
