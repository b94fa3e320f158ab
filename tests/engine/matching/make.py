"""The dullest texts that work, and an encoder without a network for the laws."""

import hashlib
from collections.abc import Sequence

import numpy as np

from accord.engine.matching import Document, Encoded, Vectors, encoded

DIMENSIONS = 24
OFFERS = (
    Document(
        "coating",
        "شرکت ما در شهرک علمی کار می‌کند. ما ایمپلنت‌های تیتانیومی را با لایهٔ ضدباکتری پوشش "
        "می‌دهیم. گواهی ایزو ۱۳۴۸۵ داریم.",
    ),
    Document(
        "pumps",
        "Мы работаем с 1998 года. Насосы для перекачки нефти с частотным приводом. "
        "Гарантия три года.",
    ),
    Document("water", "We purify waste water of dye works with membranes. Pilot plant available."),
    Document("seeds", "بذر گندم مقاوم به خشکی تولید می‌کنیم. سه رقم آن ثبت شده است."),
)
NEEDS = (
    Document(
        "implants",
        "Завод медицинских изделий, 200 сотрудников. Ищем антибактериальное покрытие для "
        "титановых имплантатов. Нужен опыт сертификации.",
    ),
    Document("textile", "کارخانهٔ نساجی هستیم. تصفیهٔ پساب رنگرزی با غشا برای ما لازم است."),
    Document("drought", "Ищем сорта пшеницы, устойчивые к засухе, для степной зоны."),
    Document("oil", "We need pumps that move crude oil, with variable speed drives."),
)


class WordEncoder:
    """Gives each word a direction of its own, and a text the sum of its words."""

    model = "words"

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = [np.sum([_direction(word) for word in text.split()], axis=0) for text in texts]
        vectors = np.array(rows, np.float32).reshape(-1, DIMENSIONS)
        lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / lengths


def texts(prefix: str, *lines: str) -> Encoded:
    """Return texts as ``language: words``, with keys in their order."""
    found = [
        Document(f"{prefix}{number}", line.partition(": ")[2], line.partition(": ")[0])
        for number, line in enumerate(lines)
    ]
    return encoded(found, WordEncoder())


def _direction(word: str) -> Vectors:
    seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest())
    return np.random.default_rng(seed).normal(size=DIMENSIONS).astype(np.float32)
