"""Two people of one company at the page of its wishes."""

import re

import pytest
from django.test import Client

from accord.apps.brokerage.enums import EventState, Strength
from accord.apps.brokerage.models import Event, Wish
from tests import make
from tests.apps.brokerage.boards import Board

pytestmark = pytest.mark.django_db


def read(client: Client, url: str) -> dict[str, str]:
    """Return what the page of wishes would send if nobody touched it."""
    page = client.get(url).content.decode()
    hidden = re.findall(r'type="hidden" name="((?:was|noted)-[^"]+)" value="([^"]*)"', page)
    noted = {name.replace("noted-", "note-"): value for name, value in hidden}
    chosen = {name.replace("was-", "wish-"): value for name, value in hidden}
    return {**noted, **chosen, **dict(hidden)}


def test_a_page_read_earlier_changes_only_what_was_changed_on_it(client: Client) -> None:
    board = Board()
    lyra = board.participant("Lyra", board.theirs)
    Event.objects.update(state=EventState.WISHING)
    make.wish(board.vega, board.orion, note="About valves")
    user = make.user()
    make.person(of=board.vega.organisation, user=user)
    client.force_login(user)
    url = f"/events/{board.event.reference}/participants/{board.vega.code}/wishes/"
    first, second = read(client, url), read(client, url)

    client.post(url, first | {f"wish-{board.orion.code}": ""})
    client.post(url, second | {f"wish-{lyra.code}": "must"})

    wishes = Wish.objects.values_list("wished", "strength")
    assert list(wishes) == [(lyra.pk, Strength.MUST)]
