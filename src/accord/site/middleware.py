"""What the site adds around every request: who acts, how they read, headers, refusals."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import render
from django.utils import timezone, translation

from accord.apps.accounts import actions as accounts
from accord.apps.accounts import adapters as sessions
from accord.apps.core.acting import acting_in
from accord.apps.core.enums import Door
from accord.apps.core.errors import DomainError
from accord.apps.ui.forms.viewing import viewed_by
from accord.engine.calendars import Calendar, Digits, Presentation
from accord.site import people

Answer = Callable[[HttpRequest], HttpResponse]

# Above this no form has a sentence for it; the disk is not filled to say so.
LARGEST_REQUEST_BYTES = 64_000_000

POLICY = (
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)


def headers(answer: Answer) -> Answer:
    """Add the policies that browsers enforce: nothing inline, nothing from elsewhere."""
    policy = "; ".join(POLICY)

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def presentation(answer: Answer) -> Answer:
    """Put ``acting`` and ``viewer`` on the request and speak the viewer's language."""

    def middleware(request: HttpRequest) -> HttpResponse:
        viewer = viewer_of(request)
        request.viewer = viewer  # type: ignore[attr-defined]  # -- read by the frame's context
        request.acting = people.acting_of(  # type: ignore[attr-defined]  # -- read by acting_in
            request.user, at=timezone.now(), door=Door.WEB, language=viewer.language
        )
        with (
            translation.override(viewer.language),
            timezone.override(ZoneInfo(viewer.time_zone)),
            viewed_by(viewer),
        ):
            response = answer(request)
        response.headers.setdefault("Content-Language", viewer.language)
        return response

    return middleware


def problems(answer: Answer) -> Answer:
    """Answer programs in problem details whatever went wrong, and however deep."""
    from accord.site.api import in_problem_details  # noqa: PLC0415 -- the API wants the apps loaded

    def middleware(request: HttpRequest) -> HttpResponse:
        return in_problem_details(request, answer(request))

    return middleware


def presence(answer: Answer) -> Answer:
    """Note now and then that the browser's session is still in use."""

    def middleware(request: HttpRequest) -> HttpResponse:
        at = acting_in(request).at
        if not sessions.is_seen_lately(request, at=at):
            current = sessions.current_session(request)
            if current is not None:
                accounts.note_seen(current, at=at)
        return answer(request)

    return middleware


class SignInRequired(LoginRequiredMiddleware):
    """Leads visitors to the sign-in page, except where a page says it is for everyone.

    The API answers for itself: it asks for a token, not for a session.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: Any,
        view_kwargs: Any,
    ) -> HttpResponseBase | None:
        """Let the request through, or answer in the page's stead."""
        match = request.resolver_match
        if match is not None and "api" in match.namespaces:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        """Lead to the sign-in page; the whole page, not the fragment that htmx asked for."""
        response = super().handle_no_permission(request, view_func)
        if request.headers.get("HX-Request") == "true":
            response.status_code = HTTPStatus.NO_CONTENT
            response.headers["HX-Redirect"] = response.headers["Location"]
            del response.headers["Location"]
        return response


class Readable:
    """Refuses what no page can mean: a body beyond any file, and the NUL that no database keeps.

    The second look comes after sign-in and the form's token: strangers have nothing parsed.
    The API answers for itself, in its own words.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, unless far too much is on its way."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > LARGEST_REQUEST_BYTES:
            raise BadRequest("body too large")
        return self.answer(request)

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponse],
        _args: Any,
        _kwargs: Any,
    ) -> None:
        """Let the request through to its page unless it holds a NUL."""
        match = request.resolver_match
        if match is not None and "api" in match.namespaces:
            return
        if "\0" in request.path or _holds_nul(request.GET) or _holds_nul(request.POST):
            raise BadRequest("NUL in the request")


def viewer_of(request: HttpRequest) -> Presentation:
    """Return how the request's person reads: preferences, else cookie, else browser."""
    user = request.user
    if user.is_authenticated:
        return Presentation(
            language=user.language,
            calendar=Calendar(user.calendar),
            digits=Digits(user.digits),
            time_zone=user.time_zone,
        )
    language = translation.get_language_from_request(request)
    return people.presentation_for(language)


def refusals(answer: Answer) -> Answer:
    """Turn a refusal that no form caught into a page that says why."""

    class Refusals:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            return answer(request)

        def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
            if not isinstance(error, DomainError):
                return None
            page = {"refusal": error}
            return render(request, "ui/refusal.html", page, status=error.status)

    return Refusals()


def _holds_nul(typed: QueryDict) -> bool:
    return any("\0" in word for name, words in typed.lists() for word in (name, *words))
