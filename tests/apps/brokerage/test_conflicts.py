"""Where all must be held and cannot: what clashes, with names and what helps."""

import pytest
from django.test import Client

from accord.apps.brokerage.actions import planning
from accord.apps.brokerage.adapters.conflicts import told
from accord.apps.brokerage.models import Attendance, Event, Meeting, ScheduleRun
from accord.apps.core import jobs
from accord.engine.calendars import Presentation
from accord.engine.scheduling import Clash
from tests import make
from tests.apps.brokerage.boards import words
from tests.apps.brokerage.test_pages import spokesperson, staff

pytestmark = pytest.mark.django_db


def strict(*, slots: int, tables: int) -> Event:
    event = make.event(make.programme(make.party(), make.party()), slots=slots, tables=tables)
    event.all_must_be_held = True
    event.save()
    return event


def named(event: Event, name: str) -> Attendance:
    return make.attendance(event, make.organisation(name))


def planned(event: Event) -> ScheduleRun:
    run = planning.plan_event(make.administrator(), event, seconds=2)
    jobs.run_job.func(job_id=str(run.job_id))
    return ScheduleRun.objects.select_related("event").get(pk=run.pk)


def crowded() -> Event:
    """Return an event in which Vega must meet three others in two slots."""
    event = strict(slots=2, tables=3)
    vega = named(event, "Vega")
    for name in ("Orion", "Lyra", "Nova"):
        make.wish(vega, named(event, name))
    return event


def page_of(client: Client, event: Event, language: str = "en") -> str:
    party = event.programme.ownerships.first().party  # type: ignore[union-attr]  # -- it has one
    url = f"/events/{event.reference}/runs/1/"
    return words(staff(client, party, language=language).get(url))


def test_a_participant_asked_for_too_much_is_named_with_whom_it_should_meet(
    client: Client,
) -> None:
    event = crowded()

    run = planned(event)
    page = page_of(client, event)

    assert run.status == "infeasible"
    assert [one["clash"] for one in run.conflicts] == [Clash.SIDE_IS_FULL]
    assert "Vega must hold 3 of its meetings where it has room for 2." in page
    assert "take one of these wishes back" in page
    for name in ("Orion", "Lyra", "Nova"):
        assert f"<bdi>{name}</bdi>" in page.split('id="conflicts"')[1].split("</section>")[0]
    assert "Without any one of them the others can be held." in page


def test_too_few_tables_are_said_to_be_so(client: Client) -> None:
    event = strict(slots=1, tables=1)
    for one, other in (("Vega", "Orion"), ("Lyra", "Nova")):
        make.wish(named(event, one), named(event, other))

    planned(event)

    assert "For these 2 meetings there is room at tables for 1 only." in page_of(client, event)


def test_two_who_are_never_there_together_are_named(client: Client) -> None:
    event = strict(slots=1, tables=1)
    vega, orion = named(event, "Vega"), named(event, "Orion")
    make.wish(vega, orion)
    make.delegate(vega).absent.add(event.slots.get())

    planned(event)

    assert "never at the event at the same time. </strong>" in page_of(client, event).replace(
        "</strong>", " </strong>"
    )


def test_where_all_are_held_nothing_clashes(client: Client) -> None:
    event = strict(slots=1, tables=1)
    make.wish(named(event, "Vega"), named(event, "Orion"))

    run = planned(event)

    assert run.conflicts == []
    assert "Why not all meetings can be held" not in page_of(client, event)


def test_where_not_all_must_be_held_nobody_looks_for_what_clashes() -> None:
    event = crowded()
    event.all_must_be_held = False
    event.save()

    assert planned(event).conflicts == []


def test_a_company_does_not_read_what_clashes(client: Client) -> None:
    event = crowded()
    run = planned(event)
    ScheduleRun.objects.update(state="published")
    vega = Meeting.objects.filter(run=run)[0].left

    page = words(spokesperson(client, vega).get(f"/events/{event.reference}/runs/1/"))

    assert "Why not all meetings can be held" not in page


@pytest.mark.parametrize("language", ["en", "fa", "ru"])
@pytest.mark.parametrize("clash", list(Clash))
def test_every_clash_has_its_sentence_in_every_language(
    client: Client, clash: Clash, language: str
) -> None:
    event = crowded()
    run = planned(event)
    kept = [{**run.conflicts[0], "clash": clash}]
    ScheduleRun.objects.update(conflicts=kept)

    page = page_of(client, event, language)

    section = page.split('id="conflicts"')[1].split("</section>")[0]
    assert "%(" not in section
    (one,) = told(kept, Presentation(language))
    assert one.sentence
    assert one.remedy
