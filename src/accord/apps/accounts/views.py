"""Pages about one's own account, and about everybody's for administrators."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accord.apps.accounts import actions, adapters, policies, queries
from accord.apps.accounts.forms import (
    AcceptForm,
    InviteForm,
    LanguageForm,
    PreferencesForm,
    TokenForm,
)
from accord.apps.accounts.models import Invitation, User
from accord.apps.accounts.tables import USERS
from accord.apps.core.acting import Acting, acting_in
from accord.apps.core.errors import DomainError
from accord.apps.ui.forms.viewing import current_viewer

A_YEAR = 365 * 24 * 60 * 60


# For everybody.


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak the chosen language from now on: by a cookie, and by preference when signed in."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, settings.IS_HTTPS):
        target = "/"
    answer = HttpResponseRedirect(target)
    form = LanguageForm(request.POST)
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        acting = acting_in(request)
        if (user := queries.user_who_acts(acting)) is not None:
            actions.change_language(acting, user, language=chosen)
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=A_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return answer


@login_not_required
@sensitive_post_parameters("password1", "password2")
def invitation_accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Let an invited person choose a password and come in."""
    acting = acting_in(request)
    invitation = queries.invitation_of(secret)
    if invitation is None or not invitation.is_open(acting.at):
        return render(request, "accounts/invitation_over.html", status=410)
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return _accept(request, acting, invitation)
    with translation.override(invitation.user.language):
        return _accept(request, acting, invitation)


def _accept(request: HttpRequest, acting: Acting, invitation: Invitation) -> HttpResponse:
    form = AcceptForm(request.POST or None, user=invitation.user)
    if form.is_valid():
        user = actions.accept_invitation(
            acting,
            invitation,
            password=form.cleaned_data["password1"],
            language=form.cleaned_data["language"],
        )
        if acting.is_signed_in:  # the browser is somebody else's; it stays theirs
            messages.success(request, _("Your account is ready. Please sign in."))
            return redirect("account_login")
        messages.success(request, _("Your account is ready."))
        return adapters.sign_in(request, user)
    page = {"form": form, "invited": invitation.user}
    return render(request, "accounts/invitation_accept.html", page)


# One's own account.


def preferences(request: HttpRequest) -> HttpResponse:
    """Change how one is named and how one reads."""
    acting = acting_in(request)
    user = _oneself(acting)
    fields = ("name", "language", "calendar", "digits", "time_zone", "theme")
    form = PreferencesForm(
        request.POST or None, initial={field: getattr(user, field) for field in fields}
    )
    if form.is_valid():
        actions.change_preferences(acting, user, actions.Preferences(**form.cleaned_data))
        with translation.override(user.language):
            messages.success(request, _("Your preferences were saved."))
        return redirect("accounts:preferences")
    return render(request, "accounts/preferences.html", {"form": form})


def session_list(request: HttpRequest) -> HttpResponse:
    """Show the browsers in which one is signed in."""
    sessions = queries.sessions_visible_to(acting_in(request))
    page = {"sessions": sessions, "current": adapters.current_session(request)}
    return render(request, "accounts/session_list.html", page)


@require_POST
def session_end(request: HttpRequest, key: UUID) -> HttpResponse:
    """Sign one of one's browsers out."""
    acting = acting_in(request)
    session = get_object_or_404(queries.sessions_visible_to(acting), pk=key)
    actions.end_session(acting, session)
    messages.success(request, _("That browser was signed out."))
    return redirect("accounts:session-list")


@require_POST
def session_end_others(request: HttpRequest) -> HttpResponse:
    """Sign every browser out but this one."""
    acting = acting_in(request)
    current = adapters.current_session(request)
    ended = actions.end_other_sessions(acting, _oneself(acting), current=current)
    sentence = ngettext(
        "%(count)s other browser was signed out.",
        "%(count)s other browsers were signed out.",
        ended,
    )
    messages.success(request, sentence % {"count": current_viewer().number(ended)})
    return redirect("accounts:session-list")


def token_list(request: HttpRequest) -> HttpResponse:
    """Show one's API tokens, and make one; its secret is shown in the answer, once."""
    acting = acting_in(request)
    user = _oneself(acting)
    form = TokenForm(request.POST or None)
    made, secret = None, ""
    if form.is_valid():
        facts = form.cleaned_data
        try:
            made, secret = actions.make_token(
                acting, user, label=facts["label"], expires_at=facts["expires_on"]
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            form = TokenForm()
    tokens = [
        (token, token.is_live(acting.at), policies.may_revoke(acting, token))
        for token in queries.tokens_visible_to(acting).select_related("user")
    ]
    page = {"form": form, "tokens": tokens, "made": made, "secret": secret}
    return render(request, "accounts/token_list.html", page)


@require_POST
def token_revoke(request: HttpRequest, key: UUID) -> HttpResponse:
    """Make one of one's tokens useless."""
    acting = acting_in(request)
    token = get_object_or_404(queries.tokens_visible_to(acting), pk=key)
    actions.revoke_token(acting, token)
    messages.success(request, _("The API token was revoked."))
    return redirect("accounts:token-list")


# For administrators.


def user_list(request: HttpRequest) -> HttpResponseBase:
    """Show everybody who can sign in."""
    acting = acting_in(request)
    policies.may_see_users(acting).require()
    table = USERS.page(queries.users_visible_to(acting), request.GET, current_viewer())
    if table.export:
        return table.download()
    page = {"table": table, "may_invite": policies.may_invite(acting)}
    return render(request, "accounts/user_list.html", page)


def user_invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the link is shown in the answer, once."""
    acting = acting_in(request)
    policies.may_see_users(acting).require()
    form = InviteForm(request.POST or None, initial={"language": acting.language})
    if form.is_valid():
        try:
            invited, link = actions.invite_user(acting, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _show_link(request, invited, link)
    return render(request, "accounts/user_invite.html", {"form": form})


def user_detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one user and what can be done about the account."""
    acting = acting_in(request)
    shown = _anybody(acting, key)
    page = {
        "shown": shown,
        "invitations": [(each, each.is_open(acting.at)) for each in queries.invitations_to(shown)],
        "has_factor": adapters.has_factor(shown),
        "may_renew": policies.may_renew_invitation(acting, shown),
        "may_withdraw": policies.may_withdraw_invitation(acting, shown),
        "may_close": policies.may_close(acting, shown),
        "may_open": policies.may_open(acting, shown),
        "may_remove_factor": policies.may_remove_factor(acting),
    }
    return render(request, "accounts/user_detail.html", page)


@require_POST
def user_close(request: HttpRequest, key: UUID) -> HttpResponse:
    """Lock a user out."""
    acting = acting_in(request)
    user = _anybody(acting, key)
    actions.close_user(acting, user)
    messages.success(request, _("The account was closed."))
    return redirect("accounts:user-detail", user.pk)


@require_POST
def user_open(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let a user in again."""
    acting = acting_in(request)
    user = _anybody(acting, key)
    actions.open_user(acting, user)
    messages.success(request, _("The account was opened again."))
    return redirect("accounts:user-detail", user.pk)


@require_POST
def factor_remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take the second factor off a user who lost it."""
    acting = acting_in(request)
    user = _anybody(acting, key)
    actions.remove_factor(acting, user)
    messages.success(request, _("The second factor was removed."))
    return redirect("accounts:user-detail", user.pk)


@require_POST
def invitation_renew(request: HttpRequest, key: UUID) -> HttpResponse:
    """Send a user a new link; it is shown in the answer, once."""
    acting = acting_in(request)
    user = _anybody(acting, key)
    return _show_link(request, user, actions.renew_invitation(acting, user))


@require_POST
def invitation_withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Make a user's link useless."""
    acting = acting_in(request)
    user = _anybody(acting, key)
    actions.withdraw_invitation(acting, user)
    messages.success(request, _("The invitation was withdrawn."))
    return redirect("accounts:user-detail", user.pk)


def _oneself(acting: Acting) -> User:
    return get_object_or_404(queries.users_visible_to(acting), pk=acting.who)


def _anybody(acting: Acting, key: UUID) -> User:
    policies.may_see_users(acting).require()
    return get_object_or_404(queries.users_visible_to(acting), pk=key)


def _show_link(request: HttpRequest, invited: User, link: str) -> HttpResponse:
    page = {"invited": invited, "link": link, "days": actions.INVITATION_DAYS}
    return render(request, "accounts/user_invited.html", page)
