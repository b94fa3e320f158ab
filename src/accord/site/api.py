"""The HTTP API: every context's router under one roof, one voice for every refusal."""

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NoReturn

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer
from ninja.throttling import AuthRateThrottle

from accord import __version__
from accord.apps.accounts import actions as accounts
from accord.apps.accounts.models import User
from accord.apps.brokerage.api.events import router as events
from accord.apps.brokerage.api.matching import router as matching
from accord.apps.brokerage.api.schedules import router as schedules
from accord.apps.brokerage.api.wishes import router as wishes
from accord.apps.core.enums import Door
from accord.apps.core.errors import DomainError
from accord.apps.directory.api.routes import router as directory
from accord.apps.partnering.api.interests import router as interests
from accord.apps.partnering.api.routes import router as profiles
from accord.apps.partnering.api.shortlists import router as shortlists
from accord.apps.partnering.api.suggestions import router as suggestions
from accord.apps.programmes.api.parties import router as parties
from accord.apps.programmes.api.programmes import router as programmes
from accord.site import people

DESCRIPTION = (
    "Everything that the pages of Accord do, for programs. Sign in with a token from your "
    "account page: `Authorization: Bearer acc_…`. A token may do what its owner may do. "
    "Days are ISO 8601 in the Gregorian calendar. Texts of people carry every language they "
    "were written in. A refusal is a problem detail (RFC 9457) with a stable `type`, a sentence "
    "in the language of `Accept-Language`, and the facts behind it."
)
ROOT = "/api/"
_UNREADABLE = gettext_lazy("The request cannot be read. Send a JSON document in UTF-8.")
# What Django and the router refuse before any operation is asked.
FRAMEWORK = {
    404: ("core.no-such-address", gettext_lazy("The API has no such address.")),
    405: (
        "core.no-such-method",
        gettext_lazy(
            "This address does not take that method. The header Allow names those it takes."
        ),
    ),
    500: (
        "core.internal",
        gettext_lazy("Something went wrong inside Accord. The people who run it can read why."),
    ),
}
NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
PROBLEM = "application/problem+json"
PROBLEMS = {
    400: "The request cannot be read.",
    401: "There is no valid token.",
    403: "The owner of the token may not do this.",
    404: "There is no such thing, or the owner of the token may not see it.",
    409: "It cannot be done as things stand.",
    422: "A value is missing or wrong.",
    429: "Too many requests; `Retry-After` says when to try again.",
}
PROBLEM_SCHEMA = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "facts"],
    "properties": {
        "type": {"type": "string", "description": "A stable code, such as `core.not-allowed`."},
        "title": {"type": "string", "description": "A sentence for people."},
        "status": {"type": "integer"},
        "facts": {"type": "object", "additionalProperties": {"type": "string"}},
        "errors": {
            "type": "array",
            "description": "What is wrong with which value.",
            "items": {
                "type": "object",
                "required": ["where", "problem"],
                "properties": {"where": {"type": "string"}, "problem": {"type": "string"}},
            },
        },
    },
}


class Token(HttpBearer):
    """An API token of a user, as made on their account page."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """Return whose token it is, and let the request act as them."""
        now = timezone.now()
        user = accounts.use_token(token, at=now)
        if user is not None:
            request.acting = people.acting_of(  # type: ignore[attr-defined]  # -- read by acting_in
                user, at=now, door=Door.API, language=translation.get_language() or "en"
            )
        return user


class StrictParser(Parser):
    """Reads JSON as the standard has it: no NaN, no characters that no database stores."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body's value."""
        body = json.loads(request.body, parse_constant=_refuse)
        text = json.dumps(body, ensure_ascii=False)
        if NUL.search(text):
            raise ValueError("NUL")
        text.encode("utf-8")  # a lone surrogate raises a ValueError here
        return body


class Schema(OpenAPISchema):
    """The description of the API, with the refusals that any operation may give."""

    def operation_details(self, operation: Any) -> dict[str, Any]:
        """Return an operation with every shared problem response."""
        details: dict[str, Any] = super().operation_details(operation)
        for parameter in details.get("parameters", []):
            # OpenAPI keeps a plain list of examples with the schema.
            if isinstance(parameter.get("examples"), list):
                parameter["schema"]["examples"] = parameter.pop("examples")
        content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for status, description in PROBLEMS.items():
            details["responses"].setdefault(
                status, {"description": description, "content": content}
            )
        return details

    def get_components(self) -> dict[str, Any]:
        """Return the shared parts, the problem among them."""
        components: dict[str, Any] = super().get_components()
        components.setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
        return components


class Renderer(JSONRenderer):
    """Writes every script as it is, not as escapes."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


class AccordAPI(NinjaAPI):
    """An API that describes its refusals."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description that is kept in docs/openapi.json."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        return Schema(self, prefix)


api = AccordAPI(
    title="Accord",
    version=__version__,
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    auth=Token(),
    parser=StrictParser(),
    renderer=Renderer(),
    # Strangers are answered before any throttle is asked: they meet one indexed look-up.
    throttle=[AuthRateThrottle(settings.API_RATE)],
)
for router in (
    directory, parties, programmes, profiles, interests, suggestions, shortlists, events,
    matching, wishes, schedules,
):  # fmt: skip
    api.add_router("", router)


@api.exception_handler(DomainError)
def refuse(_request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer a refused action."""
    facts = {key: str(value) for key, value in error.facts.items()}
    return _problem(error.status, error.code, str(error), facts=facts)


@api.exception_handler(Http404)
def not_found(_request: HttpRequest, _error: Http404) -> HttpResponse:
    """Answer a question about what does not exist or is not theirs to see."""
    return _problem(404, "core.not-found", _("There is no such record, or you may not see it."))


@api.exception_handler(AuthenticationError)
def not_signed_in(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """Answer a request without a valid token."""
    title = _("This needs a valid API token. Make one on your account page.")
    response = _problem(401, "core.not-signed-in", title)
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(ValidationError)
def invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer a request whose values are missing or wrong."""
    errors = [
        {"where": ".".join(str(part) for part in problem["loc"]), "problem": problem["msg"]}
        for problem in error.errors
    ]
    title = _("A value is missing or wrong. The list of errors says which.")
    return _problem(422, "core.invalid", title, errors=errors)


@api.exception_handler(Throttled)
def too_many(_request: HttpRequest, error: Throttled) -> HttpResponse:
    """Answer a program that asks too often."""
    seconds = max(1, int(error.wait or 1))
    title = _("Too many requests. Try again in %(seconds)s seconds.") % {"seconds": seconds}
    response = _problem(429, "core.too-many-requests", title, facts={"seconds": str(seconds)})
    response["Retry-After"] = str(seconds)
    return response


@api.exception_handler(HttpError)
def unreadable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer a request that is not what HTTP or JSON allow."""
    return _problem(error.status_code, "core.unreadable", str(_UNREADABLE))


def in_problem_details(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return a refusal that the framework wrote for people as programs read it."""
    status = response.status_code
    if status < HTTPStatus.BAD_REQUEST or not request.path.startswith(ROOT):
        return response
    if response.headers.get("Content-Type") == PROBLEM:
        return response
    code, title = FRAMEWORK.get(status, ("core.unreadable", _UNREADABLE))
    problem = _problem(status, code, str(title))
    for header in ("Allow", "Retry-After"):
        if header in response.headers:
            problem.headers[header] = response.headers[header]
    return problem


def _problem(status: int, code: str, title: str, **more: Any) -> HttpResponse:
    problem = {"type": code, "title": title, "status": status, "facts": {}, **more}
    return JsonResponse(
        problem,
        status=status,
        content_type=PROBLEM,
        json_dumps_params={"ensure_ascii": False},
    )


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
