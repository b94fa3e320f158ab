"""Pages on which two records are compared and made one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accord.apps.core.acting import Acting, acting_in
from accord.apps.core.errors import DomainError
from accord.apps.directory import policies
from accord.apps.directory.actions import merging
from accord.apps.directory.models import Organisation, Person
from accord.apps.directory.queries import likeness
from accord.apps.directory.queries import records as queries
from accord.apps.directory.tables import country_name


@dataclass(frozen=True, slots=True)
class _Noun:
    """What differs between merging organisations and merging people."""

    full: Callable[[Acting, str], QuerySet[Any]]
    similar: Callable[[Acting, Any], list[likeness.Proposal]]
    merge: Callable[[Acting, Any, Any], None]
    lines: Callable[[Any], list[tuple[str, Any]]]
    page: str


def organisation_merge(request: HttpRequest, reference: str) -> HttpResponse:
    """Compare an organisation with another one and merge the two."""
    return _merge(request, reference, _ORGANISATIONS)


def person_merge(request: HttpRequest, reference: str) -> HttpResponse:
    """Compare a person's record with another one and merge the two."""
    return _merge(request, reference, _PEOPLE)


def _merge(request: HttpRequest, reference: str, noun: _Noun) -> HttpResponse:
    acting = acting_in(request)
    one = get_object_or_404(noun.full(acting, reference))
    policies.may_change(acting, one).require()
    wanted = (request.POST or request.GET).get("with", "").strip().upper()
    other = noun.full(acting, wanted).first() if wanted else None
    page: dict[str, Any] = {"one": one, "other": other, "wanted": wanted, "noun": noun.page}
    if other is None:
        page["proposals"] = noun.similar(acting, one)
        return render(request, "directory/merge.html", page)
    verdict = policies.may_merge(acting, one, other)
    if request.method == "POST" and "kept" in request.POST:
        kept, absorbed = (other, one) if request.POST["kept"] == other.reference else (one, other)
        try:
            noun.merge(acting, kept, absorbed)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                _("%(absorbed)s is now part of %(kept)s.")
                % {"absorbed": absorbed.reference, "kept": kept.reference},
            )
            return redirect(noun.page, kept.reference)
    page["may_merge"] = verdict
    # Side by side stand addresses too: of another side's record only its name is shown.
    pairs = zip(noun.lines(one), noun.lines(other), strict=True) if verdict else ()
    page["lines"] = [
        (label, left, right) for (label, left), (_label, right) in pairs if left or right
    ]
    return render(request, "directory/merge.html", page)


def _organisation_lines(record: Organisation) -> list[tuple[str, Any]]:
    return [
        (_("Names"), [name.text for name in record.names.all()]),
        (_("Kind"), [record.get_kind_display()]),
        (_("Country"), [country_name(record.country)] if record.country else []),
        (_("City"), list(record.city.texts.values())),
        (_("Numbers in registers"), [f"{i.scheme}: {i.value}" for i in record.identifiers.all()]),
        (_("Website"), [record.website] if record.website else []),
        (_("E-mail address"), [record.email] if record.email else []),
        (_("Statuses"), [each.get_kind_display() for each in record.statuses.all()]),
        (_("People"), [str(each.person.name) for each in record.memberships.all()]),
    ]


def _person_lines(record: Person) -> list[tuple[str, Any]]:
    return [
        (_("Names"), [name.text for name in record.names.all()]),
        (pgettext("person", "Title"), [record.title] if record.title else []),
        (_("E-mail address"), [record.email] if record.email else []),
        (_("Country"), [country_name(record.country)] if record.country else []),
        (_("Organisations"), [str(each.organisation.name) for each in record.memberships.all()]),
    ]


def _similar_organisations(acting: Acting, record: Organisation) -> list[likeness.Proposal]:
    return likeness.likely_duplicates(
        acting,
        names=[name.text for name in record.names.all()],
        city=str(record.city),
        identifiers=[(each.scheme, each.value) for each in record.identifiers.all()],
        but_not=record.pk,
    )


def _similar_people(acting: Acting, record: Person) -> list[likeness.Proposal]:
    names = [name.text for name in record.names.all()]
    return likeness.likely_same_people(acting, names=names, email=record.email, but_not=record.pk)


_ORGANISATIONS = _Noun(
    queries.organisation_in_full,
    _similar_organisations,
    merging.merge_organisations,
    _organisation_lines,
    "directory:organisation-detail",
)
_PEOPLE = _Noun(
    queries.person_in_full,
    _similar_people,
    merging.merge_people,
    _person_lines,
    "directory:person-detail",
)
