"""The partnering context."""

from django.apps import AppConfig


class PartneringConfig(AppConfig):
    """Its name and what it subscribes to."""

    name = "accord.apps.partnering"
    label = "partnering"

    def ready(self) -> None:
        """Hear of merged records, match what is written, and write to those who must act."""
        from accord.apps.core import jobs, outbox  # noqa: PLC0415 -- models first
        from accord.apps.directory import events as directory  # noqa: PLC0415 -- models first
        from accord.apps.partnering import events, tasks  # noqa: PLC0415 -- models first
        from accord.apps.partnering.actions import matching  # noqa: PLC0415 -- models first

        jobs.handle(matching.KIND, matching.renew)
        outbox.subscribe(directory.OrganisationsMerged, tasks.follow_organisations)
        outbox.subscribe(directory.PeopleMerged, tasks.follow_people)
        outbox.subscribe(events.ProfileMoved, tasks.tell_of_profile)
        outbox.subscribe(events.ProfileMoved, tasks.match_moved)
        outbox.subscribe(events.ProfileWritten, tasks.match_written)
        outbox.subscribe(events.SuggestionsJudged, tasks.match_judged)
        outbox.subscribe(events.InterestMoved, tasks.tell_of_interest)
