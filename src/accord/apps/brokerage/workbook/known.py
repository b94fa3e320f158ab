"""Who is who: people of a file found again among those that are known."""

from dataclasses import dataclass, field
from functools import lru_cache

from accord.apps.brokerage.workbook.state import State
from accord.apps.core.localised import LocalizedText
from accord.apps.documents.spreadsheets import words
from accord.engine.text import fold

INTERPRETERS = ""  # stands for the organisation where there is none

PersonKey = tuple[str, int]  # code of the organisation, and a number within it

# A code or a name stands in many rows.
key_of = lru_cache(maxsize=20_000)(words.key_of)
folded = lru_cache(maxsize=50_000)(fold)


@dataclass(slots=True)
class People:
    """People by organisation, found by e-mail address or by a name in any language.

    Two people with the same name and different addresses are two people.
    """

    _found: dict[tuple[str, str], list[PersonKey]] = field(default_factory=dict)
    _addresses: dict[PersonKey, str] = field(default_factory=dict)
    _teams: dict[str, list[PersonKey]] = field(default_factory=dict)

    def add(self, organisation: str, name: LocalizedText | None, email: str) -> PersonKey:
        """Return who it is; somebody new where nobody of the organisation is called so."""
        key = self.find(organisation, name, email)
        org = key_of(organisation)
        if key is None:
            team = self._teams.setdefault(org, [])
            key = (org, len(team))
            team.append(key)
        if email:
            self._addresses.setdefault(key, _address(email))
        for one in (_address(email), *_names(name)):
            keys = self._found.setdefault((org, one), [])
            if one and key not in keys:
                keys.append(key)
        return key

    def find(self, organisation: str, name: LocalizedText | None, email: str) -> PersonKey | None:
        """Return who of the organisation it is, if anybody."""
        org, address = key_of(organisation), _address(email)
        if address and (known := self._found.get((org, address))):
            return known[0]
        namesakes = (key for one in _names(name) for key in self._found.get((org, one), ()))
        return next((key for key in namesakes if self._may_be(key, address)), None)

    def called(self, organisation: str, text: str) -> list[PersonKey]:
        """Return who of the organisation has that name or e-mail address."""
        org = key_of(organisation)
        return self._found.get((org, _address(text))) or self._found.get((org, folded(text)), [])

    def team(self, organisation: str) -> list[PersonKey]:
        """Return everybody of the organisation."""
        return self._teams.get(key_of(organisation), [])

    def _may_be(self, key: PersonKey, address: str) -> bool:
        known = self._addresses.get(key, "")
        return not address or not known or address == known


def people_of(state: State) -> People:
    """Return the delegates and interpreters of an event, in the order of its rows."""
    people = People()
    for organisation, one in state.participants():
        people.add(organisation, one.person.name, one.person.email)
    return people


def _address(email: str) -> str:
    return email.strip().casefold()


def _names(name: LocalizedText | None) -> list[str]:
    return [folded(text) for text in (name or LocalizedText()).texts.values()]
