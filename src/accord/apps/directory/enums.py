"""Closed sets of the directory."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accord.apps.core.enums import DeedBase


class OrganisationKind(TextChoices):
    """What an organisation is."""

    COMPANY = "company", _("company")
    UNIVERSITY = "university", _("university")
    INSTITUTE = "institute", _("research institute")
    PARK = "park", _("technology park")
    HOUSE = "house", _("house of innovation")
    MINISTRY = "ministry", _("ministry or agency")
    CHAMBER = "chamber", _("chamber or association")
    FUND = "fund", _("fund or bank")
    OTHER = "other", _("other")


class SizeClass(TextChoices):
    """How many people work there, by the usual classes."""

    MICRO = "micro", _("1–9 people")
    SMALL = "small", _("10–49 people")
    MEDIUM = "medium", _("50–249 people")
    LARGE = "large", _("250 people and more")


class NameKind(TextChoices):
    """What a name is used for."""

    OFFICIAL = "official", _("official")
    SHORT = "short", _("short")
    FORMER = "former", _("former")
    TRANSLITERATED = "transliterated", _("transliterated")


class CodeScheme(TextChoices):
    """Lists of codes that records refer to."""

    FIELD = "ford", _("field of research (OECD FORD)")
    ACTIVITY = "nace", _("economic activity (NACE)")


class LanguageLevel(TextChoices):
    """How well somebody speaks a language."""

    NATIVE = "native", _("native")
    FLUENT = "fluent", _("fluent")
    WORKING = "working", _("working knowledge")
    BASIC = "basic", _("basic")


class StatusKind(TextChoices):
    """What an authority says of an organisation."""

    KNOWLEDGE_BASED = "knowledge-based", _("knowledge-based company")
    RESIDENT = "resident", _("resident of a technology park")
    EXPORT_READY = "export-ready", _("assessed as ready for export")
    CREATIVE = "creative", _("creative-industries company")
    ACCREDITED = "accredited", _("accredited laboratory")
    OTHER = "other", _("other status")


class Deed(DeedBase):
    """What can be read in the audit trail about the directory."""

    ORGANISATION_REGISTERED = "directory.organisation.registered", _("registered the organisation")
    ORGANISATION_CHANGED = "directory.organisation.changed", _("changed the organisation")
    ORGANISATION_WITHDRAWN = "directory.organisation.withdrawn", _("withdrew the organisation")
    ORGANISATIONS_MERGED = "directory.organisation.merged", _("merged two organisations")
    PERSON_REGISTERED = "directory.person.registered", _("registered the person")
    PERSON_CHANGED = "directory.person.changed", _("changed the person")
    PERSON_WITHDRAWN = "directory.person.withdrawn", _("withdrew the person")
    PEOPLE_MERGED = "directory.person.merged", _("merged two people")
    ACCOUNT_CONNECTED = "directory.account.connected", _("connected the person with an account")
    ACCOUNT_DISCONNECTED = (
        "directory.account.disconnected",
        _("disconnected the person from the account"),
    )
    MEMBERSHIP_BEGUN = "directory.membership.begun", _("recorded a membership")
    MEMBERSHIP_CHANGED = "directory.membership.changed", _("changed a membership")
    MEMBERSHIP_ENDED = "directory.membership.ended", _("ended a membership")
    STATUS_CLAIMED = "directory.status.claimed", _("recorded a status")
    STATUS_WITHDRAWN = "directory.status.withdrawn", _("withdrew a status")
    DIRECTORY_IMPORTED = "directory.import.done", _("imported a file into the directory")
    CODE_LISTS_LOADED = "directory.code-lists.loaded", _("loaded the code lists")
