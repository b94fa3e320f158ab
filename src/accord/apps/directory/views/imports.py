"""Pages of the import: template, upload, preview, marked file, confirmation."""

from collections import Counter
from urllib.parse import quote
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accord.apps.core.acting import acting_in
from accord.apps.core.errors import DomainError
from accord.apps.directory import adapters, policies
from accord.apps.directory.actions import importing
from accord.apps.directory.actions.import_plan import Outcome
from accord.apps.directory.forms.people import ImportForm
from accord.apps.documents import queries as documents
from accord.apps.documents.models import StoredFile
from accord.apps.documents.spreadsheets.marking import mark_faults
from accord.apps.documents.spreadsheets.writing import write_workbook
from accord.apps.ui.forms.viewing import current_viewer

_ROWS_A_PAGE = 50
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def import_new(request: HttpRequest) -> HttpResponse:
    """Take a file in and lead to its preview."""
    acting = acting_in(request)
    policies.may_register_somewhere(acting).require()
    form = ImportForm(request.POST or None, request.FILES or None, acting=acting)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            stored = importing.keep_import_file(
                acting,
                name=upload.name,
                content=upload.read(),
                owner=UUID(form.cleaned_data["owner"]),
            )
            importing.plan_import(acting, stored, viewer=current_viewer())
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("directory:import-preview", stored.pk)
    return render(request, "directory/import_new.html", {"form": form})


@require_safe
def import_template(request: HttpRequest) -> HttpResponse:
    """Send an empty workbook in the reader's language."""
    policies.may_register_somewhere(acting_in(request)).require()
    content = write_workbook(adapters.sheets(), viewer=current_viewer())
    return _workbook(content, _("directory"))


@require_safe
def import_preview(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say row by row what the import will do."""
    acting = acting_in(request)
    stored = _file(request, key)
    plan = importing.plan_import(acting, stored, viewer=current_viewer())
    wanted = request.GET.get("show", "")
    counts: Counter[tuple[str, str]] = Counter()
    shown = []
    for planned in plan.rows():
        counts[planned.row.sheet, planned.outcome] += 1
        if not wanted or planned.outcome == wanted:
            shown.append(planned)
    errors = [problem for problem in plan.problems if problem.is_error]
    pages = Paginator(shown, _ROWS_A_PAGE)
    page = {
        "file": stored,
        "page": pages.get_page(request.GET.get("page")),
        "sheets": [
            (sheet.title, [(outcome, counts[sheet.key, outcome]) for outcome in Outcome])
            for sheet in plan.sheets
        ],
        "show": wanted if wanted in set(Outcome) else "",
        "outcomes": list(Outcome),
        "errors": errors[:200],
        "notices": [problem for problem in plan.problems if not problem.is_error][:20],
        "error_count": len(errors),
        "has_work": any(
            counts[sheet.key, outcome]
            for sheet in plan.sheets
            for outcome in (Outcome.NEW, Outcome.CHANGED)
        ),
    }
    return render(request, "directory/import_preview.html", page)


@require_safe
def import_marked(request: HttpRequest, key: UUID) -> HttpResponse:
    """Send the file back with its faulty cells marked."""
    acting = acting_in(request)
    stored = _file(request, key)
    viewer = current_viewer()
    plan = importing.plan_import(acting, stored, viewer=viewer)
    for _planned in plan.rows():
        pass
    with stored.content.open("rb") as stream:
        content = stream.read()
    marked = mark_faults(content, name=stored.name, problems=plan.problems, viewer=viewer)
    return _workbook(marked, stored.name.rsplit(".", 1)[0])


@require_POST
def import_confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """Start the import and lead to its progress."""
    acting = acting_in(request)
    stored = _file(request, key)
    job = importing.start_import(acting, stored, page=reverse("directory:organisation-list"))
    return redirect("core:job", job.pk)


def _file(request: HttpRequest, key: UUID) -> StoredFile:
    acting = acting_in(request)
    policies.may_register_somewhere(acting).require()
    stored: StoredFile = get_object_or_404(documents.files_visible_to(acting), pk=key)
    policies.may_register(acting, stored.owner_id).require()
    return stored


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_WORKBOOK)
    filename = get_valid_filename(f"{name}.xlsx")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
    return response
