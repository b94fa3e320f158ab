"""A suggestion as people read it: the two sentences, what fits, what is missing; no percentage."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low
from uuid import UUID

from babel import Locale
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.apps.core.localised import LocalizedText, listed
from accord.apps.directory.enums import OrganisationKind
from accord.apps.partnering.adapters.matching import passages_from, statement_of, vector_from
from accord.apps.partnering.enums import Bearing, PartnershipKind, ProfileKind
from accord.apps.partnering.models import Profile, ProfileVector
from accord.engine.calendars import Presentation
from accord.engine.matching import Evidence, Finding, Statement, Vectors, answers, fit
from accord.engine.matching.calibration import beforehand, unit

FITS = 50  # share of a finding, from which it speaks for a pair

Facts = Mapping[str, str | int | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Words:
    """In whose language sentences are made, what codes are called, and whether to either side."""

    viewer: Presentation
    labels: Mapping[str, LocalizedText]
    is_aside: bool = False

    def codes(self, codes: object) -> str:
        """Return the names of codes."""
        known = (self.labels[code] for code in _tuple(codes) if code in self.labels)
        return listed(name.in_language(self.viewer.language) for name in known)

    def countries(self, codes: object) -> str:
        """Return the names of countries."""
        names = Locale.parse(self.viewer.language).territories
        return listed(names.get(code, code) for code in _tuple(codes))

    def languages(self, codes: object) -> str:
        """Return the names of languages."""
        names = Locale.parse(self.viewer.language).languages
        return listed(names.get(code, code) for code in _tuple(codes))


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one stated fact: its key, what it means for the pair, in words."""

    key: str
    bearing: Bearing
    sentence: str


@dataclass(frozen=True, slots=True)
class Told:
    """One profile beside another, as a page shows it.

    Parameters
    ----------
    other
        The profile suggested.
    evidence
        Pairs of sentences, best first; none while a model has not read both.
    languages
        Of my sentences and of theirs; empty with the evidence.
    findings
        About the stated facts, the weightiest first; what bars the pair last.
    """

    other: Profile
    evidence: tuple[Evidence, ...]
    languages: tuple[str, str]
    findings: tuple[Said, ...]
    points: int

    @property
    def fits(self) -> tuple[str, ...]:
        """Return what speaks for the pair."""
        return self._about(Bearing.FITS)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return what the pair lacks."""
        return self._about(Bearing.MISSING)

    @property
    def barred(self) -> tuple[str, ...]:
        """Return why the two cannot meet at all; nothing when they can."""
        return self._about(Bearing.BARS)

    def _about(self, bearing: Bearing) -> tuple[str, ...]:
        return tuple(one.sentence for one in self.findings if one.bearing == bearing)


@dataclass(frozen=True, slots=True)
class Beside:
    """One profile, beside which others are told.

    Parameters
    ----------
    profile
        With its codes and its organisation loaded, as all others.
    vectors
        What a model made of it and of them; where it has not yet, no sentences are quoted.
    viewer
        Who reads it.
    on
        The day on which it is read.
    is_aside
        Whether a third party reads it, who is neither “you” nor “they”.
    """

    profile: Profile
    vectors: Mapping[UUID, ProfileVector]
    viewer: Presentation
    on: date
    is_aside: bool = False

    def told(self, others: Iterable[Profile], *, most: int = 1) -> list[Told]:
        """Return what a page says of each of the others, in their order.

        Parameters
        ----------
        most
            Pairs of sentences for each.
        """
        mine = statement_of(self.profile)
        return [self._told(mine, other, most) for other in others]

    def against(self, one: Told, suggested: Sequence[Told]) -> list[str]:
        """Return why one that can meet the profile is not among what is suggested instead."""
        if not suggested:
            return []
        reasons = self._nearer(one, suggested)
        if one.points < median_low(each.points for each in suggested):
            reasons.append(_("Its stated facts fit less than those of most profiles suggested."))
        return reasons

    def _told(self, mine: Statement, other: Profile, most: int) -> Told:
        codes = (*self.profile.codes.all(), *other.codes.all())
        words = Words(self.viewer, {code.code: code.label for code in codes}, self.is_aside)
        said = fit(mine, statement_of(other), today=self.on.isoformat())
        rows = self.vectors.get(self.profile.pk), self.vectors.get(other.pk)
        return Told(
            other,
            _evidence(*rows, most),
            (_language(rows[0]), _language(rows[1])),
            (*_sentences(said.findings, words), *map(_barred, said.barred)),
            said.points,
        )

    def _nearer(self, one: Told, suggested: Sequence[Told]) -> list[str]:
        own, asked = self.vectors.get(self.profile.pk), self.vectors.get(one.other.pk)
        if own is None or asked is None:
            return []
        here = _nearness(own, asked)
        rows = [self.vectors[each.other.pk] for each in suggested if each.other.pk in self.vectors]
        nearer = sum(_nearness(own, row) > here for row in rows)
        if not nearer:
            return [_("What it describes is as near as what is suggested.")]
        sentence = ngettext(
            "Of the profiles suggested, %(count)s describes something nearer.",
            "Of the profiles suggested, %(count)s describe something nearer.",
            nearer,
        )
        return [sentence % {"count": self.viewer.number(nearer)}]


def _nearness(mine: ProfileVector, theirs: ProfileVector) -> float:
    """Return the cosine without what the two languages share."""
    if mine.model != theirs.model:
        return 0.0
    one, other = _apart(mine), _apart(theirs)
    return float(one @ other)


def _apart(row: ProfileVector) -> Vectors:
    vector = vector_from(row)
    return unit(vector - beforehand(row.model, row.language, len(vector)))


def _evidence(
    mine: ProfileVector | None, theirs: ProfileVector | None, most: int
) -> tuple[Evidence, ...]:
    if mine is None or theirs is None or mine.model != theirs.model:
        return ()
    return answers(passages_from(mine), passages_from(theirs), most=most)


def _language(row: ProfileVector | None) -> str:
    return row.language if row is not None else ""


def _sentences(findings: Iterable[Finding], words: Words) -> Iterator[Said]:
    for finding in findings:
        sentence = SENTENCES[finding.key](finding.facts, words)
        if sentence:
            bearing = Bearing.FITS if finding.share >= FITS else Bearing.MISSING
            yield Said(finding.key, bearing, sentence)


def _tuple(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _level(value: object) -> int:
    return value if isinstance(value, int) else 0


def _fields(facts: Facts, words: Words) -> str:
    if facts["shared"]:
        return _("Technologies in common: %(names)s.") % {"names": words.codes(facts["shared"])}
    if words.is_aside:
        sentence = _("No technology in common: %(mine)s here, %(theirs)s there.")
    else:
        sentence = _("No technology in common: yours %(mine)s; theirs %(theirs)s.")
    return sentence % {
        "mine": words.codes(facts["mine"]),
        "theirs": words.codes(facts["theirs"]),
    }


def _markets(facts: Facts, words: Words) -> str:
    if facts["shared"]:
        return _("Markets in common: %(names)s.") % {"names": words.codes(facts["shared"])}
    if words.is_aside:
        sentence = _("No market in common: %(mine)s here, %(theirs)s there.")
    else:
        sentence = _("No market in common: yours %(mine)s; theirs %(theirs)s.")
    return sentence % {
        "mine": words.codes(facts["mine"]),
        "theirs": words.codes(facts["theirs"]),
    }


def _partnerships(facts: Facts, words: Words) -> str:
    if facts["shared"]:
        names = _named(PartnershipKind, facts["shared"])
        return _("Both wish for: %(names)s.") % {"names": names}
    if words.is_aside:
        sentence = _("Different kinds of partnership: one wishes %(mine)s, one %(theirs)s.")
    else:
        sentence = _("Different kinds of partnership: you wish for %(mine)s, they for %(theirs)s.")
    return sentence % {
        "mine": _named(PartnershipKind, facts["mine"]),
        "theirs": _named(PartnershipKind, facts["theirs"]),
    }


def _roles(facts: Facts, _words: Words) -> str:
    if not facts["missing"]:
        return _("The kind of partner is the one looked for.")
    names = _named(OrganisationKind, facts["missing"])
    return _("Another kind of partner is looked for than: %(names)s.") % {"names": names}


def _aimed(facts: Facts, words: Words) -> str:
    if not facts["missing"]:
        return _("The countries aimed at fit.")
    names = words.countries(facts["missing"])
    return _("Not among the countries aimed at: %(names)s.") % {"names": names}


def _readiness(facts: Facts, words: Words) -> str:
    return _("Technology readiness: level %(offered)s is offered, %(asked)s is asked for.") % {
        "offered": words.viewer.number(_level(facts["offered"])),
        "asked": words.viewer.number(_level(facts["asked"])),
    }


def _languages(facts: Facts, words: Words) -> str:
    if not facts["shared"]:
        return _("No language in common: an interpreter will be needed.")
    names = words.languages(facts["shared"])
    if words.is_aside:
        return _("Languages in common: %(names)s.") % {"names": names}
    return _("You can talk in: %(names)s.") % {"names": names}


def _kinds(facts: Facts, _words: Words) -> str:
    return _("Kinds: %(names)s.") % {"names": _named(ProfileKind, facts["kinds"])}


def _barred(finding: Finding) -> Said:
    return Said(finding.key, Bearing.BARS, BARRED[finding.key](finding.facts))


def _kinds_apart(facts: Facts) -> str:
    names = _named(ProfileKind, facts["kinds"])
    return _("Profiles of these kinds do not answer each other: %(names)s.") % {"names": names}


def _named(kind: type[TextChoices], values: object) -> str:
    return listed(kind(value).label for value in _tuple(values))


SENTENCES: Mapping[str, Callable[[Facts, Words], str]] = {
    "matching.fields": _fields,
    "matching.markets": _markets,
    "matching.partnerships": _partnerships,
    "matching.roles-sought": _roles,
    "matching.countries-sought": _aimed,
    "matching.readiness": _readiness,
    "matching.languages": _languages,
    "matching.kinds": _kinds,
}
BARRED: Mapping[str, Callable[[Facts], str]] = {
    "matching.same-organisation": lambda _facts: _("Both profiles are of one organisation."),
    "matching.expired": lambda _facts: _("One of the two is no longer valid."),
    "matching.kinds-apart": _kinds_apart,
}
