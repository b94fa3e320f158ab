"""Who belongs to which organisation, and what authorities say of organisations."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.apps.core.errors import ReasonMissingError, WithdrawnError
from accord.apps.directory import policies
from accord.apps.directory.actions.facts import MembershipFacts, StatusFacts
from accord.apps.directory.enums import Deed
from accord.apps.directory.errors import MembershipOverError, PeriodError
from accord.apps.directory.models import Membership, Organisation, StatusClaim
from accord.apps.directory.queries import records as queries


def begin_membership(acting: Acting, facts: MembershipFacts) -> Membership:
    """Record that a person belongs to an organisation.

    Raises
    ------
    PeriodError
        When it ends before it begins.
    """
    return begin_memberships(acting, [facts])[0]


def begin_memberships(acting: Acting, entries: Sequence[MembershipFacts]) -> list[Membership]:
    """Record many memberships at once; one that runs already becomes what is said now.

    What is not said (no position, no day, not whether they speak) stays as it is.
    """
    for facts in entries:
        policies.may_change(acting, facts.organisation).require()
        _check_period(facts.starts_on, facts.ends_on)
    with transaction.atomic():
        running = {
            (row.person_id, row.organisation_id): row
            for row in queries.memberships_running(
                (facts.person.pk for facts in entries), on=acting.at.date()
            )
        }
        made, found, known = [], [], []
        for facts in entries:
            row = running.get((facts.person.pk, facts.organisation.pk))
            if row is None:
                row = Membership(
                    person=facts.person,
                    organisation=facts.organisation,
                    position=facts.position,
                    speaks_for=facts.speaks_for,
                    starts_on=facts.starts_on,
                    ends_on=facts.ends_on,
                )
                made.append(row)
                running[facts.person.pk, facts.organisation.pk] = row
            else:
                known.append((row, _changed_by(row, facts)))
            found.append(row)
        Membership.objects.bulk_create(made, batch_size=500)
        for row in made:
            audit.record(
                acting,
                Deed.MEMBERSHIP_BEGUN,
                row.organisation.reference,
                person=row.person.reference,
            )
        new = {row.pk for row in made}
        for row, fields in known:
            if fields and row.pk not in new:
                _save_changes(acting, row, fields)
    return found


def _changed_by(membership: Membership, facts: MembershipFacts) -> list[str]:
    """Put what is said into the row; return the fields that are different now."""
    changed = [
        field
        for field in ("position", "speaks_for", "starts_on", "ends_on")
        if getattr(facts, field) and getattr(facts, field) != getattr(membership, field)
    ]
    for field in changed:
        setattr(membership, field, getattr(facts, field))
    _check_period(membership.starts_on, membership.ends_on)
    return changed


def _save_changes(acting: Acting, membership: Membership, fields: list[str]) -> None:
    membership.save(update_fields=fields)
    audit.record(
        acting,
        Deed.MEMBERSHIP_CHANGED,
        membership.organisation.reference,
        person=membership.person.reference,
        fields=", ".join(fields),
    )


def end_membership(acting: Acting, membership: Membership, *, on: date) -> None:
    """End a membership; the day is the first on which it no longer runs.

    Raises
    ------
    MembershipOverError
        When it has ended before.
    PeriodError
        When the day is not after the first one.
    """
    policies.may_change(acting, membership.organisation).require()
    if membership.ends_on is not None and membership.ends_on <= acting.at.date():
        raise MembershipOverError
    _check_period(membership.starts_on, on)
    with transaction.atomic():
        membership.ends_on = on
        membership.save(update_fields=["ends_on"])
        audit.record(
            acting,
            Deed.MEMBERSHIP_ENDED,
            membership.organisation.reference,
            person=membership.person.reference,
        )


def claim_status(acting: Acting, organisation: Organisation, facts: StatusFacts) -> StatusClaim:
    """Record a status that an authority gave the organisation.

    Raises
    ------
    PeriodError
        When it ends before it begins.
    """
    policies.may_change(acting, organisation).require()
    _check_period(facts.starts_on, facts.ends_on)
    with transaction.atomic():
        claim = StatusClaim.objects.create(
            organisation=organisation,
            kind=facts.kind,
            issuer=facts.issuer,
            number=facts.number,
            starts_on=facts.starts_on,
            ends_on=facts.ends_on,
        )
        audit.record(acting, Deed.STATUS_CLAIMED, organisation.reference, kind=str(facts.kind))
    return claim


def withdraw_status(acting: Acting, claim: StatusClaim, *, reason: str) -> None:
    """Take a status back, with the reason.

    Raises
    ------
    ReasonMissingError
        When the reason is empty.
    WithdrawnError
        When it was withdrawn before.
    """
    policies.may_change(acting, claim.organisation).require()
    if not reason.strip():
        raise ReasonMissingError
    if claim.withdrawn_at is not None:
        raise WithdrawnError
    with transaction.atomic():
        claim.withdrawn_at, claim.withdrawn_reason = acting.at, reason.strip()
        claim.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        audit.record(
            acting,
            Deed.STATUS_WITHDRAWN,
            claim.organisation.reference,
            kind=claim.kind,
            reason=reason.strip(),
        )


def _check_period(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on is not None and ends_on is not None and ends_on <= starts_on:
        raise PeriodError
