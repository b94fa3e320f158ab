"""What matching knows of languages beforehand: their mean vectors and their commonest letters."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

_FILE: Final = Path(__file__).with_name("languages.npz")


@dataclass(frozen=True, slots=True)
class Languages:
    """The shipped table; made by ``tools/languages.py`` from Django's message catalogues.

    Parameters
    ----------
    model
        Of which encoder the means are.
    version
        Hash of the content, kept beside what is computed with it.
    means
        Language to the mean vector of its texts.
    letters
        Language to its commonest runs of letters, each with the logarithm of its share.
    """

    model: str
    version: str
    means: Mapping[str, NDArray[np.float32]]
    letters: Mapping[str, Mapping[str, float]]

    def mean(self, language: str) -> NDArray[np.float32]:
        """Return the mean vector of a language; of all languages for one that is not there."""
        found = self.means.get(language)
        if found is None:
            found = self.means.get(language.partition("-")[0])
        return np.mean([*self.means.values()], axis=0) if found is None else found


@cache
def shipped() -> Languages:
    """Return the table that comes with this version, read once."""
    with np.load(_FILE, allow_pickle=False) as table:
        tags = table["languages"].tolist()
        letters = {
            tag: MappingProxyType(dict(zip(grams, weights, strict=True)))
            for tag, grams, weights in zip(
                tags, table["grams"].tolist(), table["weights"].tolist(), strict=True
            )
        }
        return Languages(
            str(table["model"]),
            str(table["version"]),
            MappingProxyType(dict(zip(tags, table["means"], strict=True))),
            MappingProxyType(letters),
        )
