"""Invented names in four scripts, and ways to write them."""

from accord.engine.screening import Entity, Screener

# Persian or Arabic, a Latin and a Cyrillic way to write the same invented person.
PEOPLE = (
    ("عبدالرحیم قاسمی‌فر", "Abdolrahim GHASEMIFAR", "Абдулрахим Касемифар"),
    ("خلیل یوسف الزهراوی", "Khalil Yousef AL-ZAHRAWI", "Халил Юсеф аз-Захрави"),
    ("شهاب الدین نورزاده", "Shahabuddin NURZADA", "Шахабуддин Нурзода"),
    ("ژاله پورچراغ", "Zhaleh POURCHERAGH", "Жале Пурчераг"),
    ("ضیاء ثابت", "Ziya SABET", "Зия Сабет"),
    ("ابو طارق المنذری", "Abu Tariq al-Mundhiri", "Абу Тарик аль-Мунзири"),
)
BODIES = (
    ("شرکت صنایع الکترونیک البرز", "Alborz Electronics Industries Company"),
    ("Уральский завод точных приборов", "Ural Precision Instruments Plant"),
    ("شركة الفرات للنقل البحري", "Al-Furat Maritime Transport LLC"),
    ("ООО «Ветерок-Логистика»", "Veterok Logistics LLC"),
)


def person(key: str, *names: str, **more: str) -> Entity:
    return Entity(key, "Person", names, **more)  # type: ignore[arg-type]  # -- birth date and source are texts


def body(key: str, *names: str) -> Entity:
    return Entity(key, "Organization", names)


def screener(*entities: Entity) -> Screener:
    made = Screener({"": "of today"})
    made.add(entities)
    return made


def hits(of: Screener, asked: Entity) -> list[str]:
    return [hit.entity for hit in of.screen(asked).hits]
