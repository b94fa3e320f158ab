"""Follow what the directory merged, so that profiles point to the record that was kept."""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.apps.directory.models import Organisation, Person
from accord.apps.partnering.enums import Deed
from accord.apps.partnering.models import Interest, Profile


def follow_merged_organisations(acting: Acting, *, kept: UUID, absorbed: UUID) -> int:
    """Let the kept organisation have the absorbed one's profiles; return how many moved."""
    organisation = Organisation.objects.get(pk=kept)
    with transaction.atomic():
        moved = Profile.objects.filter(organisation=absorbed).update(organisation=organisation)
        # Where both are interested, the absorbed one's expression stays to be read.
        both = Interest.objects.filter(organisation=kept, profile=OuterRef("profile"))
        theirs = Interest.objects.filter(organisation=absorbed).exclude(Exists(both))
        moved += theirs.update(organisation=organisation)
        if moved:
            audit.record(acting, Deed.PROFILES_FOLLOWED, organisation.reference, moved=moved)
    return moved


def follow_merged_people(acting: Acting, *, kept: UUID, absorbed: UUID) -> int:
    """Let the kept person be the contact where the absorbed one was; return how often."""
    person = Person.objects.get(pk=kept)
    with transaction.atomic():
        moved = Profile.objects.filter(contact=absorbed).update(contact=person)
        moved += Interest.objects.filter(contact=absorbed).update(contact=person)
        if moved:
            audit.record(acting, Deed.PROFILES_FOLLOWED, person.reference, moved=moved)
    return moved
