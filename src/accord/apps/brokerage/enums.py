"""Closed sets of brokerage."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accord.apps.core.enums import DeedBase


class EventState(TextChoices):
    """Where an event stands in its life."""

    DRAFT = "draft", _("being prepared")
    WISHING = "wishing", _("collecting wishes")
    PLANNED = "planned", _("planned")
    PUBLISHED = "published", _("published")
    CLOSED = "closed", _("closed")


class SlotKind(TextChoices):
    """What a piece of the day is for."""

    MEETING = "meeting", _("meetings")
    BREAK = "break", _("break")
    PLENARY = "plenary", _("plenary")


class SlotSession(TextChoices):
    """The half of the day to which a slot belongs."""

    MORNING = "morning", _("morning")
    AFTERNOON = "afternoon", _("afternoon")


class Strength(TextChoices):
    """How much somebody wishes a meeting."""

    MUST = "must", _("must meet")
    LIKE = "like", _("would like to meet")
    NO = "no", _("no meeting")


class RequestState(TextChoices):
    """What the wishes of both sides make of a pair."""

    MUTUAL = "mutual", _("mutual")
    ONE_SIDED = "one-sided", _("one-sided")
    REFUSED = "refused", _("refused")


class RunState(TextChoices):
    """What a schedule run is to the event."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("superseded")


class Happening(TextChoices):
    """What can change at an event after its schedule was made."""

    CANCELLED = "cancelled", _("A participant cancels")
    ABSENT = "absent", _("A participant does not come, or leaves")
    LATE = "late", _("A participant arrives late")
    TABLE = "table", _("A table is lost")
    INTERPRETER = "interpreter", _("An interpreter is lost")
    WISH = "wish", _("Two participants want to meet after all")
    WALK_IN = "walk-in", _("Somebody came in addition")
    RECORDED = "recorded", _("Something that is recorded already")


OPEN = "open"  # the cause of an unplaced request for which moves by hand made room
LIFTED = "lifted"  # the cause of an unplaced request that a person took off the schedule


class Deed(DeedBase):
    """What can be read in the audit trail about brokerage."""

    EVENT_PREPARED = "brokerage.event.prepared", _("prepared the event")
    EVENT_CHANGED = "brokerage.event.changed", _("changed the event")
    EVENT_WITHDRAWN = "brokerage.event.withdrawn", _("withdrew the event")
    GRID_CHANGED = "brokerage.grid.changed", _("changed days and slots")
    PLACES_CHANGED = "brokerage.places.changed", _("changed places and tables")
    HOURS_CHANGED = "brokerage.hours.changed", _("changed a party's working time")
    WORKBOOK_IMPORTED = "brokerage.workbook.imported", _("imported a workbook")
    ATTENDANCE_RECORDED = "brokerage.attendance.recorded", _("recorded who takes part")
    ATTENDANCE_WITHDRAWN = "brokerage.attendance.withdrawn", _("withdrew a participant")
    PARTICIPATION_FOLLOWED = (
        "brokerage.participation.followed",
        _("led participations to the record that was kept"),
    )
    INTERPRETER_RECORDED = "brokerage.interpreter.recorded", _("recorded an interpreter")
    WISH_EXPRESSED = "brokerage.wish.expressed", _("expressed a wish")
    WISH_WITHDRAWN = "brokerage.wish.withdrawn", _("took back a wish")
    EVENT_MATCHED = "brokerage.event.matched", _("had the participants matched")
    EVENT_PLANNED = "brokerage.event.planned", _("planned the event")
    MEETING_MOVED = "brokerage.meeting.moved", _("moved a meeting")
    MEETING_PLACED = "brokerage.meeting.placed", _("placed a meeting by hand")
    MEETING_LIFTED = "brokerage.meeting.lifted", _("took a meeting off the schedule")
    MEETING_LOCKED = "brokerage.meeting.locked", _("locked a meeting")
    MEETING_UNLOCKED = "brokerage.meeting.unlocked", _("unlocked a meeting")
    SCHEDULE_REPAIRED = "brokerage.schedule.repaired", _("mended a schedule after a change")
    TABLE_CLOSED = "brokerage.table.closed", _("noted that a table is lost")
    TABLE_OPENED = "brokerage.table.opened", _("noted that a table can be used again")
    REASONS_RENEWED = "brokerage.reasons.renewed", _("worked out the reasons anew")
    RUN_COPIED = "brokerage.run.copied", _("began a new draft from a schedule")
    WHAT_IF_ASKED = "brokerage.what-if.asked", _("asked what a change would bring")
    ROOM_MADE = "brokerage.room.made", _("began a draft that makes room for a wished meeting")
    SCHEDULE_PUBLISHED = "brokerage.schedule.published", _("published the schedule")
    PAPERS_PRINTED = "brokerage.papers.printed", _("printed papers of the schedule")
    LINK_RENEWED = "brokerage.link.renewed", _("replaced somebody’s personal link")
