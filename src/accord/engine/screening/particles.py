"""Small words of personal names in the scripts we read, folded: what joins, what hardly tells."""

import re
from typing import Final

from accord.engine.screening.letters import folded


def _words(text: str) -> frozenset[str]:
    return frozenset(word for entry in text.split() for word in folded(entry).split())


# Said of whom somebody descends from, or between names; they come and go.
PARTICLES: Final = _words(
    "bin ibn ben bint binti binte bent ould oulad weld walad wuld ag al el ul ur e i y and of the "
    "de da do dos das del della di du la le van von der den ter zu bar beni bani aal "
    "بن ابن بنت ولد آل و د بنی "
    "бин ибн бен бинт вали оглы оглу кызы углы уулу ал аль эль ад ас ан ар уль де да фон ван и"
)
ARTICLES: Final = _words("al el ul il ال аль эль ал уль")
# Articles whose l has become the letter after it: ar-Rahman, as-Sayyid.
SUN_ARTICLES: Final = _words(
    "ar as ad az an at ash ath adh ur us ud uz un ush ас ад аз ан ар ат аш"
)
TITLES: Final = _words(
    "mr mrs ms miss dr prof professor sir lord lady general gen colonel col major maj captain "
    "capt lieutenant brigadier commander president prince princess sheikh shaikh shaykh cheikh "
    "sheik sayyid sayyed sayed seyyed seyed syed sayid haji hajji hadji hajj haj "
    "alhaj hadj mullah mulla molla mawlawi mawlavi maulavi moulavi maulana mawlana moulana "
    "mufti qari "
    "ayatollah hojjatoleslam hojatoleslam imam engineer eng jr sr junior senior alias aka "
    "präsident präsidentin herr frau señor don doña madame monsieur comandante "
    "آقای خانم دکتر مهندس سردار سرتیپ سرهنگ سرلشکر شیخ سید سیده حاج حاجی ملا مولوی مولانا قاری "
    "آیت آیتالله حجتالاسلام الحاج السيد الشيخ الدكتور دكتور اللواء العميد العقيد "
    "господин госпожа г-н доктор профессор генерал полковник шейх хаджи мулла ходжи саййид"
)
_SERVANTS: Final = _words(
    "abd abdul abdel abdal abdol abdoul abdil abdur abdus عبد абд абдул абдель абдуль"
)
_FATHERS: Final = _words("abu abou abo ابو ابی ابا абу umm oum ام умм")
_FAITHS: Final = _words(
    "din deen dine eddin eddine aldin uddin addin addeen udin oddin دین الدین дин аддин уддин"
)
_GODS: Final = _words("allah ullah ollah alah ulla الله аллах улла")
_BEGINNINGS: Final = _SERVANTS | _FATHERS
_BORN: Final = _words("zada zade zadeh zadah زاده زادہ заде зода")
# Words that only begin like the Arabic article.
_NO_ARTICLE: Final = _words(
    "الیاس الهام الناز البرز السا الیزابت الکساندر الکسی الینا الله المیرا الوند الماس"
)
_ARTICLE_LENGTH: Final = 5
_PATRONYMIC: Final = re.compile(
    "(?:[oeaiy]v(?:i|y)(?:ch|tch|tsch|č)|[oeai]vn[ay]|ichna|inichna|auna|euna|iuna|"
    "[оеаиєії]в[иі]ч|[оеаиї]вн[аыі]|[иі]чна|аўна|еўна)$"
)
_LATIN_SERVANT: Final = re.compile(
    "^abd([aeiou]{1,2})(?:l(?:[aeiu](?=l))?|r(?=r)|s(?=s)|n(?=n)|z(?=z)|t(?=t)|d(?=d))?(.{2,})$"
)
_LATIN_FAITH: Final = re.compile("(?<=..)(?:[aeiou]l?|l)(?:d)?d(?:in|een|ine|een|ien)$")
_LATIN_GOD: Final = re.compile("(?<=..)[aeiou]?ll?ah?$")
_ENDINGS_OF_GOD: Final = ("ulah", "ullah", "ollah", "allah", "ulla", "olla")
_LONG: Final = 4


def merged(words: list[str]) -> list[str]:
    """Return the words of a person's name, those that make one part written as one.

    ``عبد الرحیم``, ``Abd al-Rahim``, ``Abdurrahim`` and ``Abderrahim`` become servant and
    name in one; so do compounds with the father (Abu), the faith (ad-Din) and God.
    """
    parts: list[str] = []
    waiting = ""  # what begins a compound
    for place, word in enumerate(words):
        after = words[place + 1] if place + 1 < len(words) else ""
        if after and (word in ARTICLES or _is_sun_article(word, after)):
            continue
        end = _end_of_compound(word)
        if end and parts and not waiting:
            parts[-1] += end
        elif after and word in _BEGINNINGS:
            waiting = "abd" if word in _SERVANTS and word.isascii() else word
        else:
            bare = word.removeprefix("ال") if waiting else without_article(word)
            parts.append(waiting + (end or compounded(bare)))
            waiting = ""
    return [*parts, waiting] if waiting else parts


def _end_of_compound(word: str) -> str:
    """Return a word that ends a compound, as it is written there; else nothing."""
    if word in _GODS:
        return "lah" if word.isascii() else "له" if word == "الله" else word
    plain = without_article(word)
    if plain in _FAITHS:
        return "din" if plain.isascii() else plain
    return plain if plain in _BORN else ""


def without_article(word: str) -> str:
    """Return an Arabic word without ``ال``."""
    if word.startswith("ال") and len(word) >= _ARTICLE_LENGTH and word not in _NO_ARTICLE:
        return word[2:]
    return word


def compounded(word: str) -> str:
    """Return a word that holds a compound as one writes it apart: Abdurrahim, Nureddine."""
    if word.isascii():
        return _latin_compounded(word)
    if word.startswith("عبدال"):
        return "عبد" + word[5:]
    if word.endswith("الله") and len(word) > _LONG:
        return word[:-4] + "له"
    return word[:-5] + "دین" if word.endswith("الدین") else word


def _latin_compounded(word: str) -> str:
    if found := _LATIN_SERVANT.match(word):
        return "abd" + found[2]
    if word.endswith(_ENDINGS_OF_GOD) and len(word) > _LONG + 1:
        return _LATIN_GOD.sub("lah", word)
    return _LATIN_FAITH.sub("din", word)


def is_patronymic(word: str) -> bool:
    """Return whether a word names the father in the Russian way."""
    return len(word) > _LONG and bool(_PATRONYMIC.search(word))


def _is_sun_article(word: str, after: str) -> bool:
    return word in SUN_ARTICLES and word[-1] == after[0]
