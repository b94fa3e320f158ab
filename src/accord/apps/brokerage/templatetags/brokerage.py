"""What templates of brokerage write names with: ``{% load brokerage %}``."""

from django import template
from django.utils.translation import gettext as _

from accord.apps.brokerage.adapters.names import isolated

OPERATOR = "operator"  # how whoever runs the command line is written down

register = template.Library()


@register.filter
def apart(name: str) -> str:
    """Keep a name's own direction inside a sentence of the other one."""
    return isolated(name)


@register.filter
def maker(name: str) -> str:
    """Say in the reader's language who made a schedule from the command line; others by name."""
    return _("operator") if name == OPERATOR else name
