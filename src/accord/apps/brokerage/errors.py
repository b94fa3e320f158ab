"""Refusals of brokerage."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _

from accord.apps.core.errors import DomainError, Fact
from accord.apps.ui.forms.viewing import current_viewer


class _NamesMomentsError(DomainError):
    """Its facts are moments in ISO 8601, on the clock of the venue; people read their calendar."""

    def words(self) -> Mapping[str, Fact]:
        # The clock is the venue's for everybody: what it shows is said as it is.
        viewer = replace(current_viewer(), time_zone="UTC")
        return {
            name: viewer.moment(datetime.fromisoformat(str(fact)).replace(tzinfo=UTC))
            for name, fact in self.facts.items()
        }


class EventClosedError(DomainError):
    """The event is over; what happened there stays as it is."""

    code = "brokerage.event-closed"
    message = _("“%(event)s” is closed. Nothing in it can be changed any more.")


class DaysOutOfOrderError(DomainError):
    """The last day of an event lies before its first."""

    code = "brokerage.days-out-of-order"
    message = _("The last day lies before the first. Please turn them around.")
    status = 422


class TooManyDaysError(DomainError):
    """An event would last for months: nearly always a wrong year."""

    code = "brokerage.too-many-days"
    message = _("An event has at most %(most)s days. Please check the year of both days.")
    status = 422


class TitleMissingError(DomainError):
    """An event without a title cannot be found again."""

    code = "brokerage.title-missing"
    message = _("The event has no title. Please write it in at least one language.")
    status = 422


class UnknownTimeZoneError(DomainError):
    """No such time zone is known."""

    code = "brokerage.unknown-time-zone"
    message = _(
        "“%(time_zone)s” is not the name of a time zone. Please write one like “Asia/Tehran”."
    )
    status = 422


class SlotEndsBeforeItStartsError(_NamesMomentsError):
    """A slot has no length."""

    code = "brokerage.slot-has-no-length"
    message = _("The slot from %(start)s ends before it begins. Please correct its times.")
    status = 422


class SlotsOverlapError(_NamesMomentsError):
    """Two slots of an event share some minutes."""

    code = "brokerage.slots-overlap"
    message = _(
        "The slot from %(later)s begins before the one from %(earlier)s has ended. "
        "Please move one of them."
    )
    status = 422


class SlotOutsideEventError(_NamesMomentsError):
    """A slot lies on a day that is not one of the event's days."""

    code = "brokerage.slot-outside-event"
    message = _(
        "The slot from %(start)s lies outside the days of the event. "
        "Please move it, or change the days of the event first."
    )
    status = 422


class SlotInUseError(_NamesMomentsError):
    """Meetings of a schedule, or people's calendars, are kept in the slot."""

    code = "brokerage.slot-in-use"
    message = _(
        "The slot from %(start)s cannot be removed: a schedule has meetings in it. "
        "Please keep it, or turn it into a break."
    )


class TableInUseError(DomainError):
    """Meetings of a schedule are held at the table."""

    code = "brokerage.table-in-use"
    message = _(
        "Table %(table)s cannot be removed: a schedule has meetings at it. "
        "Please keep it under its name."
    )


class LabelTwiceError(DomainError):
    """Two tables of one event have the same name."""

    code = "brokerage.label-twice"
    message = _("Two tables are called “%(label)s”. Please give each table its own name.")
    status = 422


class LabelUnfitError(DomainError):
    """A table's name is empty or too long for a card."""

    code = "brokerage.label-unfit"
    message = _("“%(label)s” cannot be the name of a table. Please write 1 to %(most)s signs.")
    status = 422


class HoursOutOfOrderError(_NamesMomentsError):
    """A working time ends before it begins."""

    code = "brokerage.hours-out-of-order"
    message = _("The working time from %(start)s ends before it begins. Please correct it.")
    status = 422


class UnknownTableError(DomainError):
    """The event has no table of that name."""

    code = "brokerage.unknown-table"
    message = _("This event has no table “%(label)s”. Please add it first, or choose another.")
    status = 422


class CodeTwiceError(DomainError):
    """Two participants of one event carry the same code."""

    code = "brokerage.code-twice"
    message = _("Two participants carry the code “%(participant)s”. Please give each its own.")
    status = 422


class CodeUnfitError(DomainError):
    """A code cannot stand in an address."""

    code = "brokerage.code-unfit"
    message = _(
        "“%(participant)s” cannot be a code: it is empty, too long, or has a slash in it. "
        "Please write 1 to %(most)s letters and digits."
    )
    status = 422


class NotAPartyError(DomainError):
    """The side does not take part in the event's programme."""

    code = "brokerage.not-a-party"
    message = _("“%(party)s” is not a party of this event's programme. Please choose another.")
    status = 422


class OtherEventError(DomainError):
    """Something of one event was handed to another."""

    code = "brokerage.other-event"
    message = _("This belongs to another event. Please load the page again.")
    status = 422


class AttendanceWithdrawnError(DomainError):
    """The participant does not come any more."""

    code = "brokerage.attendance-withdrawn"
    message = _("“%(participant)s” no longer takes part in this event.")


class WishesNotOpenError(DomainError):
    """The event does not collect wishes at the moment."""

    code = "brokerage.wishes-not-open"
    message = _(
        "Wishes are not being collected at the moment. Please ask the organisers of the event."
    )


class WishForOneselfError(DomainError):
    """A participant wished to meet itself."""

    code = "brokerage.wish-for-oneself"
    message = _("“%(participant)s” cannot meet itself. Please choose somebody else.")
    status = 422


class SameSideError(DomainError):
    """Participants of one side do not meet at this event."""

    code = "brokerage.same-side"
    message = _(
        "“%(left)s” and “%(right)s” come from the same side, and this event is for meetings "
        "between sides. Please choose somebody of another side."
    )
    status = 422


class NothingToPlanError(DomainError):
    """There is no slot, no table or no request to plan."""

    code = "brokerage.nothing-to-plan"
    message = _(
        "There is nothing to plan yet: the event has %(slots)s slots for meetings, "
        "%(tables)s tables and %(requests)s wished meetings. Please add what is missing."
    )


class PlanningUnderWayError(DomainError):
    """The event is being planned right now."""

    code = "brokerage.planning-under-way"
    message = _("The event is being planned right now. Please wait, or stop the planning first.")


class WhatIfUnderWayError(DomainError):
    """Another what-if of the schedule is being searched right now."""

    code = "brokerage.what-if-under-way"
    message = _(
        "Another change is being tried on this schedule right now. Please wait, or stop it first."
    )


class RunNotDraftError(DomainError):
    """The schedule was published, and people rely on it."""

    code = "brokerage.run-not-draft"
    message = _(
        "Schedule %(number)s was published and stays as it is. "
        "Please begin a new draft from it and change that one."
    )


class RunPublishedError(DomainError):
    """The schedule is already the published one."""

    code = "brokerage.run-published"
    message = _("Schedule %(number)s is already published.")


class RunEmptyError(DomainError):
    """A schedule without a meeting is of no use to anybody."""

    code = "brokerage.run-empty"
    message = _("Schedule %(number)s has no meetings. Please plan the event first.")


class RunUnsoundError(DomainError):
    """A schedule breaks rules of the event as they are now."""

    code = "brokerage.run-unsound"
    message = _(
        "Schedule %(number)s breaks rules of the event, %(count)s times; the first: %(first)s "
        "Please correct it on the board, or plan anew."
    )


class ApprovalsMissingError(DomainError):
    """Not every party of the programme said yes."""

    code = "brokerage.approvals-missing"
    message = _("Every party approves before publication. Still missing: %(parties)s.")


class MoveBlockedError(DomainError):
    """The meeting cannot be held there."""

    code = "brokerage.move-blocked"
    message = _("The meeting cannot be held there. %(reason)s")


class MeetingLockedError(DomainError):
    """The meeting is locked where it is."""

    code = "brokerage.meeting-locked"
    message = _("The meeting is locked. Please unlock it first.")


class NotBetweenThemError(DomainError):
    """The two runs do not belong to one event."""

    code = "brokerage.runs-of-two-events"
    message = _("Only two schedules of one event can be compared.")
    status = 422


class LockOutOfPlaceError(DomainError):
    """A locked meeting stands where meetings can no longer be held."""

    code = "brokerage.lock-out-of-place"
    message = _(
        "The locked meeting of %(left)s and %(right)s stands in a slot that is no longer for "
        "meetings. Please unlock or move it first."
    )


class CannotBePlannedError(DomainError):
    """The facts of the event contradict one another."""

    code = "brokerage.cannot-be-planned"
    message = _("The event cannot be planned as it stands: %(problem)s")


class WorkbookFaultyError(DomainError):
    """Something in a file must be put right before it can be taken over."""

    code = "brokerage.workbook-faulty"
    message = _(
        "The file cannot be taken over yet: %(count)s rows are faulty. "
        "Please put them right, and choose the file again."
    )
    status = 422


class NobodyToMissError(DomainError):
    """A participant without delegates cannot be noted as away: delegates are."""

    code = "brokerage.nobody-to-miss"
    message = _(
        "No delegate of “%(participant)s” is recorded, so nobody can be noted as away. "
        "Please add a delegate first, or say that the participant cancels."
    )
    status = 422


class PairMeetsError(DomainError):
    """The two whose meeting is asked for have one."""

    code = "brokerage.pair-meets"
    message = _("“%(left)s” and “%(right)s” meet already, at %(moment)s.")
    status = 422
