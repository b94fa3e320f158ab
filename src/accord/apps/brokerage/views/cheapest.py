"""What it would take to hold a wish that found no place, and a draft in which it is held."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions import cheapest as actions
from accord.apps.brokerage.adapters.cheapest import cheapest_change, told
from accord.apps.brokerage.adapters.waiting import told as told_waiting
from accord.apps.brokerage.models import Event, ScheduleRun, UnplacedRequest
from accord.apps.brokerage.queries import schedule
from accord.apps.brokerage.views.frame import event_page, event_to_read, run_of, venue_of
from accord.apps.core.acting import acting_in
from accord.apps.core.errors import DomainError
from accord.apps.core.trying import tried


@require_http_methods(["GET", "HEAD", "POST"])
def make_room(request: HttpRequest, reference: str, number: int, key: UUID) -> HttpResponse:
    """Say what it would take to hold a wish; begin a draft in which it is held."""
    acting, event = acting_in(request), event_to_read(request, reference)
    run = run_of(request, event, number)
    waiting = get_object_or_404(schedule.unplaced_of(run), pk=key)
    waiting.run = run
    if request.method == "POST":
        draft = run
        with tried(request, ""):
            pair = (waiting.left_id, waiting.right_id)
            draft = actions.make_room(acting, run, pair, seal=request.POST.get("seal", ""))
        if draft is run:
            return redirect(request.path)
        messages.success(
            request, _("A draft is begun in which they meet. The schedule it comes from stays.")
        )
        return redirect("brokerage:run", event.reference, draft.number)
    return _page(request, event, run, waiting)


def _page(
    request: HttpRequest, event: Event, run: ScheduleRun, waiting: UnplacedRequest
) -> HttpResponse:
    acting, viewer = acting_in(request), venue_of(event)
    page: dict[str, object] = {
        "run": run,
        "waiting": waiting,
        "may_copy": policies.may_copy(acting, event),
    }
    change = None
    try:
        pair = (waiting.left_id, waiting.right_id)
        change = cheapest_change(run, pair, language=acting.language)
    except DomainError as refusal:
        page["problem"] = str(refusal)
    if change is None:
        page["cause"] = told_waiting([waiting], viewer)[0].reason
    else:
        words = told(waiting, change, viewer)
        page |= {"change": words, "seal": change.seal, "cause": words.cause}
    return event_page(request, event, "brokerage/make_room.html", page)
