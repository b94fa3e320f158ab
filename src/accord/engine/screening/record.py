"""Results as bytes that can be kept, and made again from the same lists."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from accord.engine.screening.entities import Entity
from accord.engine.screening.screener import (
    ReplayError,
    Screener,
    Screening,
    Thresholds,
    version,
)


def recorded(screening: Screening) -> bytes:
    """Return a result as canonical JSON: the same result is the same bytes."""
    return json.dumps(
        asdict(screening), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def replay(record: bytes, screener: Screener) -> bytes:
    """Make a result again, from the lists that it was made from.

    Raises
    ------
    ReplayError
        When the record cannot be read, another version of the engine made it, or the lists
        held are not those it was made from.
    """
    try:
        content = json.loads(record)
        asked, limits = _entity(content["asked"]), Thresholds(**content["thresholds"])
        engine, sources = content["engine"], content["sources"]
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise ReplayError("This is no record of a screening.") from problem
    if engine != version():
        raise ReplayError(f"The record was made by engine {engine}, this one is {version()}.")
    if sources != [asdict(source) for source in screener.sources]:
        raise ReplayError("The lists held are not those that the record was made from.")
    return recorded(screener.screen(asked, limits))


def _entity(content: Mapping[str, object]) -> Entity:
    fields = {
        key: tuple(value) if isinstance(value, list) else value for key, value in content.items()
    }
    return Entity(**fields)  # type: ignore[arg-type]  # -- wrong fields are refused above
