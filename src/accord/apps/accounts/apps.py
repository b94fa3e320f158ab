"""The accounts context."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Its name and what it subscribes to."""

    name = "accord.apps.accounts"
    label = "accounts"
