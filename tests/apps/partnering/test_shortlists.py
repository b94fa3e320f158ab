"""Shortlists: kept by a request's own people, seen side by side, told to nobody else."""

from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import Client
from openpyxl import load_workbook

from accord.apps.core.acting import Acting
from accord.apps.core.enums import Role
from accord.apps.core.errors import NotAllowedError, WithdrawnError
from accord.apps.core.models import AuditEntry
from accord.apps.directory.enums import StatusKind
from accord.apps.directory.models import StatusClaim
from accord.apps.partnering.actions import matching
from accord.apps.partnering.actions import shortlists as actions
from accord.apps.partnering.adapters.shortlisting import Candidate, candidates
from accord.apps.partnering.enums import ProfileState, RefusalReason
from accord.apps.partnering.errors import (
    NotARequestError,
    NotInThisStateError,
    NotToOneselfError,
    ShortlistFullError,
)
from accord.apps.partnering.forms.suggestions import RefusalForm
from accord.apps.partnering.models import Interest, Profile, Shortlisted
from accord.engine.calendars import Presentation
from tests import make
from tests.apps.partnering import profiles
from tests.apps.partnering.profiles import Sides
from tests.apps.partnering.test_suggestions import (
    DESALTING,
    MEMBRANE,
    PUMPS,
    need,
    offer,
    renewed,
)
from tests.conftest import AsksAsOften
from tests.site.test_api import bearer

pytestmark = pytest.mark.django_db

PROVEN = (
    "The unit has been certified under ISO 9001 since 2022. Delivery takes six weeks. "
    "It was tried in the laboratory for a year."
)


class Purchase:
    """Mira looks for desalting; Vega has three offers."""

    def __init__(self) -> None:
        self.sides = Sides()
        self.request = need(self.sides.mira, DESALTING, "ru")
        self.water = offer(self.sides.vega, MEMBRANE, "fa")
        self.pumps = offer(self.sides.vega, PUMPS, "ru")
        self.proven = offer(
            self.sides.vega, "Ceramic unit", "en", description=make.text(PROVEN), trl=None
        )
        self.mira = make.spokesperson(self.sides.mira)
        self.page = f"/profiles/{self.request.reference}/shortlist/"

    def put(self, *others: Profile) -> list[Shortlisted]:
        return [actions.shortlist(self.mira, self.request, other) for other in others]

    def read(self, acting: Acting | None = None) -> list[Candidate]:
        return candidates(acting or self.mira, self.request, Presentation("en"))

    def order(self) -> list[Profile]:
        return [one.row.other for one in self.read()]


def test_a_shortlist_keeps_its_order_and_closes_up() -> None:
    purchase = Purchase()
    water, pumps, proven = purchase.water, purchase.pumps, purchase.proven
    first, _second, third = purchase.put(water, pumps, proven)
    assert purchase.order() == [water, pumps, proven]
    assert purchase.put(water)[0].pk == first.pk

    assert actions.move_on_shortlist(purchase.mira, third, 1)
    assert purchase.order() == [proven, water, pumps]
    assert not actions.move_on_shortlist(purchase.mira, third, -5)
    assert actions.move_on_shortlist(purchase.mira, third, 99)
    assert purchase.order() == [water, pumps, proven]

    assert actions.take_off_shortlist(purchase.mira, first)
    assert not actions.take_off_shortlist(purchase.mira, first)
    assert not actions.move_on_shortlist(purchase.mira, first, 1)
    assert [(one.row.other, one.row.place) for one in purchase.read()] == [(pumps, 1), (proven, 2)]


def test_every_step_leaves_a_deed_for_the_own_side_alone() -> None:
    purchase = Purchase()
    water, pumps = purchase.put(purchase.water, purchase.pumps)
    assert actions.note_on_shortlist(purchase.mira, water, " Ask for the price. ")
    assert not actions.note_on_shortlist(purchase.mira, water, "Ask for the price.")
    actions.move_on_shortlist(purchase.mira, pumps, 1)
    actions.take_off_shortlist(purchase.mira, pumps)

    deeds = AuditEntry.objects.filter(subject=purchase.request.reference).order_by("pk")
    assert list(deeds.values_list("deed", "side")) == [
        (f"partnering.shortlist.{done}", purchase.sides.south_side.pk)
        for done in ("added", "added", "noted", "ordered", "left")
    ]


def test_what_cannot_stand_on_a_shortlist() -> None:
    purchase = Purchase()
    draft = offer(purchase.sides.mira, PUMPS, "ru", state=ProfileState.DRAFT)
    with pytest.raises(NotInThisStateError):
        purchase.put(draft)
    with pytest.raises(NotToOneselfError):
        purchase.put(purchase.request)
    with pytest.raises(NotARequestError):
        actions.shortlist(make.spokesperson(purchase.sides.vega), purchase.water, purchase.request)
    purchase.water.withdrawn_at = make.NOON
    with pytest.raises(WithdrawnError):
        purchase.put(purchase.water)
    for _ in range(actions.MOST):
        purchase.put(profiles.profile(purchase.sides.vega, ProfileState.PUBLISHED))
    with pytest.raises(ShortlistFullError):
        purchase.put(purchase.pumps)
    assert Shortlisted.objects.count() == actions.MOST


def test_only_those_who_act_for_a_request_change_its_shortlist() -> None:
    purchase = Purchase()
    (row,) = purchase.put(purchase.water)
    strangers = (
        make.spokesperson(purchase.sides.vega),
        make.manager(purchase.sides.north_side, partners=[purchase.sides.south_side]),
        make.analyst(purchase.sides.south_side),
        make.administrator(),
    )
    for stranger in strangers:
        with pytest.raises(NotAllowedError):
            actions.shortlist(stranger, purchase.request, purchase.pumps)
        with pytest.raises(NotAllowedError):
            actions.note_on_shortlist(stranger, row, "x")
        with pytest.raises(NotAllowedError):
            actions.move_on_shortlist(stranger, row, 1)
        with pytest.raises(NotAllowedError):
            actions.take_off_shortlist(stranger, row)
    assert actions.note_on_shortlist(make.manager(purchase.sides.south_side), row, "x")


def test_what_a_profile_states_is_quoted_and_what_it_does_not_is_missing() -> None:
    purchase = Purchase()
    StatusClaim.objects.create(
        organisation=purchase.sides.vega, kind=StatusKind.KNOWLEDGE_BASED, number="KB-7"
    )
    StatusClaim.objects.create(
        organisation=purchase.sides.vega, kind=StatusKind.CREATIVE, ends_on=make.TODAY
    )
    purchase.put(purchase.proven, purchase.water)
    sides = purchase.sides
    adviser = make.manager(sides.south_side, partners=[sides.north_side])
    proven, water = purchase.read(adviser)

    assert [quote.text for quote in proven.certificates] == [PROVEN.partition(". ")[0] + "."]
    assert [quote.text for quote in proven.delivery] == ["Delivery takes six weeks."]
    assert [status.number for status in proven.statuses] == ["KB-7"]
    assert proven.stage == "shown to work in the field"
    assert purchase.read()[0].statuses == ()  # the directory does not open it to companies
    assert "No certificate is named." not in proven.missing
    assert "Nothing is said about delivery or warranty." in water.missing
    Profile.objects.filter(pk=purchase.water.pk).update(stage="", is_anonymous=True)
    water = purchase.read(adviser)[1]
    assert water.statuses == ()
    assert "The stage of development is not stated." in water.missing
    assert "No certificate is named." in water.missing


def test_somebody_not_suggested_stands_there_with_the_reason() -> None:
    purchase = Purchase()
    renewed()
    likewise = need(purchase.sides.vega, DESALTING, "ru")
    purchase.put(purchase.water, likewise, purchase.pumps)
    matching.refuse_suggestion(
        purchase.mira, purchase.request, purchase.pumps, reason=RefusalReason.FIELD
    )

    water, other, refused = purchase.read()

    assert (water.suggested > 0, water.against) == (True, ())
    assert other.suggested == 0
    assert "do not answer each other" in other.against[0]
    assert refused.against[0] == "You said: not for us (another field)."


def test_one_that_is_no_longer_published_says_nothing_but_its_number() -> None:
    purchase = Purchase()
    purchase.put(purchase.water)
    Profile.objects.filter(pk=purchase.water.pk).update(state=ProfileState.DRAFT)

    (gone,) = purchase.read()

    assert (gone.told, gone.certificates, gone.missing) == (None, (), ())


def test_from_a_suggestion_to_the_shortlist_and_on_to_an_interest(client: Client) -> None:
    purchase = Purchase()
    renewed()
    client.force_login(purchase.sides.speaker(purchase.sides.mira))
    suggestions = f"/profiles/{purchase.request.reference}/suggestions/"
    assert "Put on the shortlist" in client.get(suggestions).content.decode()
    assert "Nobody is on the shortlist yet." in client.get(purchase.page).content.decode()

    added = client.post(purchase.page, {"other": purchase.water.reference.lower()}, follow=True)
    page = added.content.decode()
    assert "It is on the shortlist." in page
    assert MEMBRANE.partition(". ")[0] in page
    assert f"/profiles/{purchase.water.reference}/express/" in page
    assert "On the shortlist" in client.get(suggestions).content.decode()
    compare = client.get(f"{suggestions}{purchase.water.reference}/").content.decode()
    assert "On the shortlist" in compare

    on_it = f"{purchase.page}{purchase.water.reference}/"
    client.post(f"{on_it}note/", {"note": "Ask Reza"})
    assert "Ask Reza" in client.get(purchase.page).content.decode()
    interest = profiles.interest(purchase.sides.mira, purchase.water)
    page = client.get(purchase.page).content.decode()
    assert f"/profiles/interests/{interest.reference}/" in page
    client.post(f"{on_it}off/")
    assert not Shortlisted.objects.exists()
    missing = client.post(purchase.page, {"other": "TO-1999-0001"}, follow=True).content.decode()
    assert "There is no profile" in missing


def test_an_offer_has_no_shortlist(client: Client) -> None:
    purchase = Purchase()
    renewed()
    client.force_login(purchase.sides.speaker(purchase.sides.vega))
    address = f"/profiles/{purchase.water.reference}"

    assert client.get(f"{address}/shortlist/").status_code == 404
    assert "shortlist" not in client.get(f"{address}/suggestions/").content.decode()


def test_strangers_read_no_shortlist_and_learn_of_none(client: Client) -> None:
    purchase = Purchase()
    (row,) = purchase.put(purchase.water)
    actions.note_on_shortlist(purchase.mira, row, "Too dear")
    strangers = (
        purchase.sides.speaker(purchase.sides.vega),
        make.role_holder(Role.MANAGER, purchase.sides.north),
    )
    for stranger in strangers:
        cache.clear()
        client.force_login(stranger)
        assert client.get(purchase.page).status_code == 404
        assert client.get(f"{purchase.page}?export=xlsx").status_code == 404
        off = client.post(f"{purchase.page}{purchase.water.reference}/off/")
        assert off.status_code == 404
        seen = client.get(f"/profiles/{purchase.water.reference}/").content.decode()
        assert "shortlist" not in seen.partition("<main")[2].lower()
        path = f"/api/v1/profiles/{purchase.request.reference}/shortlist"
        assert client.get(path, headers=bearer(stranger)).status_code == 404
    assert Shortlisted.objects.exists()


def test_a_shortlist_is_taken_along_as_a_workbook(client: Client) -> None:
    purchase = Purchase()
    renewed()
    _water, proven = purchase.put(purchase.water, purchase.proven)
    actions.note_on_shortlist(purchase.mira, proven, "Ask for the price")
    client.force_login(purchase.sides.speaker(purchase.sides.mira))

    answer = client.get(f"{purchase.page}?export=xlsx")

    assert f"{purchase.request.reference}-shortlist.xlsx" in answer["Content-Disposition"]
    rows = [*load_workbook(BytesIO(answer.getvalue())).worksheets[0].values]
    second = dict(zip(map(str, rows[0]), map(str, rows[2]), strict=True))
    assert second["Place"] == "2"
    assert "ISO 9001" in second["Certificates and statuses"]
    assert second["Delivery and warranty"] == "Delivery takes six weeks."
    assert second["Note"] == "Ask for the price"


def test_the_page_asks_as_often_for_three_as_for_one(
    client: Client, asks_as_often: AsksAsOften
) -> None:
    purchase = Purchase()
    renewed()
    purchase.put(purchase.proven)
    profiles.interest(purchase.sides.mira, purchase.proven)
    client.force_login(purchase.sides.speaker(purchase.sides.mira))

    asks_as_often(client, purchase.page, lambda: purchase.put(purchase.water, purchase.pumps))


def test_the_api_keeps_a_shortlist(client: Client) -> None:
    purchase = Purchase()
    renewed()
    token = bearer(purchase.sides.speaker(purchase.sides.mira))
    path = f"/api/v1/profiles/{purchase.request.reference}/shortlist"

    def put(other: Profile, **body: object) -> list[dict[str, object]]:
        answer = client.put(
            f"{path}/{other.reference}", body, content_type="application/json", headers=token
        )
        assert answer.status_code == 200, answer.content
        found: list[dict[str, object]] = answer.json()
        return found

    put(purchase.water)
    put(purchase.proven, note="Ask", place=1)
    listed = put(purchase.pumps, place=2)
    assert [one["reference"] for one in listed] == [
        purchase.proven.reference, purchase.pumps.reference, purchase.water.reference
    ]  # fmt: skip
    assert listed[0]["note"] == "Ask"
    assert put(purchase.proven)[0]["note"] == "Ask"
    assert client.get(path, headers=token).json() == listed
    for _twice in range(2):
        gone = client.delete(f"{path}/{purchase.pumps.reference}", headers=token)
        assert gone.status_code == 204
    assert len(client.get(path, headers=token).json()) == 2
    assert not Interest.objects.exists()


def test_a_note_of_several_lines_may_be_as_long_as_the_page_allows(client: Client) -> None:
    purchase = Purchase()
    (row,) = purchase.put(purchase.water)
    client.force_login(purchase.sides.speaker(purchase.sides.mira))
    address = f"{purchase.page}{purchase.water.reference}/note/"
    longest = "Ask Reza.\n" + 490 * "x"

    client.post(address, {"note": longest.replace("\n", "\r\n")}, follow=True)
    row.refresh_from_db()
    assert row.note == longest

    for refused in (longest + "x", "Ask\x00"):
        page = client.post(address, {"note": refused}, follow=True).content.decode()
        assert "The note is kept." not in page
        row.refresh_from_db()
        assert row.note == longest


def test_a_refusal_of_several_lines_may_be_as_long_as_the_page_allows() -> None:
    note = "Ask Reza.\r\n" + 490 * "x"
    refusal = RefusalForm({"reason": RefusalReason.FIELD, "note": note})

    assert refusal.is_valid()
    assert len(refusal.cleaned_data["note"]) == 500


@pytest.mark.parametrize("page", ["shortlist", "find"])
def test_a_reference_of_blanks_is_asked_for(client: Client, page: str) -> None:
    purchase = Purchase()
    renewed()
    client.force_login(purchase.sides.speaker(purchase.sides.mira))
    if page == "shortlist":
        answer = client.post(purchase.page, {"other": "  "}, follow=True)
    else:
        find = f"/profiles/{purchase.request.reference}/suggestions/find/"
        answer = client.get(find, {"other": "  "}, follow=True)

    said = answer.content.decode()
    assert "Please type the reference of a profile." in said
    assert "“”" not in said
