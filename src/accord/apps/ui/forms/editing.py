"""Forms over records that somebody else may change at the same time."""

import json
from collections.abc import Mapping, MutableMapping
from copy import copy
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MARK_LENGTH = 8
SEEN = "seen"
CHANGED_MEANWHILE = _(
    "Somebody else changed this field while you were writing. Save again to keep what you wrote, "
    "or load the page again to see theirs."
)


def as_seen(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form shows of a record, with a mark of what it showed."""
    return {**values, SEEN: json.dumps({name: _mark(value) for name, value in values.items()})}


class EditingForm(forms.Form):
    """A form that notices when the record changed after it was shown.

    Its initial values come from `as_seen`. What was typed stays in the form; saved once more,
    it is kept, now knowingly.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Say at each field that somebody else changed it since."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        shown, now = given.pop(SEEN, ""), self.initial.get(SEEN, "")
        changed = _changed(shown, now) if shown and now else set()
        for name in self.fields.keys() & changed:
            self.add_error(name, CHANGED_MEANWHILE)
        if changed:
            self._mark_as_seen(now)
        return given

    def _mark_as_seen(self, now: str) -> None:
        typed = copy(self.data)  # a form that was sent is immutable, its copy is not
        if isinstance(typed, MutableMapping):
            typed[self.add_prefix(SEEN)] = now
        self.data = typed


def _changed(shown: str, now: str) -> set[str]:
    """Return the fields whose marks differ; none for a mark that nobody of ours wrote."""
    try:
        before = json.loads(shown)
    except ValueError:
        return set()
    if not isinstance(before, dict):
        return set()
    return {name for name, mark in json.loads(now).items() if before.get(name, mark) != mark}


def _mark(value: object) -> str:
    written = json.dumps(value, sort_keys=True, default=str)
    return sha256(written.encode()).hexdigest()[:MARK_LENGTH]
