"""The core context."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Acting, verdicts, errors, audit, announcements, jobs."""

    name = "accord.apps.core"
    label = "core"
