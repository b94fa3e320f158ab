"""Text of people in several languages, with the one it was written in."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Self

from django.db import models
from django.utils.translation import get_language

FALLBACKS = ("en", "ru", "fa")
COMMAS = {"fa": "، "}
REMEMBERED = 4096  # texts: the names of a large event, some megabytes


def listed(names: Iterable[object]) -> str:
    """Return names as one list, with the comma of the language that is spoken."""
    return COMMAS.get(get_language() or "en", ", ").join(str(name) for name in names)


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """One text, its language versions, and who vouches for each.

    Parameters
    ----------
    source
        ISO 639-1 code of the language in which it was written.
    texts
        Language code to text; never an empty text.
    machine
        Languages whose version is a machine's draft.
    checked
        Language code to the key of the person who checked that version.
    """

    source: str = "en"
    texts: Mapping[str, str] = field(default_factory=dict)
    machine: frozenset[str] = frozenset()
    checked: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, language: str = "en", **others: str) -> Self:
        """Return a text written in ``language``, with human versions in others."""
        texts = {language: text, **others}
        return cls(source=language, texts={key: value for key, value in texts.items() if value})

    @classmethod
    def from_json(cls, value: Mapping[str, Any] | None) -> Self:
        """Return the text that ``as_json`` wrote; empty for nothing."""
        if not value:
            return cls()
        return cls(
            source=value.get("source", "en"),
            texts={str(key): str(text) for key, text in value.get("texts", {}).items() if text},
            machine=frozenset(value.get("machine", ())),
            checked=dict(value.get("checked", {})),
        )

    def as_json(self) -> dict[str, Any]:
        """Return a plain dictionary; empty parts are left out."""
        plain: dict[str, Any] = {"source": self.source, "texts": dict(self.texts)}
        if self.machine:
            plain["machine"] = sorted(self.machine)
        if self.checked:
            plain["checked"] = dict(self.checked)
        return plain

    def in_language(self, language: str) -> str:
        """Return the version in that language, else the source, else any."""
        return self.texts.get(self.language_shown(language), "")

    def language_shown(self, language: str) -> str:
        """Return the language that ``in_language`` falls back to."""
        for candidate in (language, self.source, *FALLBACKS):
            if candidate in self.texts:
                return candidate
        return next(iter(self.texts), language)

    def taking(self, said: "LocalizedText | None") -> "LocalizedText":
        """Return the text with the versions that ``said`` has; its original stays the original.

        Who vouched for a version still does where it did not change.
        """
        if not said or all(self.texts.get(key) == text for key, text in said.texts.items()):
            return self
        changed = {key for key, text in said.texts.items() if self.texts.get(key) != text}
        return LocalizedText(
            source=self.source if self else said.source,
            texts={**self.texts, **said.texts},
            machine=self.machine - changed,
            checked={key: who for key, who in self.checked.items() if key not in changed},
        )

    def __bool__(self) -> bool:
        return bool(self.texts)

    def __str__(self) -> str:
        return self.in_language(self.source)


@lru_cache(maxsize=REMEMBERED)
def _read(written: str) -> LocalizedText:
    """Return the text that a database wrote; a name comes again and again, and is not changed."""
    return LocalizedText.from_json(json.loads(written))


class LocalizedTextField(models.JSONField[Any, Any]):
    """A column that holds a ``LocalizedText`` as JSON."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", LocalizedText)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> LocalizedText:  # noqa: ARG002 -- Django's own signature
        """Turn the stored JSON into the value."""
        return _read(value) if value else LocalizedText()

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 -- Django's own signature
        """Turn the value into JSON."""
        plain = value.as_json() if isinstance(value, LocalizedText) else value
        return super().get_db_prep_value(plain, connection, prepared)

    def to_python(self, value: Any) -> LocalizedText:
        """Accept the value itself or what ``as_json`` gives."""
        if isinstance(value, LocalizedText):
            return value
        return LocalizedText.from_json(value)

    def value_to_string(self, obj: models.Model) -> Any:
        """Return plain JSON for fixtures."""
        value = self.value_from_object(obj)
        return value.as_json() if isinstance(value, LocalizedText) else value
