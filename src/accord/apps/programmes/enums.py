"""Closed sets of programmes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accord.apps.core.enums import DeedBase


class PartyKind(TextChoices):
    """What a party is."""

    COUNTRY = "country", _("country")
    REGION = "region", _("region")
    NETWORK = "network", _("network")


class Deed(DeedBase):
    """What can be read in the audit trail about programmes."""

    PARTY_MADE = "programmes.party.made", _("made the party")
    PARTY_CHANGED = "programmes.party.changed", _("changed the party")
    HOLIDAYS_CHANGED = "programmes.holidays.changed", _("changed the holidays")
    PROGRAMME_FOUNDED = "programmes.programme.founded", _("founded the programme")
    PROGRAMME_CHANGED = "programmes.programme.changed", _("changed the programme")
    PROGRAMME_WITHDRAWN = "programmes.programme.withdrawn", _("withdrew the programme")
    AREA_ADDED = "programmes.area.added", _("added a priority area")
    AREA_CHANGED = "programmes.area.changed", _("changed a priority area")
    AREA_WITHDRAWN = "programmes.area.withdrawn", _("withdrew a priority area")
    ROLE_GIVEN = "programmes.role.given", _("gave a role")
    ROLE_ENDED = "programmes.role.ended", _("ended a role")
