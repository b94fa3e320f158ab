"""The way to stored files."""

from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accord.apps.core.acting import acting_in
from accord.apps.documents import queries


@require_safe
def file_download(request: HttpRequest, key: UUID) -> FileResponse:
    """Send a file to be saved; a browser never shows it inside the site."""
    stored = get_object_or_404(queries.files_visible_to(acting_in(request)), pk=key)
    response = FileResponse(
        stored.content.open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.media_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
