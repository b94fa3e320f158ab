"""What every record's page shows: notes, approvals, history, withdrawal: ``{% load core %}``."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accord.apps.core import panels as places
from accord.apps.core import policies, queries
from accord.apps.core.acting import acting_in
from accord.apps.core.forms import NoteForm, ReasonForm
from accord.apps.core.models import Side
from accord.apps.core.verdicts import Verdict

register = template.Library()

SHORT_HISTORY = 10


@register.inclusion_tag("core/notes.html", takes_context=True)
def notes(context: template.Context, subject: str) -> dict[str, Any]:
    """Show the private notes of the viewer's sides about a record, and room for one more."""
    acting = acting_in(context["request"])
    sides = [
        side for side in queries.own_sides_of(acting) if policies.may_write_note(acting, side.pk)
    ]
    return {
        "notes": queries.notes_visible_to(acting, subject),
        "sides": sides,
        "record": queries.sealed(acting, subject),
        "form": NoteForm(auto_id="note_%s"),
        "next": context["request"].get_full_path(),
        "viewer": context["viewer"],
    }


@register.inclusion_tag("core/history.html", takes_context=True)
def history(context: template.Context, subject: str) -> dict[str, Any]:
    """Show the last things that were done to a record, and the way to all of them."""
    acting = acting_in(context["request"])
    entries = list(queries.history_of(acting, subject)[: SHORT_HISTORY + 1])
    return {
        "entries": queries.told(entries[:SHORT_HISTORY]),
        "has_more": len(entries) > SHORT_HISTORY,
        "record": queries.sealed(acting, subject),
        "viewer": context["viewer"],
    }


@register.inclusion_tag("core/approvals.html", takes_context=True)
def approvals(
    context: template.Context,
    subject: str,
    sides: Iterable[Side],
    url: str = "",
    programme: UUID | None = None,
) -> dict[str, Any]:
    """Show which sides approved a record, and a button to those who may still do so.

    ``url`` takes a POST with ``side``, the code of the side that approves.
    """
    acting = acting_in(context["request"])
    given = {approval.side_id: approval for approval in queries.approvals_of([subject])}
    rows = [
        {
            "side": side,
            "approval": given.get(side.pk),
            "may_approve": bool(url)
            and side.pk not in given
            and bool(policies.may_approve(acting, side.pk, programme)),
        }
        for side in sides
    ]
    return {"rows": rows, "url": url, "viewer": context["viewer"]}


@register.inclusion_tag("core/withdraw.html")
def withdraw(url: str, verdict: Verdict, key: str = "") -> dict[str, Any]:
    """Show the button that takes a record back and asks for the reason.

    ``key`` tells several such buttons on one page apart.
    """
    name = f"withdraw{key}"
    return {
        "url": url,
        "verdict": verdict,
        "form": ReasonForm(auto_id=f"{name}_%s"),
        "id": name,
        "size": "small" if key else "",
    }


@register.simple_tag(takes_context=True)
def panels(context: template.Context, place: str, record: Any) -> SafeString:
    """Show what contexts above have to say of a record, at a place of its page."""
    acting = acting_in(context["request"])
    shown = (
        render_to_string(panel.template, {**panel.values, "viewer": context["viewer"]})
        for panel in places.panels_at(place, acting, record)
    )
    return SafeString("".join(shown))
