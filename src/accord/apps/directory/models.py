"""Organisations, people, and how they are found."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accord.apps.accounts.models import User
from accord.apps.core.localised import LocalizedTextField
from accord.apps.core.models import Row, SharedRecord
from accord.apps.directory.enums import (
    CodeScheme,
    LanguageLevel,
    NameKind,
    OrganisationKind,
    SizeClass,
    StatusKind,
)


class Code(Row):
    """One entry of a code list, with its label in each language."""

    scheme = models.CharField(max_length=8, choices=CodeScheme)
    code = models.CharField(max_length=12)
    label = LocalizedTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="code_stands_once_in_its_list")
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"


class Organisation(SharedRecord):
    """A body that can offer, look for, sign or fund something."""

    name = LocalizedTextField(_("name"))
    kind = models.CharField(
        _("kind"), max_length=12, choices=OrganisationKind, default=OrganisationKind.COMPANY
    )
    legal_form = models.CharField(_("legal form"), max_length=60, blank=True)
    size_class = models.CharField(_("size"), max_length=8, choices=SizeClass, blank=True)
    summary = LocalizedTextField(_("in one line"), blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    city = LocalizedTextField(_("city"), blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    founded_year = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    codes = models.ManyToManyField(Code, related_name="organisations", blank=True)
    sort_name = models.CharField(max_length=200, db_index=True)
    search_text = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, related_name="absorbed", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True) | Q(latitude__range=(-90, 90)),
                name="latitude_is_on_the_globe",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True) | Q(longitude__range=(-180, 180)),
                name="longitude_is_on_the_globe",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="organisation_merges_into_another",
            ),
        ]
        indexes = [models.Index(fields=["country", "kind"], name="organisation_by_country")]


class OrganisationName(Row):
    """One name of an organisation in one script."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    text = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=8, blank=True)
    script = models.CharField(_("script"), max_length=4)
    kind = models.CharField(max_length=14, choices=NameKind, default=NameKind.OFFICIAL)
    folded = models.CharField(max_length=200, db_index=True)
    sound = models.CharField(max_length=80, db_index=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "text", "kind"], name="organisation_has_a_name_once"
            )
        ]


class Identifier(Row):
    """A number under which a register knows the organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("register"), max_length=40)
    value = models.CharField(_("number"), max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "scheme", "value"], name="identifier_stands_once"
            )
        ]
        indexes = [models.Index(fields=["scheme", "value"], name="identifier_by_number")]


class StatusClaim(Row):
    """A status that somebody gave an organisation for a period [from, to)."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="statuses")
    kind = models.CharField(_("status"), max_length=16, choices=StatusKind)
    issuer = LocalizedTextField(_("issued by"), blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    starts_on = models.DateField(_("valid from"), null=True, blank=True)
    ends_on = models.DateField(_("valid until"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__lt=F("ends_on")),
                name="status_ends_after_it_starts",
            )
        ]


class Person(SharedRecord):
    """A human being, as far as a programme needs to know."""

    name = LocalizedTextField(pgettext_lazy("person", "name"))
    title = models.CharField(pgettext_lazy("person", "title"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True, db_index=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    user = models.OneToOneField(
        User, models.SET_NULL, related_name="directory_entry", null=True, blank=True
    )
    sort_name = models.CharField(max_length=200, db_index=True)
    search_text = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, related_name="absorbed", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="person_merges_into_another",
            )
        ]


class PersonName(Row):
    """One name of a person in one script."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    text = models.CharField(pgettext_lazy("person", "name"), max_length=200)
    language = models.CharField(_("language"), max_length=8, blank=True)
    script = models.CharField(_("script"), max_length=4)
    folded = models.CharField(max_length=200, db_index=True)
    sound = models.CharField(max_length=80, db_index=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "text"], name="person_has_a_name_once")
        ]


class SpokenLanguage(Row):
    """A language that a person speaks, and how well."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="spoken")
    language = models.CharField(_("language"), max_length=8)
    level = models.CharField(
        _("level"), max_length=8, choices=LanguageLevel, default=LanguageLevel.WORKING
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "language"], name="person_speaks_a_language_once"
            )
        ]


class Membership(Row):
    """A person's place in an organisation during a period [from, to)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    position = LocalizedTextField(_("position"), blank=True)
    speaks_for = models.BooleanField(_("speaks for the organisation"), default=False)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__lt=F("ends_on")),
                name="membership_ends_after_it_starts",
            )
        ]
