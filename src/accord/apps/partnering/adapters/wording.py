"""Words by which the quality check notices boasting, weapons and contacts, in three languages.

A word ending in ``*`` stands for all words that begin so. All are compared after
``engine.text.fold``: without case, marks, hyphens and half-spaces. The lists are short on
purpose: what they miss a reviewer reads, and what they hit wrongly a person can reword.
"""

import re
from functools import cache

from accord.engine.text import ascii_digits, fold

# Of these nobody can mean something civil, unless the sentence itself says so (see CIVIL).
WEAPONS = (
    "weapon*",
    "ammunition",
    "munition*",
    "warhead*",
    "firearm*",
    "machine gun*",
    "small arms",
    "grenade*",
    "landmine*",
    "military end use",
    "military use",
    "for the military",
    "military purpose*",
    "military application*",
    "combat vehicle*",
    "combat aircraft",
    "combat drone*",
    "strike drone*",
    "loitering munition*",
    "missile guidance",
    "سلاح*",
    "اسلحه*",
    "تسلیحات*",
    "جنگ افزار*",
    "کلاهک جنگی",
    "نارنجک*",
    "مین زمینی",
    "کاربرد نظامی",
    "کاربردهای نظامی",
    "مصارف نظامی",
    "اهداف نظامی",
    "پهپاد رزمی",
    "پهپاد انتحاری",
    "هدایت موشک",
    "оруж*",
    "боеприпас*",
    "боеголов*",
    "гранатомет*",
    "вооружени*",
    "пулемет*",
    "военного назначения",
    "военных целях",
    "военных целей",
    "военного применения",
    "боевой техники",
    "боевых машин",
    "ударных беспилотн*",
    "наведения ракет",
)
# What has civil meanings too: a reviewer looks, nobody is refused.
NEAR_WEAPONS = (
    "military",
    "missile*",
    "explosive*",
    "armoured",
    "armored",
    "ballistic*",
    "defence industry",
    "defense industry",
    "armed forces",
    "نظامی",
    "موشک*",
    "مهمات",
    "مواد منفجره",
    "صنایع دفاعی",
    "نیروهای مسلح",
    "بالستیک*",
    "زرهی",
    "военн*",
    "ракет*",
    "взрывчат*",
    "оборонн*",
    "бронирован*",
    "баллистическ*",
    "вооруженных сил*",
)
# Words that turn the meaning round: then a reviewer decides, as with NEAR_WEAPONS.
CIVIL = (
    "not",
    "no",
    "non",
    "never",
    "without",
    "neither",
    "nor",
    "excluding",
    "against",
    "detect*",
    "disarm*",
    "demin*",
    "clearance",
    "غیر",
    "نه",
    "بدون",
    "نیست*",
    "ندارد",
    "ندارند",
    "نمی*",
    "ضد",
    "علیه",
    "خلع",
    "کشف",
    "آشکارساز*",
    "شناسایی",
    "پاکسازی",
    "не",
    "ни",
    "без",
    "кроме",
    "против*",
    "обнаружени*",
    "разминирован*",
    "обезвреживан*",
    "разоружен*",
)
BOASTS = (
    "best",
    "unique",
    "leading",
    "world class",
    "revolutionary",
    "unrivalled",
    "unrivaled",
    "unmatched",
    "unparalleled",
    "superior",
    "perfect",
    "cutting edge",
    "بهترین",
    "بی نظیر",
    "بی همتا",
    "بی رقیب",
    "منحصر به فرد",
    "منحصربفرد",
    "برترین",
    "پیشرو*",
    "انقلابی",
    "лучш*",
    "уникальн*",
    "непревзойденн*",
    "не имеющ* аналог*",
    "не имеет аналог*",
    "революционн*",
    "передов*",
    "идеальн*",
    "наилучш*",
)
# What a purchaser asks first: sentences with these are quoted side by side.
CERTIFICATES = (
    "certif*",
    "accredit*",
    "iso",
    "iec",
    "atex",
    "ce mark*",
    "eac",
    "halal",
    "gmp",
    "haccp",
    "declaration of conformity",
    "type approv*",
    "complies with",
    "conforms to",
    "گواهی*",
    "گواهینامه*",
    "استاندارد*",
    "ایزو",
    "حلال",
    "تاییدیه*",
    "سیب سلامت",
    "сертиф*",
    "гост*",
    "исо",
    "еас",
    "халяль",
    "аккредит*",
    "декларац* соответстви*",
    "свидетельств*",
    "регистрационн* удостоверени*",
)
DELIVERY = (
    "deliver*",
    "lead time*",
    "ship*",
    "in stock",
    "warrant*",
    "guarantee*",
    "minimum order*",
    "spare part*",
    "incoterms",
    "fob",
    "cif",
    "exw",
    "ddp",
    "تحویل*",
    "ارسال",
    "حمل",
    "ضمانت*",
    "گارانتی",
    "موجودی",
    "ظرفیت تولید",
    "قطعات یدکی",
    "کمینه سفارش",
    "حداقل سفارش",
    "постав*",
    "отгру*",
    "срок* изготовлени*",
    "на складе",
    "гаранти*",
    "минимальн* заказ*",
    "минимальн* парти*",
    "запасн* част*",
    "запчаст*",
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WEB = re.compile(
    r"(?:https?://|www\.)\S*[\w/]"
    r"|(?<![\w@.])[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|biz|ir|ru|eu|de|cn|tr|in)(?![\w-]|\.\w)"
    r"|(?<!\w)@[a-z]\w{3,}",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(r"(?:\+|(?<!\d)00)\d[\d\s().-]{7,}\d|(?<!\d)0\d{2,4}[\s./-]?\d{6,8}(?!\d)")
_SENTENCE = re.compile(r"[.!?؟;؛\n]+")


def hits(text: str, words: tuple[str, ...]) -> list[str]:
    """Return what of the words stands in the text, as folded there, each once."""
    found = _pattern(words).findall(fold(text))
    return list(dict.fromkeys(found))


def weapons_in(text: str) -> tuple[list[str], list[str]]:
    """Return what is refused, and what a reviewer should look at.

    A sentence that turns the meaning round (“not for military use”, “detects weapons”)
    refuses nothing.
    """
    refused: list[str] = []
    doubtful: list[str] = []
    for sentence in _SENTENCE.split(text):
        plain = hits(sentence, WEAPONS)
        (doubtful if hits(sentence, CIVIL) else refused).extend(plain)
        if not plain:
            doubtful.extend(hits(sentence, NEAR_WEAPONS))
    return list(dict.fromkeys(refused)), list(dict.fromkeys(doubtful))


def contacts_in(text: str) -> list[str]:
    """Return the e-mail addresses, web addresses and telephone numbers in a text, in order."""
    plain = ascii_digits(text)
    found = [(match.start(), match.group()) for match in _MAIL.finditer(plain)]
    without = _MAIL.sub(lambda match: " " * len(match.group()), plain)
    for pattern in (_WEB, _TELEPHONE):
        found += [(match.start(), match.group()) for match in pattern.finditer(without)]
    return [words for _place, words in sorted(found)]


def has_figure(text: str) -> bool:
    """Tell whether there is a number in the text, in any digits."""
    return any(letter.isdecimal() for letter in text)


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){_spelled(word)}(?!\w)" for word in words))


def _spelled(entry: str) -> str:
    """Return the pattern of one entry; a star is the rest of its word."""
    rest = {True: r"\w*", False: ""}
    return " ".join(re.escape(fold(word)) + rest[word.endswith("*")] for word in entry.split())
