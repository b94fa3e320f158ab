"""Names screened against lists across scripts, with evidence, on this machine alone.

>>> from accord.engine.screening import Entity, Screener
"""

from accord.engine.screening.entities import Entity, NameKind, Source
from accord.engine.screening.evidence import SENTENCES, Evidence, Feature
from accord.engine.screening.record import recorded, replay
from accord.engine.screening.screener import (
    Comparison,
    EntityError,
    Hit,
    ReplayError,
    Screener,
    Screening,
    Thresholds,
    compared,
    version,
)

__all__ = [
    "SENTENCES",
    "Comparison",
    "Entity",
    "EntityError",
    "Evidence",
    "Feature",
    "Hit",
    "NameKind",
    "ReplayError",
    "Screener",
    "Screening",
    "Source",
    "Thresholds",
    "compared",
    "recorded",
    "replay",
    "version",
]
