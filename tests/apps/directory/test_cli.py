"""Connecting people of the directory with their accounts, on the command line."""

import pytest
from click.testing import CliRunner, Result

from accord.apps.accounts.models import User
from accord.apps.core.localised import LocalizedText
from accord.apps.core.models import AuditEntry
from accord.apps.directory.actions.facts import MembershipFacts
from accord.apps.directory.actions.memberships import begin_membership
from accord.apps.directory.cli import directory
from accord.apps.directory.queries import records as queries
from tests import make

pytestmark = pytest.mark.django_db


def connect(reference: str, email: str) -> Result:
    """Run ``accord directory account …`` as whoever holds the database in their hands."""
    words = ("account", reference, email)
    return CliRunner().invoke(directory, words, obj=make.administrator(), catch_exceptions=False)


def user(email: str) -> User:
    return User.objects.create_user(email, "a long enough phrase")


def test_a_connected_user_acts_for_the_company() -> None:
    vega = make.organisation("Vega", owner=make.party())
    sara = make.person("Sara Navai", of=vega)
    speaker = user("sara@vega.example")

    answer = connect(sara.reference, "Sara@vega.example")

    assert (answer.exit_code, answer.output) == (
        0,
        f"sara@vega.example acts as {sara.reference} now.\n",
    )
    spoken = queries.spoken_for_by(speaker, on=make.NOON.date())
    assert spoken == (sara.pk, frozenset({vega.pk}))
    assert AuditEntry.objects.filter(subject=sara.reference).count() == 1


def test_who_speaks_for_nobody_is_told_what_is_missing() -> None:
    loner = make.person("Sara Navai", owner=make.party())
    user("sara@vega.example")

    answer = connect(loner.reference, "sara@vega.example")

    assert "The person speaks for no organisation yet." in answer.output


def test_a_member_is_named_spokesperson_later() -> None:
    vega = make.organisation("Vega", owner=make.party())
    sara = make.person("Sara Navai", owner=vega.owner)
    speaker = user("sara@vega.example")
    connect(sara.reference, speaker.email)
    acting = make.administrator()
    text = LocalizedText()
    place = begin_membership(acting, MembershipFacts(sara, vega, text))

    again = begin_membership(acting, MembershipFacts(sara, vega, text, speaks_for=True))

    assert again.pk == place.pk
    spoken = queries.spoken_for_by(speaker, on=make.NOON.date())
    assert spoken == (sara.pk, frozenset({vega.pk}))


def test_an_account_stands_for_one_person() -> None:
    party = make.party()
    make.person("Sara Navai", owner=party, user=user("sara@vega.example"))
    other = make.person("Mina Rad", owner=party)

    answer = connect(other.reference, "sara@vega.example")

    assert (answer.exit_code, answer.output) == (
        1,
        (
            "Error: The account sara@vega.example is already connected with another person "
            "of the directory.\n"
        ),
    )


@pytest.mark.parametrize(
    ("reference", "sentence"),
    [
        ("PE-1999-0001", "No person has the number PE-1999-0001."),
        ("", "Nobody has the address sara@vega.example. Invite them first"),
    ],
    ids=["no such person", "no such account"],
)
def test_what_is_missing_is_named(reference: str, sentence: str) -> None:
    sara = make.person("Sara Navai", owner=make.party())

    answer = connect(reference or sara.reference, "sara@vega.example")

    assert answer.exit_code == 2
    assert sentence in " ".join(answer.output.split())
