"""What an import would do with each row: a new draft, a change, nothing, or a refusal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accord.apps.core.acting import Acting
from accord.apps.core.localised import LocalizedText, listed
from accord.apps.directory.actions.import_plan import Change, Outcome, shown
from accord.apps.directory.forms.choices import LANGUAGES
from accord.apps.directory.models import Organisation
from accord.apps.documents.errors import TooManyRowsError
from accord.apps.documents.spreadsheets.reading import Reading, read_workbook
from accord.apps.documents.spreadsheets.shapes import Problem, Row
from accord.apps.documents.spreadsheets.words import language_name
from accord.apps.partnering import policies
from accord.apps.partnering.actions.import_known import Known, reference_in, titles_in
from accord.apps.partnering.adapters.exchange import Keys, facts_of_row
from accord.apps.partnering.adapters.facts import (
    ProfileFacts,
    changed_fields,
    facts_of_profile,
    in_whole_units,
)
from accord.apps.partnering.adapters.quality import label_of
from accord.apps.partnering.enums import Ipr, PartnershipKind, ProfileKind, Stage
from accord.apps.partnering.models import Profile
from accord.apps.partnering.spreadsheets import profiles as file
from accord.apps.partnering.workflow import LEFT_OUT, OBLIGATORY
from accord.engine.calendars import Presentation
from accord.engine.text import fold

MOST_ROWS = 500
_LABELS: Mapping[str, Any] = {
    "stage": Stage, "ipr": Ipr, "partnerships": PartnershipKind,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planned:
    """One row and what an import does with it.

    ``record`` is the profile that the row means, None for a new one. ``notices`` are what
    the person should know and need not put right.
    """

    row: Row
    outcome: Outcome
    organisation: Organisation | None = None
    facts: ProfileFacts | None = None
    record: Profile | None = None
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def name(self) -> LocalizedText | None:
        """The title that the row gives."""
        title: LocalizedText | None = self.row.values.get("title")
        return title

    @property
    def kind(self) -> ProfileKind:
        """The kind of a row that is not faulty."""
        return ProfileKind(self.row.values["kind"])


class RefusedRowError(Exception):
    """A row cannot be taken in; the problem says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass
class ImportPlan:
    """A file held against the profiles; the same number of queries whatever its length.

    Parameters
    ----------
    usual
        The organisation of rows that name none.
    """

    acting: Acting
    content: bytes
    name: str
    viewer: Presentation
    usual: Organisation | None = None
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def reading(self) -> Reading:
        """The file, opened.

        Raises
        ------
        DomainError
            One of documents.errors, when it cannot be read at all.
        """
        sheets = (file.sheet(LANGUAGES),)
        return read_workbook(self.content, name=self.name, sheets=sheets, viewer=self.viewer)

    @cached_property
    def rows(self) -> list[Planned]:
        """What an import does with each row."""
        rows = []
        for row in self.reading.rows():
            rows.append(row)
            if len(rows) > MOST_ROWS:
                raise TooManyRowsError(name=self.name, limit=MOST_ROWS)
        known = Known.of(self.acting, rows, self.usual)
        planned = [_Planner(self.acting, known, row).planned() for row in rows]
        planned = list(_each_once(planned))
        self.problems = [*self.reading.problems]
        self.problems += [problem for each in planned for problem in each.problems]
        return planned


@dataclass(frozen=True, slots=True)
class _Planner:
    """Finds out what becomes of one row."""

    acting: Acting
    known: Known
    row: Row

    def planned(self) -> Planned:
        if self.row.is_faulty:
            return Planned(self.row, Outcome.FAULTY)
        try:
            return self._planned()
        except RefusedRowError as refusal:
            return Planned(self.row, Outcome.FAULTY, problems=(refusal.problem,))

    def _planned(self) -> Planned:
        record = self.known.profiles.get(reference_in(self.row.values.get("reference")))
        if record is not None and not policies.is_own(self.acting, record):
            return self._of_others(record)
        organisation = self._organisation_of(record)
        if record is None:
            kind = self.row.values["kind"]
            keys = ((organisation.pk, kind, title) for title in titles_in(self.row.values))
            record = next((found for key in keys if (found := self.known.titled.get(key))), None)
        if record is not None and record.kind != self.row.values["kind"]:
            raise self._refusal(
                "kind",
                _("%(reference)s is of another kind, and the kind of a profile stays.")
                % {"reference": record.reference},
                _("Please put the old kind back, or empty the reference for a new profile."),
            )
        keys_meant = Keys(
            contact=self._key("contact", organisation.pk, self.known.people),
            programme=self._key("programme", organisation.owner_id, self.known.programmes),
        )
        before = facts_of_profile(record) if record else None
        facts = _fitting(self.row, facts_of_row(self.row.values, before, keys_meant), before)
        self._check_budget(facts)
        if record is None or before is None:
            notices = self._notices(facts, is_new=True)
            return Planned(
                self.row, Outcome.NEW, organisation=organisation, facts=facts, notices=notices
            )
        return self._against(record, before, facts)

    def _against(self, record: Profile, before: ProfileFacts, facts: ProfileFacts) -> Planned:
        """Return what becomes of a row that means a profile of one's own."""
        fields = changed_fields(before, facts)
        if not fields:
            return Planned(self.row, Outcome.UNCHANGED, facts=facts, record=record)
        allowed = policies.may_change(self.acting, record)
        if not allowed:
            remedy = _("Please reopen it for changes first, or take this row out.")
            raise self._refusal("reference", allowed.reason, remedy)
        changes = tuple(
            Change(label_of(name), _told(name, before), _told(name, facts)) for name in fields
        )
        notices = self._notices(facts, is_new=False)
        return Planned(
            self.row,
            Outcome.CHANGED,
            organisation=record.organisation,
            facts=facts,
            record=record,
            changes=changes,
            notices=notices,
        )

    def _of_others(self, record: Profile) -> Planned:
        """Return what becomes of a row that somebody took out of a list with theirs."""
        before = facts_of_profile(record)
        keys = Keys(before.contact, before.programme)
        facts = _fitting(self.row, facts_of_row(self.row.values, before, keys), before)
        if record.kind == self.row.values["kind"] and not changed_fields(before, facts):
            return Planned(self.row, Outcome.UNCHANGED, record=record)
        raise self._refusal(
            "reference",
            _("%(reference)s is a profile of others, and you may not change it.")
            % {"reference": record.reference},
            _("Please take this row out, or empty the reference for a new profile of your own."),
        )

    def _organisation_of(self, record: Profile | None) -> Organisation:
        """Return in whose name the row is written; that of a known profile stays."""
        if record is None:
            return self._organisation()
        own = record.organisation
        said = reference_in(self.row.values.get("organisation_code"))
        name = self.row.values.get("organisation") or ""
        names = {fold(text) for text in own.name.texts.values()}
        if said not in {"", own.reference} or (not said and name and fold(name) not in names):
            raise self._refusal(
                "organisation_code" if said else "organisation",
                _("%(reference)s is a profile of another organisation.")
                % {"reference": record.reference},
                _("Please put the old organisation back, or empty the reference."),
            )
        return own

    def _organisation(self) -> Organisation:
        """Return in whose name the row is written."""
        said = reference_in(self.row.values.get("organisation_code"))
        name = self.row.values.get("organisation") or ""
        if said:
            found = [self.known.organisations[said]] if said in self.known.organisations else []
        elif name:
            found = self.known.names.get(fold(name), [])
        else:
            found = [self.known.usual] if self.known.usual else []
        if len(found) == 1:
            return found[0]
        column = "organisation_code" if said else "organisation"
        if not (said or name):
            raise self._refusal(
                column,
                _("Here does not stand in whose name the profile is written."),
                _("Please write the organisation, or choose it when you send the file."),
            )
        if found:
            raise self._refusal(
                column,
                _("Several organisations have this name."),
                _("Please write the number of the one you mean."),
            )
        raise self._refusal(
            column,
            _("You do not write for an organisation of this name or number."),
            _("Please write it as it stands in the directory."),
        )

    def _key(
        self, column: str, owner: UUID | None, keys: Mapping[tuple[UUID, str], UUID]
    ) -> UUID | None:
        """Return what a reference means among those of the organisation, or of its side."""
        said = reference_in(self.row.values.get(column))
        if not said:
            return None
        key = keys.get((owner, said)) if owner else None
        if key is None:
            raise self._refusal(
                column,
                _("The organisation has nobody and nothing with this number."),
                _("Please write a number of its own people or programmes, or empty the cell."),
            )
        return key

    def _check_budget(self, facts: ProfileFacts) -> None:
        if self.row.values.get("budget") and facts.budget is None and not facts.currency:
            if "budget" in LEFT_OUT[ProfileKind(self.row.values["kind"])]:
                return
            raise self._refusal(
                "budget",
                _("The budget has no currency."),
                _("Please write its three letters, such as EUR, into the column of currencies."),
            )

    def _notices(self, facts: ProfileFacts, *, is_new: bool) -> tuple[str, ...]:
        """Return what the writer should know of a row that can be taken in."""
        kind = ProfileKind(self.row.values["kind"])
        told = []
        if missing := [name for name in _FIELDS if _lacks(facts, name, kind)]:
            labels = listed(label_of(name) for name in missing)
            told.append(_("Before the review it must also say: %(labels)s.") % {"labels": labels})
        if beside := [name for name in _FIELDS if self._is_beside(name, kind)]:
            labels = listed(label_of(name) for name in beside)
            told.append(
                _("A profile of this kind has no place for: %(labels)s. It is left out.")
                % {"labels": labels}
            )
        if is_new and not self.row.values.get("language") and facts.title:
            language = language_name(facts.title.source, get_language() or "en")
            told.append(_("Written in: %(language)s (recognised)") % {"language": language})
        return tuple(told)

    def _is_beside(self, name: str, kind: ProfileKind) -> bool:
        return name in LEFT_OUT[kind] and bool(self.row.values.get(name))

    def _refusal(self, column: str, message: str, remedy: str) -> RefusedRowError:
        return RefusedRowError(self.row.problem(column, message, remedy))


_FIELDS = tuple(ProfileFacts.__dataclass_fields__)


def _fitting(row: Row, facts: ProfileFacts, before: ProfileFacts | None) -> ProfileFacts:
    """Return the facts without what the kind has no place for, as the action keeps them."""
    usual = before or ProfileFacts()
    names = LEFT_OUT[ProfileKind(row.values["kind"])]
    return replace(facts, **{name: getattr(usual, name) for name in names})


def _each_once(planned: list[Planned]) -> Iterator[Planned]:
    """Yield the rows; one that means the same profile as a row before is refused."""
    seen: dict[object, int] = {}
    for each in planned:
        if each.outcome == Outcome.FAULTY or each.organisation is None:
            yield each
            continue
        keys: set[object] = {
            (each.organisation.pk, each.row.values["kind"], title)
            for title in titles_in(each.row.values)
        }
        keys |= {each.record.pk} if each.record else set()
        row = next((seen[key] for key in keys if key in seen), None)
        if row is None:
            seen |= dict.fromkeys(keys, each.row.number)
            yield each
            continue
        problem = each.row.problem(
            "title",
            _("The same profile stands in row %(row)s already.") % {"row": row},
            _("Please delete one of the two rows, or give this one another title."),
        )
        yield Planned(each.row, Outcome.FAULTY, problems=(problem,))


def _lacks(facts: ProfileFacts, name: str, kind: ProfileKind) -> bool:
    return name in OBLIGATORY[kind] and not getattr(facts, name)


def _told(name: str, facts: ProfileFacts) -> str:
    """Return a fact as people read it in a preview."""
    value = getattr(facts, name)
    if name == "budget":
        return shown(in_whole_units(facts.budget, facts.currency))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in _LABELS and value:
        values = value if isinstance(value, tuple) else (value,)
        return listed(str(_LABELS[name](each).label) for each in values)
    if isinstance(value, LocalizedText) and value:
        language = language_name(value.source, get_language() or "en")
        return f"{shown(value)} ({language})"
    return shown(value)
