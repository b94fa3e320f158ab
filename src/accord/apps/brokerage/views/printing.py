"""The page from which staff print, and what it hands out."""

from dataclasses import dataclass
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accord.apps.brokerage.actions import printing
from accord.apps.brokerage.enums import RunState
from accord.apps.brokerage.models import Event, ScheduleRun
from accord.apps.brokerage.papers import data
from accord.apps.brokerage.papers.pieces import PIECES, ROSTERS, Order, print_piece
from accord.apps.brokerage.queries import agendas as queries
from accord.apps.brokerage.queries.schedule import published_run
from accord.apps.brokerage.tables import DELEGATE_LINKS, INTERPRETER_LINKS
from accord.apps.brokerage.views.frame import event_page, event_to_change, event_to_read
from accord.apps.core.acting import acting_in
from accord.apps.core.models import Job
from accord.apps.core.trying import tried
from accord.apps.ui.forms.viewing import current_viewer

# Up to so many people a piece is printed while one waits; for more, in the background.
MOST_WHILE_WAITING = 120
JOBS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """A button that prints a piece in one language."""

    label: str
    language: str
    url: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A piece, and the languages in which it can be had."""

    key: str
    label: str | Promise
    hint: str | Promise
    ending: str
    choices: tuple[Choice, ...]


@require_safe
def print_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Offer every piece of a schedule in every language."""
    event = event_to_read(request, reference)
    run = _run_of(request, event)
    sides = list(queries.sides_printed(event))
    side = next((one for one in sides if one.code == request.GET.get("side")), None)
    chosen = {"side": side.code if side else "", "run": str(run.number) if run else ""}
    offered = [key for key in PIECES if key not in ROSTERS or queries.has_interpreters(event)]
    page = {
        "run": run,
        "runs": queries.printable_runs(event),
        "is_draft": run is not None and run.state == RunState.DRAFT,
        "sides": sides,
        "side": side,
        "offers": [_offer(event, key, chosen) for key in offered] if run else [],
        "is_large": queries.people_counted(event) > MOST_WHILE_WAITING,
        "chosen": chosen,
        "prints": [_print_of(event, job) for job in _recent(request, event)],
    }
    return event_page(request, event, "brokerage/print.html", page)


@require_safe
def print_file(request: HttpRequest, reference: str, piece: str) -> HttpResponse:
    """Hand out a piece, made while the person waits."""
    event = event_to_read(request, reference)
    run = _run_of(request, event)
    if run is None or piece not in PIECES:
        raise Http404
    printed = print_piece(queries.schedule_in(run), _order_of(request, event, piece))
    response = HttpResponse(printed.content, content_type=printed.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{printed.name}"'
    return response


@require_POST
def print_start(request: HttpRequest, reference: str, piece: str) -> HttpResponse:
    """Have a piece printed in the background."""
    event = event_to_read(request, reference)
    run = _run_of(request, event)
    if run is None or piece not in PIECES:
        raise Http404
    page = reverse("brokerage:print", args=[event.reference])
    order = _order_of(request, event, piece)
    job = printing.start_printing(acting_in(request), run, order, page=page)
    return redirect("core:job", key=job.pk)


@require_safe
def print_stored(request: HttpRequest, reference: str, key: UUID) -> HttpResponseBase:
    """Hand out a piece that was printed in the background."""
    event = event_to_read(request, reference)
    stored = queries.printed_file(acting_in(request), event, key)
    if stored is None:
        raise Http404
    return FileResponse(
        stored.content.open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.media_type,
    )


@require_safe
def link_list(request: HttpRequest, reference: str) -> HttpResponseBase:
    """List everybody's personal page, to hand out the links."""
    event = event_to_change(request, reference)
    viewer = current_viewer()
    table = DELEGATE_LINKS.page(queries.delegates_with_links(event), request.GET, viewer)
    others = INTERPRETER_LINKS.page(queries.interpreters_with_links(event), request.GET, viewer)
    for wanted in (table, others):
        if wanted.export:
            return wanted.download()
    return event_page(
        request, event, "brokerage/links.html", {"table": table, "interpreters": others}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def link_renew(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    """Ask whether to replace somebody's link, and do it."""
    event = event_to_change(request, reference)
    holder = queries.link_holder(event, key)
    if holder is None:
        raise Http404
    if request.method != "POST":
        return event_page(request, event, "brokerage/link_renew.html", {"holder": holder})
    with tried(request, _("There is a new link. The old one has ended.")):
        printing.renew_link(acting_in(request), holder)
    return redirect("brokerage:links", reference=event.reference)


def _run_of(request: HttpRequest, event: Event) -> ScheduleRun | None:
    """Return the schedule that was asked for, else the published one."""
    wanted = request.GET.get("run", "")
    if wanted.isdecimal() and len(wanted) < 7:  # noqa: PLR2004 -- no event is planned a million times
        run = queries.printable_run(event, int(wanted))
        if run is None:
            raise Http404
        return run
    return published_run(event)


def _order_of(request: HttpRequest, event: Event, piece: str) -> Order:
    language = request.GET.get("language", "")
    if language not in data.LANGUAGES:
        language = "" if PIECES[piece].is_in_own_language else data.BRIDGE
    code = request.GET.get("side", "")
    if not code or not PIECES[piece].is_personal:
        return Order(piece, language)
    side = next((one for one in queries.sides_printed(event) if one.code == code), None)
    if side is None:
        raise Http404
    return Order(piece, language, side.pk)


def _offer(event: Event, key: str, chosen: dict[str, str]) -> Offer:
    piece = PIECES[key]
    languages = [(code, get_language_info(code)["name_local"]) for code in data.LANGUAGES]
    if piece.is_in_own_language:
        languages.insert(0, ("", _("Everybody’s own")))
    choices = tuple(
        Choice(label, code, f"?{urlencode({**chosen, 'language': code})}")
        for code, label in languages
    )
    return Offer(key, piece.label, piece.hint, piece.ending, choices)


@dataclass(frozen=True, slots=True)
class Print:
    """A piece printed in the background, or being printed."""

    job: Job
    name: str
    url: str


def _recent(request: HttpRequest, event: Event) -> list[Job]:
    return list(queries.print_jobs_of(acting_in(request), event)[:JOBS_SHOWN])


def _print_of(event: Event, job: Job) -> Print:
    piece = PIECES[job.payload["piece"]]
    file = job.facts.get("file")
    if not file:
        return Print(job, str(piece.label), reverse("core:job", args=[job.pk]))
    url = reverse("brokerage:print-stored", args=[event.reference, file])
    return Print(job, job.facts["name"], url)
