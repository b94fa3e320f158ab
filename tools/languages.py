"""Make the table of languages that matching ships: mean vectors, and letters to tell languages by.

Usage: python -m tools.languages [FOLDER]

The texts are the message catalogues inside the installed Django (BSD-3-Clause): the same
sentences, translated by people into some sixty languages. No measured data enters. FOLDER is
where the converted network is kept (a temporary one if not given); a minute of one core.
"""

import hashlib
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import django
import numpy as np
import polib

from accord.engine.matching.encoder import BundledEncoder, Encoder, Vectors
from accord.engine.matching.identification import grams

TARGET: Final = Path(__file__).parents[1] / "src/accord/engine/matching/languages.npz"
TAGS: Final = {"zh_Hans": "zh", "nb": "no", "sr_Latn": "sr-Latn"}
# Regional variants of a language that is there, languages made up, and those with few readers
# of technical texts, which take the letters of their big neighbours.
LEFT_OUT: Final = frozenset(
    (
        *("ar_DZ", "ast", "br", "bs", "cy", "dsb", "en_AU", "en_GB", "eo", "es_AR", "es_CO"),
        *("es_MX", "es_NI", "es_VE", "fy", "gd", "hr", "hsb", "ht", "ia", "ig", "io", "kab"),
        *("lb", "mr", "ne", "nn", "os", "pt_BR", "pt_PT", "tt", "udm", "zh_Hant"),
    )
)
FEWEST_MESSAGES: Final = 60
FEWEST_WORDS: Final = 4
ENCODED: Final = 160
GRAMS: Final = 1000
HOLES: Final = re.compile(r"%\([^)]*\)[sd]|%[sd]|\{[^}]*\}|<[^>]+>|&\w+;|“%.*?”")

Catalogues = Mapping[str, Mapping[str, str]]


def main(arguments: list[str]) -> int:
    """Read the catalogues, encode, count, write the table."""
    found = catalogues()
    with tempfile.TemporaryDirectory() as spare:
        encoder = BundledEncoder(Path(arguments[0] if arguments else spare))
        means = mean_vectors(found, encoder)
    tables = [letters(found[language].values()) for language in found]
    tags = np.array([TAGS.get(language, language) for language in found])
    counted = np.array([[gram for gram, _ in table] for table in tables])
    weights = np.array([[weight for _, weight in table] for table in tables], np.float32)
    version = hashlib.sha256(means.tobytes() + weights.tobytes()).hexdigest()[:12]
    np.savez_compressed(
        TARGET,
        languages=tags,
        means=means,
        grams=counted,
        weights=weights,
        model=np.array(encoder.model),
        version=np.array(version),
    )
    print(f"{len(tags)} languages, version {version}, {TARGET.stat().st_size // 1024} KB: {tags}")
    return 0


def catalogues() -> Catalogues:
    """Return the translations of every language: English sentence to translated sentence."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for file in sorted(Path(django.__file__).parent.rglob("django.po")):
        language = file.parts[-3]
        if language not in LEFT_OUT:
            for english, translated in _sentences(file):
                found["en"][english] = english
                found[language][english] = translated
    return {
        language: found[language]
        for language in sorted(found)
        if len(found[language]) >= FEWEST_MESSAGES
    }


def _sentences(file: Path) -> Iterator[tuple[str, str]]:
    for entry in polib.pofile(str(file)):
        translated = entry.msgstr or entry.msgstr_plural.get(max(entry.msgstr_plural, default=0))
        if entry.obsolete or entry.fuzzy or not translated:
            continue
        english = _filled(entry.msgid)
        if len(english.split()) >= FEWEST_WORDS:
            yield english, _filled(translated)


def _filled(text: str) -> str:
    return " ".join(HOLES.sub(" ", text).split())


def mean_vectors(found: Catalogues, encoder: Encoder) -> Vectors:
    """Return the mean vector of each language, as if every sentence were translated into it.

    A language's mean is English's, moved by the mean difference over the sentences it has.
    """
    times = Counter(english for one in found.values() for english in one)
    asked = sorted(times, key=lambda english: (-times[english], english))[:ENCODED]
    base = encoder.encode(asked)
    whole = base.mean(axis=0)
    means = []
    for language in found:
        there = [number for number, english in enumerate(asked) if english in found[language]]
        vectors = encoder.encode([found[language][asked[number]] for number in there])
        means.append(whole + (vectors - base[there]).mean(axis=0))
        print(language, len(there), flush=True)
    return np.array(means, np.float32)


def letters(sentences: Iterable[str]) -> list[tuple[str, float]]:
    """Return the commonest runs of one to three letters, with the logarithm of their share."""
    counts = Counter(gram for sentence in sentences for gram in grams(sentence))
    whole = sum(counts.values())
    common = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:GRAMS]
    common += [("", 1)] * (GRAMS - len(common))
    return [(gram, float(np.log(count / whole))) for gram, count in common]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
