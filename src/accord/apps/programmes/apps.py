"""The programmes context."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Its name and what it subscribes to."""

    name = "accord.apps.programmes"
    label = "programmes"
