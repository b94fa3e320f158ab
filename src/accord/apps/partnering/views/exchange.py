"""Profiles as files: away with a list's filters, and in with a preview."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accord.apps.core.acting import Acting, acting_in
from accord.apps.core.errors import DomainError
from accord.apps.directory.actions.import_plan import Outcome
from accord.apps.directory.models import Organisation
from accord.apps.documents.models import StoredFile
from accord.apps.documents.spreadsheets.marking import mark_faults
from accord.apps.documents.spreadsheets.writing import write_workbook
from accord.apps.partnering import policies
from accord.apps.partnering.actions import importing
from accord.apps.partnering.actions.import_plan import ImportPlan
from accord.apps.partnering.forms.exchange import ImportForm
from accord.apps.partnering.queries import exchange as queries
from accord.apps.partnering.queries import profiles
from accord.apps.partnering.spreadsheets.profiles import sheet
from accord.apps.partnering.tables import FULL_JSON, IN_FULL, file_of
from accord.apps.ui.forms.viewing import current_viewer
from accord.apps.ui.tables.table import TablePage

ROWS_A_PAGE = 50
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON = "application/json"


def downloaded(acting: Acting, table: TablePage) -> HttpResponseBase:
    """Send a list, or its profiles in full: all pages of what its filters leave."""
    if table.export not in IN_FULL:
        return table.download()
    content = file_of(acting, table.rows, kind=table.export, viewer=table.viewer)
    if table.export == FULL_JSON:
        return _attached(content, f"{table.table.key}.json", JSON)
    return _attached(content, f"{table.table.key}.xlsx", EXCEL)


def import_new(request: HttpRequest) -> HttpResponse:
    """Take a file in and lead to its preview."""
    acting = acting_in(request)
    policies.may_write_somewhere(acting).require()
    organisations = profiles.organisations_to_write_for(acting)
    form = ImportForm(
        request.POST or None,
        request.FILES or None,
        organisations={each.reference: each for each in organisations},
    )
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            stored = importing.keep_import_file(acting, name=upload.name, content=upload.read())
            importing.plan_import(acting, stored, viewer=current_viewer())
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            chosen = form.cleaned_data.get("organisation") or ""
            return redirect(_address("import-preview", stored, chosen))
    return render(request, "partnering/import_new.html", {"form": form})


@require_safe
def import_template(request: HttpRequest) -> HttpResponse:
    """Send an empty workbook in the reader's language."""
    policies.may_write_somewhere(acting_in(request)).require()
    content = write_workbook((sheet(),), viewer=current_viewer())
    return _attached(content, "profiles.xlsx", EXCEL)


@require_safe
def import_preview(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say row by row what the import will do."""
    stored, plan, usual = _planned(request, key)
    wanted = request.GET.get("show", "")
    counts = Counter(planned.outcome for planned in plan.rows)
    shown = [each for each in plan.rows if wanted not in set(Outcome) or each.outcome == wanted]
    errors = [problem for problem in plan.problems if problem.is_error]
    page: dict[str, Any] = {
        "file": stored,
        "usual": usual,
        "kept": urlencode({"organisation": usual}) if usual else "",
        "page": Paginator(shown, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "counts": [(outcome, counts[outcome]) for outcome in Outcome],
        "show": wanted if wanted in set(Outcome) else "",
        "outcomes": list(Outcome),
        "errors": errors[:200],
        "error_count": len(errors),
        "notices": [problem for problem in plan.problems if not problem.is_error][:20],
        "has_work": bool(counts[Outcome.NEW] or counts[Outcome.CHANGED]),
        "marked_url": _address("import-marked", stored, usual),
    }
    return render(request, "partnering/import_preview.html", page)


@require_safe
def import_marked(request: HttpRequest, key: UUID) -> HttpResponse:
    """Send the file back with its faulty cells marked."""
    stored, plan, _usual = _planned(request, key)
    content = mark_faults(
        plan.content, name=stored.name, problems=plan.problems, viewer=current_viewer()
    )
    return _attached(content, f"{stored.name.rsplit('.', 1)[0]}-marked.xlsx", EXCEL)


@require_POST
def import_confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write what the preview said."""
    stored, plan, usual = _planned(request, key)
    try:
        counts = importing.import_profiles(acting_in(request), plan)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return redirect(_address("import-preview", stored, usual))
    messages.success(request, _told(counts[Outcome.NEW], counts[Outcome.CHANGED]))
    return redirect("partnering:own-list")


def _told(new: int, changed: int) -> str:
    number = current_viewer().number
    added = ngettext("%(count)s new draft.", "%(count)s new drafts.", new)
    altered = ngettext("%(count)s draft changed.", "%(count)s drafts changed.", changed)
    return f"{added % {'count': number(new)}} {altered % {'count': number(changed)}}"


def _planned(request: HttpRequest, key: UUID) -> tuple[StoredFile, ImportPlan, str]:
    """Return the person's own file, what it would do, and the organisation of nameless rows."""
    acting = acting_in(request)
    policies.may_write_somewhere(acting).require()
    stored: StoredFile = get_object_or_404(queries.import_files(acting), pk=key)
    usual = _usual(acting, request.GET.get("organisation") or request.POST.get("organisation", ""))
    plan = importing.plan_import(acting, stored, viewer=current_viewer(), usual=usual)
    return stored, plan, usual.reference if usual else ""


def _usual(acting: Acting, reference: str) -> Organisation | None:
    rows = profiles.organisations_to_write_for(acting)
    if reference:
        return get_object_or_404(rows, reference=reference)
    first = list(rows[:2])
    return first[0] if len(first) == 1 else None


def _address(name: str, stored: StoredFile, organisation: str) -> str:
    query = f"?{urlencode({'organisation': organisation})}" if organisation else ""
    return reverse(f"partnering:{name}", args=[stored.pk]) + query


def _attached(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    shown = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = shown or "attachment"
    return response
