"""Pages of the event workbook: send one, see what it would do, confirm, take one away."""

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accord.apps.brokerage import policies
from accord.apps.brokerage.forms.workbook import WorkbookForm
from accord.apps.brokerage.models import Event
from accord.apps.brokerage.queries import events
from accord.apps.brokerage.views.frame import (
    event_page,
    event_to_change,
    event_to_read,
    whole_when_over,
)
from accord.apps.brokerage.workbook import previews, sheets
from accord.apps.brokerage.workbook.comparing import Fate
from accord.apps.brokerage.workbook.opening import lists_of, target_of
from accord.apps.brokerage.workbook.previews import Line
from accord.apps.brokerage.workbook.state import rows_told_to, state_of
from accord.apps.core import queries as core
from accord.apps.core.acting import acting_in
from accord.apps.core.enums import JobState
from accord.apps.core.errors import DomainError
from accord.apps.core.models import Job
from accord.apps.core.trying import tried
from accord.apps.documents.spreadsheets.shapes import Sheet
from accord.apps.documents.spreadsheets.writing import write_csv_files, write_workbook
from accord.apps.ui.forms.viewing import current_viewer

ROWS_A_PAGE = 50
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"


@dataclass(frozen=True, slots=True)
class Figure:
    """How many rows of a sheet meet one fate, and the way to see them."""

    fate: str
    label: str
    kind: str
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of a preview with its titles in the reader's language."""

    line: Line
    sheet: str
    label: str
    kind: str
    changes: list[tuple[str, str, str]]


def upload_new(request: HttpRequest) -> HttpResponse:
    """Take a workbook from which a new event begins."""
    acting = acting_in(request)
    policies.may_prepare_event(acting, None).require()
    programmes = list(events.programmes_to_prepare_in(acting))
    form = WorkbookForm(request.POST or None, request.FILES or None, programmes=programmes)
    if form.is_valid() and (job := _started(request, form, None)):
        return redirect("brokerage:workbook-preview", job.pk)
    template_url = reverse("brokerage:workbook-template")
    page = {"form": form, "template_url": template_url, "has_programmes": bool(programmes)}
    return render(request, "brokerage/workbook_new.html", page)


def upload(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a workbook for an event, or give the event's own away."""
    acting, event = acting_in(request), event_to_read(request, reference)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        policies.may_change_event(acting, event).require()
    if form.is_valid() and (job := _started(request, form, event)):
        return redirect("brokerage:workbook-preview", job.pk)
    export_url = reverse("brokerage:workbook-export", args=[event.reference])
    page = {"form": form, "export_url": export_url}
    return event_page(request, event, "brokerage/workbook_upload.html", page)


def _started(request: HttpRequest, form: WorkbookForm, event: Event | None) -> Job | None:
    file = form.cleaned_data["file"]
    sent = previews.Upload(file.name, file.read(), event, form.chosen_programme)
    try:
        return previews.start_preview(acting_in(request), sent, viewer=current_viewer())
    except DomainError as refusal:
        form.add_error("file", str(refusal))
        return None


@require_safe
def preview(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show row by row what a file would do, or how far its reading is."""
    acting = acting_in(request)
    job = _preview_of(request, key)
    taking = core.jobs_visible_to(acting).filter(kind=previews.IMPORT, subject=job.subject)
    under_way = taking.order_by("-created_at").first()
    page = {
        "job": under_way or job,
        "job_url": request.path,
        "back_url": _back(job),
        "is_import": under_way is not None,
        "done_url": "",
    }
    if under_way is not None and "event" in under_way.facts:
        page["done_url"] = reverse("brokerage:event", args=[under_way.facts["event"]])
    if job.state == JobState.DONE and (under_way is None or under_way.is_over):
        page |= _rows(request, job)
    response = render(request, "brokerage/workbook_preview.html", page)
    is_read = under_way is None and job.state == JobState.DONE
    return whole_when_over(request, response, is_over=is_read)


def _rows(request: HttpRequest, job: Job) -> dict[str, object]:
    declared = {one.key: one for one in sheets.sheets(sheets.Lists())}
    sheet, fate = request.GET.get("sheet", ""), request.GET.get("fate", "")
    sheet, fate = sheet if sheet in declared else "", fate if fate in set(Fate) else ""
    lines = previews.lines_of(acting_in(request), job, sheet=sheet, fate=fate)
    at = Paginator(lines, ROWS_A_PAGE).get_page(request.GET.get("page"))
    query = QueryDict(mutable=True)
    query.update({"sheet": sheet, "fate": fate})
    return {
        "name": job.facts["name"],
        "figures": [
            (declared[one].title, [_figure(one, fate, count) for fate, count in counts.items()])
            for one, counts in previews.counts_in(job).items()
        ],
        "rows": [_shown(previews.unpacked(line), declared) for line in at.object_list],
        "page": at,
        "query": query.urlencode(),
        "is_filtered": bool(sheet or fate),
        "problems": job.facts["problems"],
        "has_errors": job.facts["has_errors"],
        "is_fresh": not any(
            fate != Fate.UNCHANGED
            for counts in previews.counts_in(job).values()
            for fate in counts
        ),
        "confirm_url": reverse("brokerage:workbook-confirm", args=[job.pk]),
        "marked_url": reverse("brokerage:workbook-marked", args=[job.pk]),
    }


def _figure(sheet: str, fate: str, count: int) -> Figure:
    label, kind = _fates()[fate]
    return Figure(fate, label, kind, count, f"?sheet={sheet}&fate={fate}")


def _fates() -> dict[str, tuple[str, str]]:
    """Return what becomes of a row in words, and the colour of its badge."""
    return {
        Fate.NEW: (_("new"), "success"),
        Fate.CHANGED: (_("changed"), "info"),
        Fate.UNCHANGED: (_("unchanged"), "neutral"),
        Fate.FAULTY: (_("faulty"), "danger"),
        Fate.REMOVED: (_("removed"), "warning"),
    }


def _shown(line: Line, declared: dict[str, Sheet]) -> Shown:
    label, kind = _fates()[line.fate]
    sheet = declared[line.sheet]
    changes = [
        (str(sheet.column(key).title), before, after) for key, before, after in line.changes
    ]
    return Shown(line, str(sheet.title), label, kind, changes)


@require_POST
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """Have the file of a preview taken over."""
    job = _preview_of(request, key)
    with tried(request, ""):
        previews.start_import(acting_in(request), job)
    return redirect("brokerage:workbook-preview", job.pk)


@require_safe
def marked(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give the file back with its faulty cells marked."""
    job = _preview_of(request, key)
    if "preview" not in job.facts:
        raise Http404
    content = previews.marked_file(acting_in(request), job, viewer=current_viewer())
    return _download(content, f"{job.facts['name'].rsplit('.', 1)[0]}-marked.xlsx", EXCEL)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Give an empty workbook away, in the reader's language."""
    acting = acting_in(request)
    policies.may_prepare_event(acting, None).require()
    declared = sheets.sheets(lists_of(target_of(acting, None)))
    return _download(write_workbook(declared, viewer=current_viewer()), "event.xlsx", EXCEL)


@require_safe
def export(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the event away as the workbook that would bring it back."""
    event = event_to_change(request, reference)
    acting, viewer = acting_in(request), current_viewer()
    declared = sheets.sheets(lists_of(target_of(acting, event)))
    rows = rows_told_to(acting, state_of(event))
    if request.GET.get("format") == "csv":
        content = write_csv_files(declared, rows, viewer=viewer)
        return _download(content, f"{event.reference}.zip", ZIP)
    content = write_workbook(declared, rows, viewer=viewer)
    return _download(content, f"{event.reference}.xlsx", EXCEL)


def _preview_of(request: HttpRequest, key: UUID) -> Job:
    visible = core.jobs_visible_to(acting_in(request)).filter(kind=previews.PREVIEW)
    return get_object_or_404(visible, pk=key)


def _back(job: Job) -> str:
    reference = job.payload["event"]
    if reference:
        return reverse("brokerage:workbook", args=[reference])
    return reverse("brokerage:workbook-new")


def _download(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    shown = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = shown or "attachment"
    return response
