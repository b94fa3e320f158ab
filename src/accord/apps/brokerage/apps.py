"""The brokerage context."""

from django.apps import AppConfig


class BrokerageConfig(AppConfig):
    """Its name and the work that it does in the background."""

    name = "accord.apps.brokerage"
    label = "brokerage"

    def ready(self) -> None:
        """Say who does which work."""
        from accord.apps.brokerage import tasks  # noqa: PLC0415 -- models first
        from accord.apps.brokerage.actions import matching, planning, what_if  # noqa: PLC0415 -- models first
        from accord.apps.brokerage.queries import agendas as printing  # noqa: PLC0415 -- models first
        from accord.apps.brokerage.workbook import previews  # noqa: PLC0415 -- models first
        from accord.apps.core import jobs, outbox  # noqa: PLC0415 -- models first
        from accord.apps.directory import events as directory  # noqa: PLC0415 -- models first

        jobs.handle(planning.KIND, tasks.plan)
        jobs.handle(matching.KIND, matching.match)
        jobs.handle(what_if.KIND, tasks.try_change)
        jobs.handle(printing.PRINTING, tasks.print_papers)
        jobs.handle(previews.PREVIEW, tasks.preview_workbook)
        jobs.handle(previews.IMPORT, tasks.import_workbook)
        outbox.subscribe(directory.OrganisationsMerged, tasks.follow_organisations)
        outbox.subscribe(directory.PeopleMerged, tasks.follow_people)
