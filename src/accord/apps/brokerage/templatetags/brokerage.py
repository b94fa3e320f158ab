"""What templates of brokerage write names with: ``{% load brokerage %}``."""

from django import template

from accord.apps.brokerage.adapters.names import isolated

register = template.Library()


@register.filter
def apart(name: str) -> str:
    """Keep a name's own direction inside a sentence of the other one."""
    return isolated(name)
