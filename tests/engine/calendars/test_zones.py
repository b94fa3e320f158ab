"""Time zones as people know them: by a city, once."""

import pytest

from accord.engine.calendars import city_of_zone, zones


@pytest.mark.parametrize(
    ("zone", "names"),
    [
        ("Europe/Moscow", ("Moscow", "مسکو", "Москва")),
        ("Asia/Tehran", ("Tehran", "تهران", "Тегеран")),
        ("Asia/Kolkata", ("Kolkata", "کلکته", "Калькутта")),
        ("Asia/Calcutta", ("Kolkata", "کلکته", "Калькутта")),
        ("America/Argentina/Buenos_Aires", ("Buenos Aires", "بوئنوس‌آیرس", "Буэнос-Айрес")),
        ("UTC", ("UTC", "UTC", "UTC")),
        ("Etc/GMT-4", ("GMT-4", "GMT-4", "GMT-4")),
    ],
)
def test_a_zone_is_called_by_its_city(zone: str, names: tuple[str, ...]) -> None:
    assert tuple(city_of_zone(zone, language) for language in ("en", "fa", "ru")) == names


def test_no_zone_stands_twice_under_an_older_name() -> None:
    assert {"Asia/Kolkata", "Europe/Kyiv"} <= zones()
    assert not {"Asia/Calcutta", "Europe/Kiev", "Asia/Istanbul"} & zones()
