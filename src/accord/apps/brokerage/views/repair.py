"""When something changed: say what, look at the ways out, and take one as a new draft."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions import repair as actions
from accord.apps.brokerage.adapters.repair import Scene, refuse_nonsense
from accord.apps.brokerage.adapters.repaired import Told, told
from accord.apps.brokerage.enums import Happening
from accord.apps.brokerage.forms.repair import ChangeForm, TakeForm, written
from accord.apps.brokerage.models import Event, ScheduleRun, Slot
from accord.apps.brokerage.queries import events
from accord.apps.brokerage.queries import repair as queries
from accord.apps.brokerage.views.frame import event_of, event_page, run_of, venue_of
from accord.apps.core.acting import Acting, acting_in
from accord.apps.core.errors import DomainError, NotAllowedError, NotSignedInError
from accord.apps.core.trying import tried

ICONS = {
    Happening.CANCELLED: "user-x",
    Happening.ABSENT: "user-question",
    Happening.LATE: "clock-pause",
    Happening.TABLE: "table",
    Happening.INTERPRETER: "language",
    Happening.WISH: "heart-handshake",
    Happening.WALK_IN: "user-plus",
    Happening.RECORDED: "history",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that can happen, as a choice."""

    label: str
    icon: str
    url: str
    is_current: bool


@require_http_methods(["GET", "HEAD", "POST"])
def repair(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask what changed, show the ways out, and take the one that is chosen."""
    acting, event = acting_in(request), event_of(request, reference)
    run = run_of(request, event, number)
    policies.may_repair(acting, event, run).require()
    if request.method == "POST":
        return _take(request, acting, run)
    kind = _kind_in(request)
    slots = list(events.meeting_slots_of(event))
    page: dict[str, object] = {
        "run": run,
        "kind": kind,
        "kinds": _kinds(request, kind),
        "is_over": all(slot.starts_at <= acting.at for slot in slots),
    }
    if kind:
        form = _form(request, event, kind, slots)
        page |= {"form": form, "names": _names(event, kind)}
        if form.is_valid():
            page |= _ways(acting, run, form)
    if "ways" not in page:
        page["closed"] = queries.closed_tables(event)
    return event_page(request, event, "brokerage/repair.html", page)


@require_POST
def table_open(request: HttpRequest, reference: str, number: int, key: UUID) -> HttpResponse:
    """Use a table again that was lost."""
    event = event_of(request, reference)
    run = run_of(request, event, number)
    table = get_object_or_404(events.tables_of(event), pk=key)
    table.event = event
    with tried(request, _("The table can be used again. Meetings come back when you plan them.")):
        actions.open_table(acting_in(request), table)
    return redirect("brokerage:repair", event.reference, run.number)


def _kind_in(request: HttpRequest) -> Happening | None:
    what = request.GET.get("what", "")
    return Happening(what) if what in Happening.values else None


def _kinds(request: HttpRequest, current: Happening | None) -> list[Kind]:
    return [
        # Where there is nothing to fill in, the ways out come at once.
        Kind(
            str(one.label),
            ICONS[one],
            f"{request.path}?what={one.value}{'&ask=1' if one == Happening.RECORDED else ''}",
            one == current,
        )
        for one in Happening
    ]


def _form(request: HttpRequest, event: Event, kind: Happening, slots: list[Slot]) -> ChangeForm:
    return ChangeForm(
        request.GET if "ask" in request.GET else None,
        kind=kind,
        event=event,
        slots=slots,
        interpreters=queries.interpreters_named(event) if kind == Happening.INTERPRETER else (),
        viewer=venue_of(event),
    )


def _names(event: Event, kind: Happening) -> dict[str, object]:
    """Return what the fields offer while somebody types."""
    if kind == Happening.TABLE:
        return {"tables": events.table_rows_of(event)}
    about_people = kind not in {Happening.INTERPRETER, Happening.RECORDED}
    return {"participants": queries.codes_and_names(event)} if about_people else {}


def _ways(acting: Acting, run: ScheduleRun, form: ChangeForm) -> dict[str, object]:
    """Return the ways out of what was filled in; a refusal lands on the form."""
    happened, viewer = form.happened(), venue_of(run.event)
    try:
        refuse_nonsense(run, happened, viewer)
        scene = Scene(run, happened, at=acting.at)
        ways = told(scene, scene.ways(), viewer)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return {}
    return {"ways": [(one, written(one.way)) for one in ways], "is_idle": _is_idle(ways)}


def _is_idle(ways: list[Told]) -> bool:
    """Tell whether nothing in the schedule has to change, and nothing can be won."""
    return all(one.is_empty for one in ways)


def _take(request: HttpRequest, acting: Acting, run: ScheduleRun) -> HttpResponse:
    here = reverse("brokerage:repair", args=[run.event.reference, run.number])
    form = TakeForm(request.POST)
    if not form.is_valid():
        messages.warning(request, str(form.errors["way"][0]))
        return redirect(here)
    way = form.cleaned_data["way"]
    try:
        draft = actions.take_repair(acting, run, way)
    except (NotAllowedError, NotSignedInError):
        raise
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return redirect(f"{here}?what={way.happened.kind.value}")
    messages.success(
        request,
        _("The change is noted, and this new draft is mended. Publish it to tell people."),
    )
    return redirect("brokerage:run", run.event.reference, draft.number)
