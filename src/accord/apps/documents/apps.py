"""The documents context."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Its name and what it subscribes to."""

    name = "accord.apps.documents"
    label = "documents"
