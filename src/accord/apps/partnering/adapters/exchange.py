"""A profile as a row of a file, and a row of a file as what a profile says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from accord.apps.core.localised import LocalizedText
from accord.apps.partnering.adapters import tongues
from accord.apps.partnering.adapters.facts import (
    TEXTS,
    ProfileFacts,
    facts_of_profile,
    in_minor_units,
    in_whole_units,
)
from accord.apps.partnering.models import Profile

_PLAIN = ("stage", "trl", "ipr", "call_closes_on", "interest_until", "project_months")
_LISTS = ("partner_kinds", "partnerships", "countries", "technologies", "markets")


@dataclass(frozen=True, slots=True)
class Keys:
    """What references in a row mean; None where there are none."""

    contact: UUID | None = None
    programme: UUID | None = None


def row_of(profile: Profile, *, is_named: bool, is_own: bool, language: str) -> dict[str, Any]:
    """Return a profile as a row of a file; all that belongs to it is loaded.

    Whose it is stands there only where the reader may know it, its contact only for its own
    side. Drafts of a machine are nobody's words and stay out.
    """
    facts = facts_of_profile(profile)
    values = {name: getattr(facts, name) for name in ProfileFacts.__dataclass_fields__}
    values |= {name: _by_people(values[name]) for name in TEXTS}
    organisation = profile.organisation
    return values | {
        "reference": profile.reference,
        "kind": profile.kind,
        "goals": tuple(str(goal) for goal in facts.goals),
        "budget": in_whole_units(facts.budget, facts.currency),
        "expires_on": profile.expires_on,
        "is_open": profile.is_open,
        "organisation_code": organisation.reference if is_named else None,
        "organisation": organisation.name.in_language(language) if is_named else None,
        "contact": profile.contact.reference if is_own and profile.contact else None,
        "programme": profile.programme.reference if profile.programme else None,
        "language": (facts.title.source,),
    }


def facts_of_row(
    values: Mapping[str, Any], before: ProfileFacts | None, keys: Keys
) -> ProfileFacts:
    """Return what a row says; columns that the file lacks, and empty cells, change nothing."""
    old = before or ProfileFacts()
    said: dict[str, Any] = {name: values[name] for name in _PLAIN if values.get(name)}
    said |= {name: tuple(sorted(values[name])) for name in _LISTS if values.get(name)}
    said |= {name: getattr(old, name).taking(values.get(name)) for name in TEXTS}
    for name in ("is_anonymous", "visibility"):
        if values.get(name) is not None:
            said[name] = values[name]
    if values.get("goals"):
        said["goals"] = tuple(sorted(int(goal) for goal in values["goals"]))
    if currency := (values.get("currency") or "").strip().upper():
        said["currency"] = currency
    if values.get("budget"):
        said["budget"] = in_minor_units(values["budget"], currency or old.currency)
    said |= {
        name: key for name in ("contact", "programme") if (key := getattr(keys, name)) is not None
    }
    facts = _in_old_order(replace(old, **said), old)
    language = next(iter(values.get("language") or ()), "")
    if not language and before is None:
        language = tongues.recognised(facts, least=tongues.SURE)
    is_known = before is not None and language == before.title.source
    return tongues.written_in(facts, language) if language and not is_known else facts


def _in_old_order(facts: ProfileFacts, old: ProfileFacts) -> ProfileFacts:
    """Return the facts with lists that hold the same as before in their order of before."""
    same = {
        name: getattr(old, name)
        for name in _LISTS
        if set(getattr(old, name)) == set(getattr(facts, name))
    }
    return replace(facts, **same)


def _by_people(text: LocalizedText) -> LocalizedText | None:
    texts = {key: words for key, words in text.texts.items() if key not in text.machine}
    return replace(text, texts=texts) if texts else None
