import pytest
from django.core.management import call_command

from accord.apps.brokerage.models import Attendance
from accord.apps.core.models import AuditEntry
from accord.apps.directory.actions import merging
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

FOLLOWED = "brokerage.participation.followed"


def work_off() -> None:
    """Do what is queued, as a worker does."""
    call_command("db_worker", batch=True, verbosity=0, startup_delay=False, interval=0)


def test_events_follow_an_organisation_into_the_one_it_was_merged_with() -> None:
    kept, absorbed = make.organisation(), make.organisation()
    attendance = make.attendance(make.event(), absorbed)

    merging.merge_organisations(make.administrator(), kept, absorbed)
    work_off()

    attendance.refresh_from_db()
    assert (attendance.organisation, attendance.withdrawn_at) == (kept, None)
    followed = AuditEntry.objects.get(deed=FOLLOWED)
    assert (followed.subject, followed.facts) == (kept.reference, {"moved": 1, "doubled": 0})


def test_where_both_took_part_the_absorbed_participation_stays_to_be_read() -> None:
    kept, absorbed = make.organisation(), make.organisation()
    event = make.event()
    stays, goes = make.attendance(event, kept), make.attendance(event, absorbed)

    merging.merge_organisations(make.administrator(), kept, absorbed)
    work_off()

    rows = Attendance.objects.order_by("code").values_list(
        "pk", "organisation", "withdrawn_reason"
    )
    assert set(rows) == {(stays.pk, kept.pk, ""), (goes.pk, absorbed.pk, kept.reference)}


def test_events_follow_a_person_as_delegate_and_as_interpreter() -> None:
    kept, absorbed = make.person(), make.person()
    event = make.event()
    delegate = make.delegate(make.attendance(event), absorbed)
    interpreter = make.interpreter(event, "fa", "ru")
    interpreter.person = absorbed
    interpreter.save(update_fields=["person"])

    merging.merge_people(make.administrator(), kept, absorbed)
    work_off()

    delegate.refresh_from_db()
    interpreter.refresh_from_db()
    assert (delegate.person, interpreter.person) == (kept, kept)
