"""The list of users."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accord.apps.accounts.enums import AccountState
from accord.apps.accounts.models import User
from accord.apps.ui.tables.columns import Column, Filter
from accord.apps.ui.tables.table import Table


def in_state(users: QuerySet[User], state: str) -> QuerySet[User]:
    """Return the users in that state."""
    return users.filter(
        {
            AccountState.OPEN.value: Q(closed_at__isnull=True, is_active=True),
            AccountState.INVITED.value: Q(closed_at__isnull=True, is_active=False),
            AccountState.CLOSED.value: Q(closed_at__isnull=False),
        }[state]
    )


def with_words(users: QuerySet[User], words: str) -> QuerySet[User]:
    """Return the users whose name or e-mail address holds every word."""
    for word in words.split():
        users = users.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return users


def address_of(user: Any) -> str:
    """Return the user's page."""
    return reverse("accounts:user-detail", args=[user.pk])


USERS = Table(
    key="users",
    caption=_("Users"),
    columns=(
        Column(
            "name",
            pgettext_lazy("person", "Name"),
            cell=lambda user: user.get_full_name(),
            sort=("name", "email"),
            url=address_of,
        ),
        Column("email", _("E-mail address"), sort=("email",)),
        Column(
            "state",
            _("Account"),
            cell=lambda user: user.state.label,
            template="accounts/cells/state.html",
        ),
        Column(
            "administrator",
            _("Administrator"),
            cell="is_staff",
            sort=("-is_staff",),
            is_hidden_on_phone=True,
        ),
        Column("last_login", _("Last sign-in"), sort=("last_login",), is_hidden_on_phone=True),
    ),
    filters=(
        Filter("state", _("Account"), choices=AccountState.choices, apply=in_state),
        Filter(
            "administrator",
            _("Administrator"),
            choices=(("yes", _("administrators")),),
            apply=lambda users, _value: users.filter(is_staff=True),
        ),
    ),
    search=with_words,
    default_sort="name",
    empty_sentence=_("No users yet."),
    empty_hint=_("Invite the first person; they get a link by e-mail."),
    empty_icon="users",
)
