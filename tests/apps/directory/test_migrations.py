"""What a new version makes of records that an earlier one saved."""

from importlib import import_module

import pytest
from django.apps import apps

from accord.apps.directory.models import Person
from accord.apps.directory.queries.records import people_found
from accord.engine.text import fold
from tests import make

pytestmark = pytest.mark.django_db

STEP = import_module("accord.apps.directory.migrations.0002_search_without_addresses")


def test_addresses_kept_for_searching_are_forgotten() -> None:
    named = make.text("Lena Petrova", ru="Лена Петрова")
    people = [make.person(named, owner=make.side()) for _each in range(3)]
    for person in people:
        kept = f"lena petrova\nлена петрова\n{person.reference.casefold()}\nlena@example.org"
        Person.objects.filter(pk=person.pk).update(email="lena@example.org", search_text=kept)

    STEP.forget_addresses(apps, None)

    for person in people:
        person.refresh_from_db()
        assert person.search_text.splitlines()[:2] == ["lena petrova", "лена петрова"]
        assert "example" not in person.search_text
        assert list(people_found(Person.objects.all(), fold(person.reference))) == [person]
