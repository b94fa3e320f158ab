"""Addresses of the rows of a list."""

from uuid import UUID

import pytest
from django.urls import NoReverseMatch, reverse

from accord.apps.ui.tables.addresses import address_of

KEY = UUID("0f8fad5b-d9cd-469f-a165-70867728950e")


@pytest.mark.parametrize("code", ["IR-01", "a b", "کد", "x?y#z", "50%", "a&b=c", "(one)"])
def test_a_row_leads_where_its_name_and_parts_lead(code: str) -> None:
    name, event = "brokerage:participant", "EV-2025-0001"

    assert address_of(name, event, code) == reverse(name, args=[event, code])


@pytest.mark.parametrize("number", [1, 12])
def test_rows_of_two_lists_are_kept_apart(number: int) -> None:
    args = ("EV-2025-0001", number, KEY)

    assert address_of("brokerage:request-place", *args) == reverse(
        "brokerage:request-place", args=args
    )


def test_a_part_does_not_lead_out_of_its_place() -> None:
    address = address_of("brokerage:participant", "EV-2025-0001", "../../accounts")

    assert address == "/events/EV-2025-0001/participants/..%2F..%2Faccounts/"


def test_a_name_that_leads_nowhere_is_an_error() -> None:
    with pytest.raises(NoReverseMatch):
        address_of("brokerage:nowhere", "EV-2025-0001")
