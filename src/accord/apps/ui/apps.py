"""The ui context."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base pages, components, tables, forms, static files."""

    name = "accord.apps.ui"
    label = "ui"
