"""Addresses of the rows of a list: where they lead is looked up once, and filled in for each."""

from functools import lru_cache
from urllib.parse import quote

from django.urls import reverse

PLACE = "00000000-0000-0000-0000-000000000000"  # any kind of address but one by number takes it
SAFE = "!$&'()*+,;=~:@"  # what Django leaves as it is within a part of a path


def address_of(name: str, *args: object) -> str:
    """Return what ``reverse`` does, for rows that differ in the last part alone.

    Where a name leads is found by a search through all addresses of the site, and a page would
    search as many times as it has rows.
    """
    before, after = _around(name, *map(str, args[:-1]))
    return f"{before}{quote(str(args[-1]), safe=SAFE)}{after}"


@lru_cache(maxsize=512)
def _around(name: str, *args: str) -> tuple[str, str]:
    before, _place, after = reverse(name, args=[*args, PLACE]).rpartition(PLACE)
    return before, after
