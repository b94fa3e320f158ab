"""Pages of wishes: a participant chooses, staff look over what was asked for."""

from collections.abc import Mapping
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accord.apps.brokerage import policies
from accord.apps.brokerage.actions import wishes as actions
from accord.apps.brokerage.actions.wishes import WishFacts
from accord.apps.brokerage.enums import SlotSession, Strength
from accord.apps.brokerage.models import Attendance, Wish
from accord.apps.brokerage.queries import attendance as people
from accord.apps.brokerage.queries import wishes
from accord.apps.brokerage.tables import requests_table
from accord.apps.brokerage.views.frame import (
    event_of,
    event_page,
    event_to_read,
    participant_of,
)
from accord.apps.core.acting import acting_in
from accord.apps.core.trying import tried
from accord.apps.ui.forms.viewing import current_viewer
from accord.engine.text import clean, fold

COUNTERPARTS_A_PAGE = 20
LONGEST_NOTE = 500
CHOICES = ("", *Strength.values)


def choose(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Show whom a participant may wish to meet, and keep what is chosen."""
    acting, event = acting_in(request), event_of(request, reference)
    attendance = participant_of(request, event, code)
    verdict = policies.may_wish(acting, attendance)
    here = reverse("brokerage:wishes", args=[event.reference, attendance.code])
    words, chosen = request.GET.get("q", ""), request.GET.get("chosen", "")
    made = {one.wished_id: one for one in wishes.wishes_by(attendance)}
    found = people.counterparts_of(attendance)
    if folded := fold(words):
        found = people.found_by_words(found, folded)
    if chosen == "yes":
        found = found.filter(pk__in=made)
    pages = Paginator(found, COUNTERPARTS_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    if request.method == "POST":
        verdict.require()
        with tried(request, _("Your wishes are kept.")):
            _keep(request, attendance, list(people.counterparts_of(attendance)), made)
        query = urlencode({"q": words, "chosen": chosen, "page": str(shown.number)})
        return redirect(f"{here}?{query}")
    page = {
        "attendance": attendance,
        "rows": [(one, made.get(one.pk)) for one in shown.object_list],
        "page": shown,
        "made_count": len(made),
        "may_wish": verdict,
        "strengths": Strength,
        "words": words,
        "chosen": chosen,
        "query": urlencode({"q": words, "chosen": chosen}),
    }
    return event_page(request, event, "brokerage/wishes.html", page)


@require_safe
def requests(request: HttpRequest, reference: str) -> HttpResponseBase:
    """List the pairs that somebody wishes, and what both wishes make of them."""
    event = event_to_read(request, reference)
    rows = wishes.requests_of(event)
    table = requests_table(event).page(rows, request.GET, current_viewer())
    if table.export:
        return table.download()
    return event_page(request, event, "brokerage/requests.html", {"table": table})


def _keep(
    request: HttpRequest,
    attendance: Attendance,
    counterparts: list[Attendance],
    made: Mapping[UUID, Wish],
) -> None:
    """Keep the rows that were changed on the page; the others are as they are by now."""
    acting, event = acting_in(request), attendance.event
    express, take_back = [], []
    for one in counterparts:
        strength = request.POST.get(f"wish-{one.code}")
        note = clean(request.POST.get(f"note-{one.code}", ""))[:LONGEST_NOTE]
        # A colleague may have changed a row since the page was read.
        was = (
            request.POST.get(f"was-{one.code}"),
            clean(request.POST.get(f"noted-{one.code}", "")),
        )
        if strength not in CHOICES or (strength, note) == was:
            continue
        before = made.get(one.pk)
        if strength:
            session = SlotSession(before.session) if before and before.session else None
            express.append(WishFacts(attendance, one, Strength(strength), note, session))
        elif before:
            take_back.append((attendance, one))
    if express:
        actions.express_wishes(acting, event, express)
    if take_back:
        actions.take_back_wishes(acting, event, take_back)
