"""The directory context."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Its name and what it subscribes to."""

    name = "accord.apps.directory"
    label = "directory"
