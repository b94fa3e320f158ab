"""Things people do to programmes and their priority areas."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction

from accord.apps.core import actions as core
from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.apps.core.enums import Visibility
from accord.apps.core.errors import ReasonMissingError
from accord.apps.core.localised import LocalizedText
from accord.apps.core.references import next_reference
from accord.apps.directory.models import Code
from accord.apps.programmes import policies
from accord.apps.programmes.enums import Deed
from accord.apps.programmes.errors import (
    AreaNumberTakenError,
    EndsBeforeItStartsError,
    NotAnOwnerError,
    TooFewPartiesError,
)
from accord.apps.programmes.models import Ownership, Party, PriorityArea, Programme

FEWEST_PARTIES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeFacts:
    """What is known of a programme.

    Parameters
    ----------
    languages
        ISO 639-1 codes of its working languages, the first one first on paper.
    starts_on, ends_on
        The period [from, until); either may be open.
    needs_every_approval
        Whether nothing is published before every party approved.
    """

    title: LocalizedText
    summary: LocalizedText = field(default_factory=LocalizedText)
    languages: tuple[str, ...] = ("en",)
    starts_on: date | None = None
    ends_on: date | None = None
    needs_every_approval: bool = False


def found_programme(
    acting: Acting, facts: ProgrammeFacts, *, parties: Collection[Party]
) -> Programme:
    """Found a programme that the parties own as equals.

    Raises
    ------
    TooFewPartiesError
        With fewer than two different parties.
    EndsBeforeItStartsError
        When the period is empty.
    StrangersError
        When a manager binds a side that shares no programme with theirs.
    """
    policies.may_found_programme(acting, parties).require()
    owners = {party.pk for party in parties}
    _require_two(owners)
    with transaction.atomic():
        programme = Programme(
            reference=next_reference("PR", acting.at),
            created_at=acting.at,
            visibility=Visibility.SHARED,
        )
        _write(programme, facts)
        _join(programme, owners)
        audit.record(
            acting,
            Deed.PROGRAMME_FOUNDED,
            programme.reference,
            parties=", ".join(sorted(party.code for party in parties)),
        )
    return programme


def change_programme(acting: Acting, programme: Programme, facts: ProgrammeFacts) -> None:
    """Change a programme; every side's approval starts anew when something did change.

    Raises
    ------
    EndsBeforeItStartsError
        When the period is empty.
    WithdrawnError
        When the programme was withdrawn.
    """
    policies.may_change_programme(acting, programme).require()
    with transaction.atomic():
        changed = _write(programme, facts)
        if changed:
            core.take_back_approvals(acting, programme.reference)
            audit.record(
                acting,
                Deed.PROGRAMME_CHANGED,
                programme.reference,
                fields=", ".join(changed),
            )


def set_parties(acting: Acting, programme: Programme, parties: Collection[Party]) -> None:
    """Say which parties own the programme from now on.

    Raises
    ------
    TooFewPartiesError
        With fewer than two different parties.
    """
    policies.may_change_parties(acting, programme).require()
    wanted = {party.pk for party in parties}
    _require_two(wanted)
    with transaction.atomic():
        present = set(programme.ownerships.values_list("party", flat=True))
        if wanted == present:
            return
        programme.ownerships.filter(party__in=present - wanted).delete()
        _join(programme, wanted - present)
        core.take_back_approvals(acting, programme.reference)
        audit.record(
            acting,
            Deed.PROGRAMME_CHANGED,
            programme.reference,
            parties=", ".join(sorted(party.code for party in parties)),
        )


def approve_programme(acting: Acting, programme: Programme, *, party: Party) -> None:
    """Say yes to the programme as it stands, for one of its parties.

    Raises
    ------
    NotAnOwnerError
        When the party does not own the programme.
    """
    if party.pk not in {owner.pk for owner in programme.parties.all()}:
        raise NotAnOwnerError(party=party.name.in_language(acting.language))
    policies.may_approve_programme(acting, programme, party.pk).require()
    core.approve(acting, programme.reference, side=party.pk, programme=programme.pk)


def withdraw_programme(acting: Acting, programme: Programme, *, reason: str) -> None:
    """Take the programme back, with the reason; its records stay."""
    verdict = policies.may_change_programme(acting, programme)
    with transaction.atomic():
        core.withdraw_record(acting, programme, reason=reason, verdict=verdict)
        audit.record(acting, Deed.PROGRAMME_WITHDRAWN, programme.reference)


def add_area(
    acting: Acting,
    programme: Programme,
    *,
    number: int,
    name: LocalizedText,
    codes: Collection[Code] = (),
) -> PriorityArea:
    """Add a field of cooperation to the programme.

    Raises
    ------
    AreaNumberTakenError
        When the number was given before, be it to an area withdrawn since.
    """
    policies.may_change_programme(acting, programme).require()
    with transaction.atomic():
        _require_free(programme, number, but=None)
        area = PriorityArea.objects.create(programme=programme, number=number, name=name)
        area.codes.set(codes)
        core.take_back_approvals(acting, programme.reference)
        audit.record(acting, Deed.AREA_ADDED, programme.reference, number=number, area=str(name))
    return area


def change_area(
    acting: Acting,
    area: PriorityArea,
    *,
    number: int,
    name: LocalizedText,
    codes: Collection[Code] = (),
) -> None:
    """Change a priority area; the same again changes nothing.

    Raises
    ------
    AreaNumberTakenError
        When another area has the number.
    AreaWithdrawnError
        When the area was withdrawn.
    """
    policies.may_change_area(acting, area).require()
    with transaction.atomic():
        _require_free(area.programme, number, but=area.pk)
        before = set(area.codes.values_list("pk", flat=True))
        after = {code.pk for code in codes}
        if (area.number, area.name, before) == (number, name, after):
            return
        area.number, area.name = number, name
        area.save(update_fields=["number", "name"])
        area.codes.set(codes)
        core.take_back_approvals(acting, area.programme.reference)
        audit.record(
            acting, Deed.AREA_CHANGED, area.programme.reference, number=number, area=str(name)
        )


def withdraw_area(acting: Acting, area: PriorityArea, *, reason: str) -> None:
    """Take a priority area back, with the reason; its number is not given again.

    Raises
    ------
    ReasonMissingError
        When the reason is empty.
    """
    policies.may_change_area(acting, area).require()
    if not reason.strip():
        raise ReasonMissingError
    with transaction.atomic():
        area.withdrawn_at = acting.at
        area.save(update_fields=["withdrawn_at"])
        core.take_back_approvals(acting, area.programme.reference)
        audit.record(
            acting,
            Deed.AREA_WITHDRAWN,
            area.programme.reference,
            number=area.number,
            area=str(area.name),
            reason=reason.strip(),
        )


def _require_two(owners: Collection[UUID]) -> None:
    if len(owners) < FEWEST_PARTIES:
        raise TooFewPartiesError


def _require_free(programme: Programme, number: int, *, but: UUID | None) -> None:
    others = programme.areas.filter(number=number)
    if (others if but is None else others.exclude(pk=but)).exists():
        raise AreaNumberTakenError(number=number)


def _join(programme: Programme, owners: Collection[UUID]) -> None:
    Ownership.objects.bulk_create(
        Ownership(programme=programme, party_id=owner) for owner in sorted(owners)
    )


def _write(programme: Programme, facts: ProgrammeFacts) -> list[str]:
    """Store the facts; return the names of the fields that changed."""
    if facts.starts_on and facts.ends_on and facts.ends_on <= facts.starts_on:
        raise EndsBeforeItStartsError
    values = {
        "title": facts.title,
        "summary": facts.summary,
        "languages": list(facts.languages),
        "starts_on": facts.starts_on,
        "ends_on": facts.ends_on,
        "needs_every_approval": facts.needs_every_approval,
    }
    is_new = programme._state.adding  # noqa: SLF001 -- Django's name for it
    changed = [key for key, value in values.items() if is_new or getattr(programme, key) != value]
    for key in changed:
        setattr(programme, key, values[key])
    if is_new:
        programme.save()
    elif changed:
        programme.save(update_fields=changed)
    return changed
