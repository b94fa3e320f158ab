"""The partnering context."""

from django.apps import AppConfig


class PartneringConfig(AppConfig):
    """Its name and what it subscribes to."""

    name = "accord.apps.partnering"
    label = "partnering"

    def ready(self) -> None:
        """Match what is written, write to those who must act, show profiles on other pages."""
        from django.core import checks  # noqa: PLC0415 -- models first

        from accord.apps.core import jobs, outbox, panels  # noqa: PLC0415 -- models first
        from accord.apps.directory import events as directory  # noqa: PLC0415 -- models first
        from accord.apps.partnering import events, tables, tasks  # noqa: PLC0415 -- models first
        from accord.apps.partnering.actions import groups, matching  # noqa: PLC0415 -- models first
        from accord.apps.partnering.adapters import vectors  # noqa: PLC0415 -- models first

        checks.register(vectors.faults, checks.Tags.database)
        jobs.handle(matching.KIND, matching.renew)
        jobs.handle(groups.KIND, groups.match)
        outbox.subscribe(directory.OrganisationsMerged, tasks.follow_organisations)
        outbox.subscribe(directory.PeopleMerged, tasks.follow_people)
        outbox.subscribe(events.ProfileMoved, tasks.tell_of_profile)
        outbox.subscribe(events.ProfileMoved, tasks.match_moved)
        outbox.subscribe(events.ProfileWritten, tasks.match_written)
        outbox.subscribe(events.SuggestionsJudged, tasks.match_judged)
        outbox.subscribe(events.InterestMoved, tasks.tell_of_interest)
        panels.show("directory.organisation", tables.panel_of)
