"""The brokerage context."""

from django.apps import AppConfig


class BrokerageConfig(AppConfig):
    """Its name and what it subscribes to."""

    name = "accord.apps.brokerage"
    label = "brokerage"
