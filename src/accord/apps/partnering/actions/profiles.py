"""Begin a profile, change it, take it back."""

from dataclasses import fields

from django.core.exceptions import ValidationError
from django.db import transaction

from accord.apps.core import actions as core
from accord.apps.core import audit, outbox
from accord.apps.core.acting import Acting
from accord.apps.core.references import next_reference
from accord.apps.directory.models import Organisation
from accord.apps.partnering import policies
from accord.apps.partnering.adapters.facts import (
    TEXTS,
    ProfileFacts,
    changed_fields,
    columns_of,
    facts_of_profile,
)
from accord.apps.partnering.adapters.quality import label_of
from accord.apps.partnering.enums import Deed, ProfileKind
from accord.apps.partnering.errors import (
    NotItsContactError,
    TitleMissingError,
    TooLongTextError,
    TooManyError,
    UnknownChoiceError,
)
from accord.apps.partnering.events import ProfileWritten
from accord.apps.partnering.models import Profile
from accord.apps.partnering.queries import profiles as queries
from accord.apps.partnering.workflow import LEFT_OUT, LONGEST, MOST_CODES, MOST_PARTNERSHIPS
from accord.engine.text import fold


def begin_profile(
    acting: Acting, kind: ProfileKind, facts: ProfileFacts, *, organisation: Organisation
) -> Profile:
    """Begin a profile in the name of an organisation; nobody outside its side sees it yet.

    Raises
    ------
    TitleMissingError
        When it has no title in any language.
    TooLongTextError, TooManyError, UnknownChoiceError, NotItsContactError
        When what it says cannot stand.
    """
    policies.may_write_for(acting, organisation).require()
    facts = _fitting(kind, facts)
    _check(acting, facts, organisation)
    with transaction.atomic():
        profile = Profile(
            kind=kind,
            organisation=organisation,
            owner_id=organisation.owner_id,
            reference=next_reference(kind.value, acting.at),
            created_at=acting.at,
            authors=[acting.who],
            **columns_of(facts),
        )
        _set_keys(profile)
        _refuse_unknown(profile)
        profile.save(force_insert=True)
        _write_codes(profile, facts)
        audit.record(acting, Deed.PROFILE_BEGUN, profile.reference)
        outbox.announce(ProfileWritten(at=acting.at, profile=str(profile.pk)))
    return profile


def change_profile(acting: Acting, profile: Profile, facts: ProfileFacts) -> tuple[str, ...]:
    """Make the profile say what the facts say; return the names of the fields that changed.

    Whoever changes it is one of its authors from then on, and does not review it.

    Raises
    ------
    NotInThisStateError
        When it is not a draft.
    TitleMissingError, TooLongTextError, TooManyError, UnknownChoiceError, NotItsContactError
        As for `begin_profile`.
    """
    with transaction.atomic():
        fresh = queries.profile_with_facts(profile.pk)
        policies.may_change(acting, fresh).require()
        facts = _fitting(ProfileKind(fresh.kind), facts)
        before = facts_of_profile(fresh)
        changed = changed_fields(before, facts)
        if not changed:
            return ()
        _check(acting, facts, fresh.organisation)
        for column, value in columns_of(facts).items():
            setattr(fresh, column, value)
        fresh.authors = sorted({*fresh.authors, acting.who})
        _set_keys(fresh)
        _refuse_unknown(fresh)
        fresh.save(update_fields=[*columns_of(facts), "authors", "sort_title", "search_text"])
        _write_codes(fresh, facts)
        audit.record(acting, Deed.PROFILE_CHANGED, fresh.reference, fields=", ".join(changed))
        outbox.announce(ProfileWritten(at=acting.at, profile=str(fresh.pk)))
    return changed


def withdraw_profile(acting: Acting, profile: Profile, *, reason: str) -> None:
    """Take the profile back for good, with the reason; its own side can still read it."""
    with transaction.atomic():
        verdict = policies.may_withdraw(acting, profile)
        core.withdraw_record(acting, profile, reason=reason, verdict=verdict)
        audit.record(acting, Deed.PROFILE_WITHDRAWN, profile.reference)


def _fitting(kind: ProfileKind, facts: ProfileFacts) -> ProfileFacts:
    """Return the facts without what the kind has no place for."""
    usual = ProfileFacts()
    values = {
        each.name: getattr(usual if each.name in LEFT_OUT[kind] else facts, each.name)
        for each in fields(facts)
    }
    return ProfileFacts(**values)


def _check(acting: Acting, facts: ProfileFacts, organisation: Organisation) -> None:
    if not facts.title:
        raise TitleMissingError
    for name in TEXTS:
        texts = getattr(facts, name).texts.values()
        longest = max((len(each) for each in texts), default=0)
        if longest > LONGEST[name]:
            raise TooLongTextError(field=label_of(name), length=longest, most=LONGEST[name])
    limits = {
        "technologies": MOST_CODES,
        "markets": MOST_CODES,
        "partnerships": MOST_PARTNERSHIPS,
    }
    for name, most in limits.items():
        if len(getattr(facts, name)) > most:
            raise TooManyError(field=label_of(name), most=most)
    _check_named(acting, facts, organisation)


def _check_named(acting: Acting, facts: ProfileFacts, organisation: Organisation) -> None:
    """Refuse a budget without its currency, and a stranger as contact or programme."""
    if facts.budget is not None and not facts.currency:
        raise UnknownChoiceError(field=label_of("currency"), value="")
    if facts.contact is not None:
        people = queries.people_of(organisation, on=acting.at.date())
        if facts.contact not in {person.pk for person in people}:
            raise NotItsContactError
    if facts.programme is not None:
        own = queries.programmes_of(organisation).filter(pk=facts.programme)
        if not own.exists():
            raise UnknownChoiceError(field=label_of("programme"), value=str(facts.programme))


def _refuse_unknown(profile: Profile) -> None:
    """Refuse a value that its list does not hold, by whatever door it came."""
    names = {"stage", "ipr", "visibility"}
    others = {field.name for field in profile._meta.fields} - names  # noqa: SLF001 -- Django's name for it
    try:
        profile.clean_fields(exclude=others)
    except ValidationError as error:
        name = next(iter(error.message_dict))
        raise UnknownChoiceError(
            field=label_of(name), value=str(getattr(profile, name))
        ) from error


def _set_keys(profile: Profile) -> None:
    profile.sort_title = fold(str(profile.title))[:256]
    texts = [getattr(profile, name) for name in TEXTS]
    words = [each for text in texts for each in text.texts.values()]
    profile.search_text = fold(" ".join([*words, profile.reference]))


def _write_codes(profile: Profile, facts: ProfileFacts) -> None:
    codes = queries.codes_under(facts.technologies, facts.markets)
    known = {code.code for code in codes}
    for name in ("technologies", "markets"):
        for code in getattr(facts, name):
            if code not in known:
                raise UnknownChoiceError(field=label_of(name), value=code)
    profile.codes.set(codes)
