"""The accounts context."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest

from accord.apps.core.acting import acting_in


class AccountsConfig(AppConfig):
    """Its name and what it subscribes to: the sign-in library tells, our actions write down."""

    name = "accord.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Subscribe."""
        from allauth.account import signals as account  # noqa: PLC0415 -- wants the apps loaded
        from allauth.mfa import signals as factors  # noqa: PLC0415 -- the same

        account.user_logged_in.connect(_begin_session)
        account.password_changed.connect(_note_password)
        account.password_set.connect(_note_password)
        account.password_reset.connect(_note_password)
        factors.authenticator_added.connect(_note_added)
        factors.authenticator_removed.connect(_note_removed)
        factors.authenticator_reset.connect(_note_renewed)
        user_logged_out.connect(_leave_session)


def _begin_session(request: HttpRequest, user: Any, **_facts: Any) -> None:
    from accord.apps.accounts import actions, adapters  # noqa: PLC0415 -- wants the apps loaded

    acting = acting_in(request)
    device = actions.Device(
        session_key=request.session.session_key or "",
        user_agent=request.headers.get("User-Agent", ""),
        address=adapters.address_of(request),
    )
    adapters.mark_session(request, actions.begin_session(acting, user, device), at=acting.at)


def _leave_session(request: HttpRequest | None, **_facts: Any) -> None:
    from accord.apps.accounts import actions, adapters  # noqa: PLC0415 -- wants the apps loaded

    if request is not None and (current := adapters.current_session(request)):
        actions.leave_session(current)


def _note_password(request: HttpRequest, user: Any, **_facts: Any) -> None:
    from accord.apps.accounts import actions, adapters  # noqa: PLC0415 -- wants the apps loaded

    actions.note_password_change(
        acting_in(request),
        user,
        current=adapters.current_session(request),
        session_key=request.session.session_key or "",
    )


def _note_added(**facts: Any) -> None:
    _note_factor("added", **facts)


def _note_removed(**facts: Any) -> None:
    _note_factor("removed", **facts)


def _note_renewed(**facts: Any) -> None:
    _note_factor("renewed", **facts)


def _note_factor(
    change: str, *, request: HttpRequest, user: Any, authenticator: Any, **_facts: Any
) -> None:
    from accord.apps.accounts import actions  # noqa: PLC0415 -- wants the apps loaded

    factor = str(authenticator.type)
    actions.note_factor_change(acting_in(request), user, factor=factor, change=change)
