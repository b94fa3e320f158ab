"""Keys under which words that may be one another are found: consonants in few classes.

The classes are the same in every script and lose much on purpose; `kernel.likeness` decides.
"""

from functools import lru_cache
from itertools import product
from typing import Final

from accord.engine.screening.letters import ACRONYM, script_of, sounds

_CLASSES: Final = {
    **dict.fromkeys("bpбпبپ", "b"),
    **dict.fromkeys("fvвфف", "f"),
    **dict.fromkeys("kqgGгкґғқغقکگ", "k"),
    **dict.fromkeys("jJZжҷجژږ", "j"),
    **dict.fromkeys("dtдтتدطٹڈ", "t"),
    **dict.fromkeys("szUсзцزسصظځ", "s"),
    **dict.fromkeys("SCшщчشچښ", "S"),
    **dict.fromkeys("mмم", "m"),
    **dict.fromkeys("nнңنڼ", "n"),
    **dict.fromkeys("lлل", "l"),
    **dict.fromkeys("rрرړ", "r"),
}
# Letters of more than one class; an empty one means that it may not be heard.
_SEVERAL: Final = {
    "c": "ks",
    "g": "kj",
    **dict.fromkeys("TDثذض", "st"),
    **dict.fromkeys("wўو", " f"),
    **dict.fromkeys("KхخҳһC", "k "),
    "C": "Sk",
    "г": "k ",
    "ц": "st",
    "Z": "js",
    "S": "Ss",
    "ج": "jk",
    "j": "j ",
}
_SILENT: Final = "aeiouyYEhHаеийоуыэіәөұүјآاأحعهةی"
_MOST: Final = 4  # readings of one word
_FEWEST: Final = 3  # classes of a key from which one may be missing


@lru_cache(maxsize=65536)
def skeletons(word: str) -> tuple[str, ...]:
    """Return the consonants of a folded word in classes, the likeliest reading first."""
    if word.startswith(ACRONYM):
        return (word,)
    heard = [_classes(sign) for sign in sounds(word, script_of(word))]
    found: list[str] = []
    for reading in product(*heard):
        skeleton = _run("".join(reading).replace(" ", ""))
        if skeleton not in found:
            found.append(skeleton)
        if len(found) == _MOST:
            break
    return tuple(found)


@lru_cache(maxsize=65536)
def keys(word: str) -> tuple[str, ...]:
    """Return the keys of a folded word: its skeletons, and each with one class missing."""
    if word.startswith(ACRONYM):
        return (word,)
    found: dict[str, None] = {}
    for skeleton in skeletons(word):
        found[skeleton] = None
        if len(skeleton) >= _FEWEST:
            for place in range(len(skeleton)):
                found[_run(skeleton[:place] + skeleton[place + 1 :])] = None
    return tuple(found)


def _classes(sign: str) -> str:
    if sign in _SEVERAL:
        return _SEVERAL[sign]
    return _CLASSES.get(sign, " " if sign in _SILENT else sign)


def _run(skeleton: str) -> str:
    kept = [sign for place, sign in enumerate(skeleton) if skeleton[place - 1 : place] != sign]
    return "".join(kept)
