"""What a run could not place, each with its reason; and the reasons worked out anew."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions import reasons
from accord.apps.brokerage.adapters.waiting import told
from accord.apps.brokerage.enums import LIFTED, OPEN
from accord.apps.brokerage.queries import schedule
from accord.apps.brokerage.views.frame import event_of, event_page, event_to_read, run_of
from accord.apps.core.acting import acting_in
from accord.apps.core.trying import tried
from accord.apps.ui.forms.viewing import current_viewer
from accord.apps.ui.tables.addresses import address_of
from accord.engine.scheduling import Cause
from accord.engine.text import fold

ROWS_A_PAGE = 50


@require_safe
def unplaced(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """List what a run could not place, each with its reason."""
    event = event_to_read(request, reference)
    shown = run_of(request, event, number)
    cause, words = request.GET.get("cause", ""), request.GET.get("q", "")
    rows = schedule.unplaced_of(shown)
    if cause in {*Cause, LIFTED, OPEN}:
        rows = rows.filter(cause=cause)
    if folded := fold(words):
        rows = schedule.unplaced_about(rows, folded)
    pages = Paginator(rows, ROWS_A_PAGE)
    at = pages.get_page(request.GET.get("page"))
    waiting = list(at.object_list)
    reasons = [one.reason for one in told(waiting, current_viewer())]
    of_run = (reference, number)
    page = {
        "run": shown,
        "rows": [
            (
                one,
                reason,
                address_of("brokerage:make-room", *of_run, one.pk),
                address_of("brokerage:request-place", *of_run, one.pk),
            )
            for one, reason in zip(waiting, reasons, strict=True)
        ],
        "page": at,
        "cause": cause,
        "words": words,
        "causes": _causes(),
        "may_explain": policies.may_move(acting_in(request), event, shown),
        "query": urlencode({"q": words, "cause": cause}),
    }
    return event_page(request, event, "brokerage/unplaced.html", page)


@require_POST
def explain(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Work out the reasons anew, for the draft as it is now."""
    event = event_of(request, reference)
    run = run_of(request, event, number)
    with tried(request, _("These are the reasons for the schedule as it is now.")):
        reasons.explain_anew(acting_in(request), run)
    return redirect("brokerage:unplaced", event.reference, number)


def _causes() -> list[tuple[str, str]]:
    """Return the causes for which a wish finds no place, in a few words each."""
    return [
        (Cause.NO_COMMON_SLOT, _("never there at the same time")),
        (Cause.SIDE_IS_FULL, _("one side is full")),
        (Cause.NO_TABLE, _("no table")),
        (Cause.NO_INTERPRETER, _("no interpreter")),
        (Cause.PRECEDENCE, _("order of meetings")),
        (Cause.OUTRANKED, _("wished less than others")),
        (OPEN, _("room by now")),
        (LIFTED, _("taken off by hand")),
    ]
