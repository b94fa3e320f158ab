"""What people fill in when something changed at an event, and how they choose a way out."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accord.apps.brokerage.adapters.names import isolated
from accord.apps.brokerage.adapters.ways import Happened, Way, packed, unpacked
from accord.apps.brokerage.enums import Happening, Strength
from accord.apps.brokerage.models import Attendance, Event, Interpreter, Slot, Table
from accord.apps.brokerage.queries import repair as queries
from accord.apps.core.localised import listed
from accord.engine.calendars import Presentation

FIELDS = {
    Happening.CANCELLED: ("participant", "slot", "reason"),
    Happening.ABSENT: ("participant", "slot"),
    Happening.LATE: ("participant", "slot"),
    Happening.TABLE: ("table", "slot"),
    Happening.INTERPRETER: ("interpreter", "slot"),
    Happening.WISH: ("participant", "other", "strength"),
    Happening.WALK_IN: ("participant",),
    Happening.RECORDED: (),
}
SALT = "brokerage.repair"
TOO_OLD = _("This page is out of date. Please look at the choices again.")


class CalledField(forms.CharField):
    """Something of the event, called by its code, label or name; a list offers them."""

    def __init__(self, *, offered: str, **kwargs: Any) -> None:
        attributes = {"list": offered, "autocomplete": "off", "class": "form-control"}
        super().__init__(max_length=200, widget=forms.TextInput(attributes), **kwargs)


class ChangeForm(forms.Form):
    """What changed: whom or what it is about, and from when on."""

    participant = CalledField(
        label=_("Participant"),
        offered="participants",
        help_text=_("The code, or the name of the organisation."),
    )
    other = CalledField(label=_("Wants to meet"), offered="participants")
    table = CalledField(label=_("Table"), offered="tables")
    interpreter = forms.ChoiceField(label=_("Interpreter"))
    slot = forms.ChoiceField(label=_("From"), required=False)
    strength = forms.ChoiceField(
        label=_("Wish"), choices=[(one.value, one.label) for one in (Strength.LIKE, Strength.MUST)]
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("It is kept with the participant, and the organisers can read it."),
    )

    def __init__(
        self,
        *args: Any,
        kind: Happening,
        event: Event,
        slots: Sequence[Slot],
        interpreters: Iterable[Interpreter],
        viewer: Presentation,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.event, self.viewer = kind, event, viewer
        self.fields = {name: self.fields[name] for name in FIELDS[kind]}
        days = {viewer.local(slot.starts_at).date() for slot in slots}
        say = viewer.moment if len(days) > 1 else viewer.clock
        times = [(str(slot.pk), say(slot.starts_at)) for slot in slots]
        if "slot" in self.fields:
            field: Any = self.fields["slot"]
            field.choices = [("", gettext("now")), *times]
            if kind == Happening.LATE:
                field.label, field.required = _("Is there from"), True
                field.choices = times[1:]
        if "interpreter" in self.fields:
            chooser: Any = self.fields["interpreter"]
            chooser.choices = [
                (str(one.pk), one.person.name.in_language(viewer.language)) for one in interpreters
            ]

    def clean_participant(self) -> Attendance:
        """Return the participant that is meant."""
        return self._called("participant")

    def clean_other(self) -> Attendance:
        """Return whom the participant wants to meet."""
        return self._called("other")

    def clean_table(self) -> Table:
        """Return the table that is meant."""
        label = self.cleaned_data["table"]
        table = queries.table_called(self.event, label)
        if table is None:
            raise ValidationError(
                gettext("This event has no table “%(label)s”.") % {"label": label}
            )
        return table

    def happened(self) -> Happened:
        """Return what was filled in."""
        given = self.cleaned_data

        def key(name: str) -> UUID | None:
            return given[name].pk if given.get(name) else None

        def chosen(name: str) -> UUID | None:
            return UUID(given[name]) if given.get(name) else None

        return Happened(
            kind=self.kind,
            participant=key("participant"),
            other=key("other"),
            table=key("table"),
            interpreter=chosen("interpreter"),
            slot=chosen("slot"),
            strength=Strength(given.get("strength") or Strength.LIKE),
            reason=given.get("reason", ""),
        )

    def _called(self, name: str) -> Attendance:
        words = self.cleaned_data[name]
        found = queries.participants_called(self.event, words)
        if not found:
            raise ValidationError(
                gettext("No participant has “%(words)s” for a code or in its name.")
                % {"words": words}
            )
        if len(found) > 1:
            some = listed(
                [
                    isolated(
                        f"{one.code} {one.organisation.name.in_language(self.viewer.language)}"
                    )
                    for one in found
                ]
            )
            raise ValidationError(
                gettext("Several could be meant: %(participants)s. Please write the code.")
                % {"participants": some}
            )
        return found[0]


class TakeForm(forms.Form):
    """The way out that was chosen, as the page gave it to the browser, signed."""

    way = forms.CharField(widget=forms.HiddenInput, error_messages={"required": TOO_OLD})

    def clean_way(self) -> Way:
        """Return the way."""
        try:
            return unpacked(signing.loads(self.cleaned_data["way"], salt=SALT))
        except signing.BadSignature as error:
            raise ValidationError(TOO_OLD) from error


def written(way: Way) -> str:
    """Return a way as the page gives it to the browser."""
    return signing.dumps(packed(way), salt=SALT, compress=True)
