"""The schedule board: one day of a run by tables or by participants."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accord.apps.brokerage import policies
from accord.apps.brokerage.adapters.sheet import By, Choice, Drawing, Sheet
from accord.apps.brokerage.adapters.waiting import told
from accord.apps.brokerage.enums import RunState
from accord.apps.brokerage.models import Event, ScheduleRun
from accord.apps.brokerage.queries import board as queries
from accord.apps.brokerage.views.frame import event_page, event_to_read, run_of, venue_of
from accord.apps.core import queries as core_queries
from accord.apps.core.acting import Acting, acting_in
from accord.engine.calendars import Presentation
from accord.engine.text import fold

WAITING_SHOWN = 20
LONGEST_WORDS = 100


@dataclass(frozen=True, slots=True)
class Link:
    """One of several ways to see the board."""

    label: str
    url: str
    is_current: bool


@require_safe
def board(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show one day of a run by tables or by participants, and what waits for a place."""
    acting, event = acting_in(request), event_to_read(request, reference)
    run, choice, viewer = run_of(request, event, number), choice_in(request.GET), venue_of(event)
    drawing = Drawing(run, choice, viewer)
    sheet = drawing.sheet()
    here = replace(choice, day=sheet.day.isoformat(), page=str(sheet.page.number), meeting=None)
    waiting = Paginator(queries.waiting_in(run, fold(choice.words)), WAITING_SHOWN).get_page(1)
    page = {
        "run": run,
        "choice": choice,
        "sheet": sheet,
        "summary": _summary(sheet, choice.by, viewer),
        "days": _days(drawing, here, viewer),
        "ways": _ways(here),
        "pages": _pages(sheet.page, here),
        "sides": [(code, name) for _key, code, name in drawing.sides],
        "places": [(str(ordinal), name) for _key, ordinal, name in drawing.places],
        "is_narrowed": bool(choice.side or choice.place or choice.words),
        "clear_url": query_of(Choice(by=choice.by, day=here.day)),
        "query": query_of(here),
        "base": reverse("brokerage:board", args=[event.reference, run.number]).removesuffix(
            "board/"
        ),
        "waiting": told(list(waiting.object_list), viewer),
        "waiting_count": waiting.paginator.count,
        "more_waiting": waiting.paginator.count - len(waiting.object_list),
        **_rights(acting, event, run),
    }
    return event_page(request, event, "brokerage/board.html", page)


def choice_in(given: QueryDict) -> Choice:
    """Read what the reader wants to see."""
    try:
        meeting = UUID(given.get("meeting", ""))
    except ValueError:
        meeting = None
    return Choice(
        by=By.PARTICIPANTS if given.get("by") == By.PARTICIPANTS else By.TABLES,
        day=given.get("day", ""),
        side=given.get("side", ""),
        place=given.get("place", ""),
        words=given.get("q", "")[:LONGEST_WORDS],
        page=given.get("page", "1"),
        meeting=meeting,
    )


def query_of(choice: Choice) -> str:
    """Return the part of an address that asks for the same again."""
    given = {
        "by": choice.by.value if choice.by != By.TABLES else "",
        "day": choice.day,
        "side": choice.side,
        "place": choice.place,
        "q": choice.words,
        "page": choice.page if choice.page != "1" else "",
        "meeting": str(choice.meeting or ""),
    }
    return "?" + urlencode({name: value for name, value in given.items() if value})


def board_url(event: Event, run: ScheduleRun, choice: Choice) -> str:
    """Return the board's address; the meeting that matters is led to at once."""
    place = f"#m-{choice.meeting}" if choice.meeting else ""
    address = reverse("brokerage:board", args=[event.reference, run.number])
    return f"{address}{query_of(choice)}{place}"


def _rights(acting: Acting, event: Event, run: ScheduleRun) -> Mapping[str, object]:
    """Return what the person may do with the run."""
    approved = {one.side_id for one in core_queries.approvals_of([run.subject])}
    return {
        "is_draft": run.state == RunState.DRAFT,
        "plan_url": reverse("brokerage:runs", args=[event.reference])
        + f"?around={run.number}#plan",
        "may_move": policies.may_move(acting, event, run),
        "may_plan": policies.may_plan(acting, event),
        "may_copy": policies.may_copy(acting, event),
        "may_publish": policies.may_publish(acting, event, run, approved=approved),
    }


def _days(drawing: Drawing, here: Choice, viewer: Presentation) -> list[Link]:
    return [
        Link(
            viewer.long_day(day),
            query_of(replace(here, day=day.isoformat())),
            day.isoformat() == here.day,
        )
        for day in drawing.days
    ]


def _ways(here: Choice) -> list[Link]:
    return [
        Link(label, query_of(replace(here, by=by, page="1")), here.by == by)
        for by, label in ((By.TABLES, _("Tables")), (By.PARTICIPANTS, _("Participants")))
    ]


def _pages(page: Page[str], here: Choice) -> Mapping[str, str]:
    """Return the ways to the pages before and after, where there are any."""
    ways = {}
    if page.has_previous():
        ways["previous"] = query_of(replace(here, page=str(page.previous_page_number())))
    if page.has_next():
        ways["next"] = query_of(replace(here, page=str(page.next_page_number())))
    return ways


def _summary(sheet: Sheet, by: By, viewer: Presentation) -> str:
    total = sheet.page.paginator.count
    facts = {
        "first": viewer.number(sheet.page.start_index()),
        "last": viewer.number(sheet.page.end_index()),
        "count": viewer.number(total),
    }
    if by == By.PARTICIPANTS:
        words = ngettext(
            "%(first)s–%(last)s of %(count)s participant",
            "%(first)s–%(last)s of %(count)s participants",
            total,
        )
    else:
        words = ngettext(
            "%(first)s–%(last)s of %(count)s table",
            "%(first)s–%(last)s of %(count)s tables",
            total,
        )
    return words % facts
