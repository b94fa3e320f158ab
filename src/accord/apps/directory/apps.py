"""The directory context."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Its name and the work it does in the background."""

    name = "accord.apps.directory"
    label = "directory"

    def ready(self) -> None:
        """Take on the import of files."""
        from accord.apps.core import jobs  # noqa: PLC0415 -- models are ready only now
        from accord.apps.directory.actions import importing  # noqa: PLC0415 -- as above

        jobs.handle(importing.JOB, importing.run_import)
