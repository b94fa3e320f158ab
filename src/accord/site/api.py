"""The HTTP API: every context's router under one roof, one voice for every refusal."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI

from accord import __version__
from accord.apps.core.errors import DomainError

api = NinjaAPI(title="Accord", version=__version__, urls_namespace="api", docs_url=None)


@api.exception_handler(DomainError)
def refuse(_request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer a refused action with RFC 9457 problem details."""
    facts = {key: str(value) for key, value in error.facts.items()}
    problem = {"type": error.code, "title": str(error), "status": error.status, "facts": facts}
    return JsonResponse(problem, status=error.status, content_type="application/problem+json")
