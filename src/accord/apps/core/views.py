"""Pages about any record: its history and notes, and the work that runs on it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accord.apps.core import actions, queries
from accord.apps.core.acting import acting_in
from accord.apps.core.errors import DomainError
from accord.apps.core.forms import NoteForm

ENTRIES_A_PAGE = 50


@require_safe
def job(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show how far a piece of work is."""
    work = get_object_or_404(queries.jobs_visible_to(acting_in(request)), pk=key)
    page = {
        "job": work,
        "job_url": reverse("core:job", args=[key]),
        "stop_url": reverse("core:job-stop", args=[key]),
        "done_url": _own_address(request, str(work.payload.get("page", ""))) or reverse("home"),
    }
    return render(request, "core/job.html", page)


@require_POST
def job_stop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask the worker to stop and keep what it has."""
    acting = acting_in(request)
    work = get_object_or_404(queries.jobs_visible_to(acting), pk=key)
    try:
        actions.ask_job_to_stop(acting, work)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    return redirect(_next(request) or reverse("core:job", args=[key]))


@require_POST
def note_write(request: HttpRequest) -> HttpResponse:
    """Add a private note to a record that the person sees."""
    acting = acting_in(request)
    subject = queries.unsealed(acting, request.POST.get("record", ""))
    if subject is None:
        raise Http404
    code = request.POST.get("side", "")
    side = get_object_or_404(queries.own_sides_of(acting), code=code)
    form = NoteForm(request.POST)
    if form.is_valid():
        actions.write_note(acting, subject, side=side.pk, text=form.cleaned_data["text"])
        messages.success(request, _("The note is kept. Only your side reads it."))
    else:
        messages.error(request, _("The note is empty or too long. Nothing was kept."))
    return redirect(_next(request) or reverse("home"))


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Show everything that was done to a record that the person sees."""
    acting = acting_in(request)
    seal = request.GET.get("record", "")
    subject = queries.unsealed(acting, seal)
    if subject is None:
        raise Http404
    pages = Paginator(queries.history_of(acting, subject), ENTRIES_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    page = {
        "subject": subject,
        "seal": seal,
        "page": shown,
        "entries": queries.told(shown.object_list),
    }
    return render(request, "core/history_page.html", page)


def _next(request: HttpRequest) -> str:
    return _own_address(request, request.POST.get("next", ""))


def _own_address(request: HttpRequest, address: str) -> str:
    """Return the address if it leads to this site, else nothing."""
    is_own = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if is_own else ""
