"""Time zones under the names of their cities, each once, in the reader's language."""

from functools import cache
from importlib import resources

from babel import Locale
from babel.core import get_global


@cache
def zones() -> frozenset[str]:
    """Return the zones of the tz database that stand for a place today; no older names of them."""
    table = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (row for row in table.splitlines() if row and not row.startswith("#"))
    return frozenset(row.split("\t")[2] for row in rows)


@cache
def city_of_zone(zone: str, language: str) -> str:
    """Return the name of the zone's city; its country is left out, since a clock is no claim.

    What is no city's zone (UTC) keeps its name.
    """
    cities = Locale.parse(language).time_zones
    names = [name for name in (zone, *_older_names(zone)) if name in cities]
    city = cities[names[0]].get("city") if names else None
    return str(city or zone.rpartition("/")[2].replace("_", " "))


def _older_names(zone: str) -> list[str]:
    """Return the names under which the zone was known before; the locale data keep to those."""
    aliases = get_global("zone_aliases").items()
    return [str(alias) for alias, name in aliases if name == zone]
