"""Whatever names hold, a calendar stays one calendar with the meetings that it has."""

import pytest
from django.test import Client
from icalendar import Calendar

from accord.apps.brokerage.models import CalendarEntry
from accord.apps.brokerage.papers import links
from tests import make

pytestmark = pytest.mark.django_db

EVIL = "Days, and; nights\\\r\nBEGIN:VEVENT\r\nATTACH:https://evil.example\r\nEND:VEVENT"


@pytest.mark.parametrize("file", ["agenda.ics", "feed.ics"])
def test_a_name_over_several_lines_adds_nothing_to_a_calendar(client: Client, file: str) -> None:
    event = make.event(slots=1, tables=1)
    event.title = make.text(EVIL)
    event.save()
    left = make.attendance(event)
    right = make.attendance(event, make.organisation(EVIL))
    delegate = make.delegate(left)
    CalendarEntry.objects.create(
        event=event,
        left=left,
        right=right,
        slot=event.slots.get(),
        table=event.tables.get(),
        sequence=0,
        changed_at=make.NOON,
        people=[],
    )

    answer = client.get(f"/events/me/{links.key_of(delegate)}/{file}")

    calendar = Calendar.from_ical(answer.content)
    lines = answer.content.decode().split("\r\n")
    assert [str(one["summary"]).splitlines()[0] for one in calendar.walk("VEVENT")] == [
        "Days, and; nights\\"
    ]
    assert "ATTACH:https://evil.example" not in lines
    # The library reads this property as it stands, with the escapes of RFC 5545, 3.3.11.
    assert str(calendar["name"]) == (
        r"Days\, and\; nights\\ BEGIN:VEVENT ATTACH:https://evil.example END:VEVENT"
    )
