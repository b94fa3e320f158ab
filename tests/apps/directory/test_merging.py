"""Merging two records: everything moves, nothing is lost."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accord.apps.core.errors import NotAllowedError
from accord.apps.core.localised import LocalizedText
from accord.apps.core.models import Note
from accord.apps.directory.actions import accounts, merging, organisations, people
from accord.apps.directory.actions.facts import NameFacts, OrganisationFacts, PersonFacts
from accord.apps.directory.enums import LanguageLevel, NameKind
from accord.apps.directory.errors import MergedWithItselfError
from accord.apps.directory.models import Membership, OrganisationName, StatusClaim
from tests import make

NAMES = st.sampled_from(["Vega", "وگا", "Вега", "Altair", "آلتایر"])
TEXTS = st.dictionaries(st.sampled_from(["en", "fa", "ru"]), NAMES, min_size=1)


@st.composite
def facts(draw: st.DrawFn) -> OrganisationFacts:
    texts = draw(TEXTS)
    return OrganisationFacts(
        name=LocalizedText(source=next(iter(texts)), texts=texts),
        phone=draw(st.sampled_from(["", "+98 1", "+7 2"])),
        languages=tuple(draw(st.sets(st.sampled_from(["fa", "ru", "en"])))),
        identifiers=draw(st.frozensets(st.tuples(st.just("Tax"), st.sampled_from("123")))),
        other_names=draw(
            st.frozensets(
                st.builds(NameFacts, NAMES, st.just(""), st.sampled_from(list(NameKind)[1:]))
            )
        ),
    )


class NothingIsLost(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(facts(), facts())
    def test_whatever_two_organisations_had_the_kept_one_has(
        self, left: OrganisationFacts, right: OrganisationFacts
    ) -> None:
        acting = make.administrator()
        kept, absorbed = organisations.register_organisations(acting, [left, right])
        make.person(of=absorbed)
        StatusClaim.objects.create(organisation=absorbed, kind="resident")

        merging.merge_organisations(acting, kept, absorbed)

        kept.refresh_from_db()
        absorbed.refresh_from_db()
        every = {*left.name.texts.values(), *right.name.texts.values()}
        every |= {name.text for name in (*left.other_names, *right.other_names)}
        assert every == {name.text for name in kept.names.all()}
        numbers = {(row.scheme, row.value) for row in kept.identifiers.all()}
        assert numbers == left.identifiers | right.identifiers
        assert set(kept.languages) == {*left.languages, *right.languages}
        assert kept.phone == (left.phone or right.phone)
        assert kept.memberships.count() == kept.statuses.count() == 1
        assert (absorbed.merged_into_id, absorbed.name) == (kept.pk, right.name)
        assert absorbed.withdrawn_at == make.NOON


pytestmark = pytest.mark.django_db


def test_a_name_that_the_kept_one_lacks_becomes_a_former_name() -> None:
    side = make.side()
    kept = make.organisation("Vega Optics", owner=side)
    absorbed = make.organisation(make.text("Vega Ltd", fa="وگا"), owner=side)

    merging.merge_organisations(make.manager(side), kept, absorbed)

    rows = OrganisationName.objects.filter(organisation=kept).values_list("text", "kind")
    assert set(rows) == {
        ("Vega Optics", "official"),
        ("وگا", "official"),
        ("Vega Ltd", "former"),
    }


def test_private_notes_move_with_the_record() -> None:
    side = make.side()
    kept, absorbed = (make.organisation(owner=side) for _ in range(2))
    Note.objects.create(
        side=side, subject=absorbed.reference, text="Ask for Sara.", by="S", at=make.NOON
    )

    merging.merge_organisations(make.manager(side), kept, absorbed)

    assert Note.objects.get().subject == kept.reference


def test_a_record_is_not_merged_with_itself_or_by_another_side() -> None:
    side = make.side()
    kept, absorbed = (make.organisation(owner=side) for _ in range(2))

    with pytest.raises(MergedWithItselfError):
        merging.merge_organisations(make.manager(side), kept, kept)
    with pytest.raises(NotAllowedError):
        merging.merge_organisations(make.manager(make.side()), kept, absorbed)


def test_two_records_of_a_person_keep_the_better_level_and_the_user() -> None:
    acting = make.administrator()
    kept, absorbed = people.register_people(
        acting,
        [
            PersonFacts(name=make.text("Sara"), spoken=frozenset({("en", "basic")})),
            PersonFacts(
                name=make.text("سارا", "fa"),
                email="sara@example.org",
                spoken=frozenset({("en", "fluent"), ("fa", "native")}),
            ),
        ],
    )
    user = make.user()
    accounts.connect_user(acting, absorbed, user)
    make.membership(absorbed, make.organisation())

    merging.merge_people(acting, kept, absorbed)

    kept.refresh_from_db()
    assert (kept.user, kept.email) == (user, "sara@example.org")
    assert kept.name.texts == {"en": "Sara", "fa": "سارا"}
    assert {(row.language, row.level) for row in kept.spoken.all()} == {
        ("en", LanguageLevel.FLUENT),
        ("fa", LanguageLevel.NATIVE),
    }
    assert Membership.objects.get().person == kept
