"""What an adviser would say of a profile: one table of checks, each with a code and a sentence.

The checks read, they never write, and they know nothing of who asks. ``findings`` is the one
way in; the page asks it while somebody types, the action asks it before the review.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accord.apps.core.localised import LocalizedText, listed
from accord.apps.documents.spreadsheets.words import language_name
from accord.apps.partnering.adapters import tongues, wording
from accord.apps.partnering.adapters.facts import TEXTS, ProfileFacts, Written
from accord.apps.partnering.enums import ProfileKind, Stage, Weight
from accord.apps.partnering.models import Profile
from accord.apps.partnering.workflow import LEFT_OUT, OBLIGATORY
from accord.engine.text import fold, similar

SHORTEST: Mapping[str, int] = {"summary": 80, "description": 300}  # characters in any language
ALIKE = 0.9  # of engine.text.similar: above it the summary only says the title again
SHORTEST_NAME = 4  # folded letters; shorter names of organisations are ordinary words
READINESS: Mapping[str, range] = {
    Stage.CONCEPT: range(1, 4),
    Stage.LABORATORY: range(3, 6),
    Stage.PROTOTYPE: range(4, 8),
    Stage.DEMONSTRATED: range(6, 9),
    Stage.MARKET: range(8, 10),
}
OFFERS = (ProfileKind.TECHNOLOGY_OFFER, ProfileKind.BUSINESS_OFFER)
OTHER_FIELDS: Mapping[str, str | Promise] = {
    "technologies": _("Technologies"),
    "markets": _("Markets"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a profile: where, how grave, and in which words."""

    code: str
    weight: Weight
    field: str
    message: str | Promise
    words: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The name of the field."""
        return label_of(self.field)

    @property
    def sentence(self) -> str:
        """What an adviser would say."""
        quoted = listed(f"\u2068{word}\u2069" for word in self.words)
        return str(self.message) % {"field": self.label, "words": quoted}


@dataclass(frozen=True, slots=True)
class Check:
    """A line of the table: what it is called, how grave it is, and what it says."""

    code: str
    weight: Weight
    message: str | Promise
    find: Callable[[Written], Iterable[tuple[str, tuple[str, ...]]]]


Found = Iterator[tuple[str, tuple[str, ...]]]


def findings(written: Written) -> list[Finding]:
    """Return everything there is to say, the gravest first."""
    found = [
        Finding(check.code, check.weight, field, check.message, words)
        for check in CHECKS
        for field, words in check.find(written)
    ]
    order = list(Weight)
    return sorted(found, key=lambda each: order.index(each.weight))


def label_of(field: str) -> str:
    """Return the name of a field as people read it."""
    if field in OTHER_FIELDS:
        return str(OTHER_FIELDS[field])
    column: Any = Profile._meta.get_field(field)  # noqa: SLF001 -- Django's name for it
    return str(column.verbose_name)


def _texts(written: Written) -> Iterator[tuple[str, LocalizedText]]:
    """Yield every text that the kind has a place for."""
    for name in TEXTS:
        if name not in LEFT_OUT[written.kind]:
            yield name, getattr(written.facts, name)


def _weapons(written: Written) -> Found:
    for name, text in _texts(written):
        words = [word for each in text.texts.values() for word in wording.weapons_in(each)[0]]
        if words:
            yield name, tuple(dict.fromkeys(words))


def _near_weapons(written: Written) -> Found:
    for name, text in _texts(written):
        words = [word for each in text.texts.values() for word in wording.weapons_in(each)[1]]
        if words:
            yield name, tuple(dict.fromkeys(words))


def _missing(written: Written) -> Found:
    """Yield what is missing, in the order of the form."""
    for name in ProfileFacts.__dataclass_fields__:
        if name in OBLIGATORY[written.kind] and not getattr(written.facts, name):
            yield name, ()


def _no_partner(written: Written) -> Found:
    if not written.facts.partner_kinds:
        yield "partner_kinds", ()


def _contacts(written: Written, *, is_anonymous: bool) -> Found:
    if written.facts.is_anonymous != is_anonymous:
        return
    for name, text in _texts(written):
        words = [word for each in text.texts.values() for word in wording.contacts_in(each)]
        if words:
            yield name, tuple(dict.fromkeys(words))


def _own_name(written: Written) -> Found:
    """Yield where an organisation that is not named names itself."""
    if not written.facts.is_anonymous:
        return
    names = {name: fold(name) for name in written.names}
    for field, text in _texts(written):
        said = [f" {fold(each)} " for each in text.texts.values()]
        words = [
            name
            for name, folded in names.items()
            if len(folded) >= SHORTEST_NAME and any(f" {folded} " in each for each in said)
        ]
        if words:
            yield field, tuple(words)


def _short(written: Written) -> Found:
    for name, least in SHORTEST.items():
        text: LocalizedText = getattr(written.facts, name)
        if text and len(str(text)) < least:
            yield name, ()


def _says_title_again(written: Written) -> Found:
    title, summary = written.facts.title, written.facts.summary
    shared = title.texts.keys() & summary.texts.keys()
    if any(similar(title.texts[each], summary.texts[each]) >= ALIKE for each in shared):
        yield "summary", ()


def _boasts(written: Written) -> Found:
    for name in ("title", "summary", "advantages"):
        text: LocalizedText = getattr(written.facts, name)
        for each in text.texts.values():
            words = wording.hits(each, wording.BOASTS)
            if words and not wording.has_figure(each):
                yield name, tuple(words)
                break


def _no_advantage_in_figures(written: Written) -> Found:
    text = written.facts.advantages
    is_said = written.kind in OFFERS and bool(text)
    if is_said and not any(wording.has_figure(each) for each in text.texts.values()):
        yield "advantages", ()


def _stage_and_readiness(written: Written) -> Found:
    facts = written.facts
    if facts.trl is not None and facts.stage and facts.trl not in READINESS[facts.stage]:
        yield "trl", ()


def _other_language(written: Written) -> Found:
    """Yield where the letters speak for another language than the one stated."""
    stated = written.facts.title.source
    likely = tongues.recognised(written.facts)
    if written.facts.title and likely not in {"", stated, *written.facts.summary.texts}:
        yield "title", (language_name(likely, get_language() or "en"),)


def _one_language(written: Written) -> Found:
    if len(written.facts.summary.texts) == 1:
        yield "summary", ()


# Gravest first. What is refused or missing holds the profile back; the rest is for people.
CHECKS: tuple[Check, ...] = (
    Check(
        "weapons",
        Weight.REFUSED,
        _(
            "Weapons and military end use have no place here: %(words)s. If the use is civil, "
            "describe that use in other words."
        ),
        _weapons,
    ),
    Check(
        "missing", Weight.MISSING, _("A profile of this kind says it. Please add it."), _missing
    ),
    Check(
        "contacts-of-anonymous",
        Weight.MISSING,
        _("This tells who you are though you are not named: %(words)s. Please take it out."),
        lambda written: _contacts(written, is_anonymous=True),
    ),
    Check(
        "own-name",
        Weight.MISSING,
        _("Your name stands here though you are not named: %(words)s. Please take it out."),
        _own_name,
    ),
    Check(
        "contacts",
        Weight.ADVICE,
        _(
            "Leave contacts out: %(words)s. They are exchanged when both of you agree, and then "
            "you know with whom you speak."
        ),
        lambda written: _contacts(written, is_anonymous=False),
    ),
    Check(
        "short",
        Weight.ADVICE,
        _("This is short. Say what it is, for whom, and what it does better."),
        _short,
    ),
    Check(
        "title-again",
        Weight.ADVICE,
        _("The summary says what the title says. Tell what the title leaves open."),
        _says_title_again,
    ),
    Check(
        "boast",
        Weight.ADVICE,
        _(
            "Praise without a figure convinces nobody: %(words)s. "
            "Say how much, compared with what."
        ),
        _boasts,
    ),
    Check(
        "no-figure",
        Weight.ADVICE,
        _("No figure among the advantages. One measured value is worth ten adjectives."),
        _no_advantage_in_figures,
    ),
    Check(
        "stage-and-readiness",
        Weight.ADVICE,
        _("The readiness level does not fit the stage of development. Please look at both."),
        _stage_and_readiness,
    ),
    Check(
        "no-partner",
        Weight.ADVICE,
        _("Say what kind of organisation you look for."),
        _no_partner,
    ),
    Check(
        "other-language",
        Weight.ADVICE,
        _("This seems to be written in %(words)s. If it is, choose that under “Written in”."),
        _other_language,
    ),
    Check(
        "one-language",
        Weight.ADVICE,
        _("A summary in a second language lets more people read it."),
        _one_language,
    ),
    Check(
        "near-weapons",
        Weight.LOOK,
        _("A reviewer will ask whether the use is civil: %(words)s."),
        _near_weapons,
    ),
)
