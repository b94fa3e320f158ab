"""Addresses of brokerage pages."""

from django.urls import path

from accord.apps.brokerage.views import (
    agendas,
    attendance,
    board,
    cheapest,
    events,
    grid,
    moves,
    planning,
    printing,
    repair,
    suggestions,
    unplaced,
    what_if,
    wishes,
    workbook,
)

app_name = "brokerage"

EVENTS = [
    path("", events.event_list, name="event-list"),
    path("new/", events.event_new, name="event-new"),
    path("<slug:reference>/", events.event_detail, name="event"),
    path("<slug:reference>/edit/", events.event_edit, name="event-edit"),
    path("<slug:reference>/withdraw/", events.event_withdraw, name="event-withdraw"),
    path("<slug:reference>/life/<slug:step>/", events.event_life, name="event-life"),
]
GRID = [
    path("<slug:reference>/days/", grid.days, name="days"),
    path("<slug:reference>/days/<uuid:key>/", grid.slot_change, name="slot-change"),
    path("<slug:reference>/places/", grid.places, name="places"),
    path("<slug:reference>/hours/", grid.hours, name="hours"),
    path("<slug:reference>/hours/<uuid:key>/remove/", grid.hours_remove, name="hours-remove"),
]
OF_PARTICIPANT = "<slug:reference>/participants/<str:code>"
ATTENDANCE = [
    path("<slug:reference>/participants/", attendance.participants, name="participants"),
    path("<slug:reference>/join/", attendance.participant_add, name="participant-add"),
    path(f"{OF_PARTICIPANT}/", attendance.participant, name="participant"),
    path(f"{OF_PARTICIPANT}/edit/", attendance.participant_edit, name="participant-edit"),
    path(
        f"{OF_PARTICIPANT}/withdraw/", attendance.participant_withdraw, name="participant-withdraw"
    ),
    path(f"{OF_PARTICIPANT}/delegates/", attendance.delegate_add, name="delegate-add"),
    path(f"{OF_PARTICIPANT}/absences/", attendance.absences, name="absences"),
    path("<slug:reference>/interpreters/", attendance.interpreters, name="interpreters"),
]
WISHES = [
    path("<slug:reference>/requests/", wishes.requests, name="requests"),
    path(f"{OF_PARTICIPANT}/wishes/", wishes.choose, name="wishes"),
]
SUGGESTIONS = [
    path("<slug:reference>/suggestions/", suggestions.coverage, name="coverage"),
    path("<slug:reference>/suggestions/stop/", suggestions.stop, name="matching-stop"),
    path("<slug:reference>/suggestions/list/", suggestions.everything, name="all-suggestions"),
    path(f"{OF_PARTICIPANT}/suggestions/", suggestions.to_one, name="suggestions"),
    path(f"{OF_PARTICIPANT}/suggestions/<uuid:key>/", suggestions.wish, name="suggestion-wish"),
    path(
        f"{OF_PARTICIPANT}/suggestions/<uuid:key>/refuse/",
        suggestions.refuse,
        name="suggestion-refuse",
    ),
]
OF_RUN = "<slug:reference>/runs/<int:number>"
PLANNING = [
    path("<slug:reference>/runs/", planning.runs, name="runs"),
    path("<slug:reference>/runs/compare/", planning.compare, name="compare"),
    path(f"{OF_RUN}/", planning.run, name="run"),
    path(f"{OF_RUN}/stop/", planning.run_stop, name="run-stop"),
    path(f"{OF_RUN}/publish/", planning.run_publish, name="run-publish"),
    path(f"{OF_RUN}/approve/", planning.run_approve, name="run-approve"),
    path(f"{OF_RUN}/copy/", planning.run_copy, name="run-copy"),
    path(f"{OF_RUN}/unplaced/", unplaced.unplaced, name="unplaced"),
    path(f"{OF_RUN}/unplaced/explain/", unplaced.explain, name="explain"),
    path(f"{OF_RUN}/load/", planning.load, name="load"),
    path(f"{OF_RUN}/what-if/", what_if.what_ifs, name="what-ifs"),
    path(f"{OF_RUN}/what-if/<uuid:key>/stop/", what_if.what_if_stop, name="what-if-stop"),
]
REPAIR = [
    path(f"{OF_RUN}/repair/", repair.repair, name="repair"),
    path(f"{OF_RUN}/repair/tables/<uuid:key>/", repair.table_open, name="table-open"),
]
OF_MEETING = f"{OF_RUN}/meetings/<uuid:key>"
OF_REQUEST = f"{OF_RUN}/requests/<uuid:key>"
BOARD = [
    path(f"{OF_RUN}/board/", board.board, name="board"),
    path(f"{OF_MEETING}/", moves.move, name="meeting-move"),
    path(f"{OF_MEETING}/targets/", moves.meeting_targets, name="meeting-targets"),
    path(f"{OF_MEETING}/lock/", moves.lock, name="meeting-lock"),
    path(f"{OF_MEETING}/lift/", moves.lift, name="meeting-lift"),
    path(f"{OF_REQUEST}/", moves.place, name="request-place"),
    path(f"{OF_REQUEST}/room/", cheapest.make_room, name="make-room"),
    path(f"{OF_REQUEST}/targets/", moves.request_targets, name="request-targets"),
]
PAPERS = [
    path("<slug:reference>/links/", printing.link_list, name="links"),
    path("<slug:reference>/links/<uuid:key>/", printing.link_renew, name="link-renew"),
    path("<slug:reference>/print/", printing.print_page, name="print"),
    path("<slug:reference>/print/<slug:piece>/", printing.print_file, name="print-file"),
    path("<slug:reference>/print/<slug:piece>/start/", printing.print_start, name="print-start"),
    path("<slug:reference>/printed/<uuid:key>/", printing.print_stored, name="print-stored"),
]
WORKBOOK = [
    path("workbook/", workbook.upload_new, name="workbook-new"),
    path("workbook/template/", workbook.template, name="workbook-template"),
    path("workbook/<uuid:key>/", workbook.preview, name="workbook-preview"),
    path("workbook/<uuid:key>/confirm/", workbook.confirm, name="workbook-confirm"),
    path("workbook/<uuid:key>/marked/", workbook.marked, name="workbook-marked"),
    path("<slug:reference>/workbook/", workbook.upload, name="workbook"),
    path("<slug:reference>/workbook/file/", workbook.export, name="workbook-export"),
]
# Before everything else: whoever has such an address has no account.
PERSONAL = [
    path("me/<str:key>/", agendas.personal, name="personal"),
    path("me/<str:key>/agenda.pdf", agendas.personal_pdf, name="personal-pdf"),
    path("me/<str:key>/agenda.ics", agendas.personal_ics, name="personal-ics"),
    path("me/<str:key>/feed.ics", agendas.personal_feed, name="personal-feed"),
]
urlpatterns = [*PERSONAL, *WORKBOOK, *EVENTS, *GRID, *ATTENDANCE, *WISHES, *PLANNING]
urlpatterns += [*SUGGESTIONS, *REPAIR, *BOARD, *PAPERS]
