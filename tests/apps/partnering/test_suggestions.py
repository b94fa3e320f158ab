"""Suggestions: found across languages, told with evidence, refused for a reason."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accord.apps.core.acting import the_system
from accord.apps.core.enums import JobState, Role, Visibility
from accord.apps.core.errors import NotAllowedError, ReasonMissingError
from accord.apps.core.jobs import Running
from accord.apps.core.localised import LocalizedText
from accord.apps.core.models import Job
from accord.apps.partnering.actions import matching
from accord.apps.partnering.actions import profiles as actions
from accord.apps.partnering.enums import ProfileKind, ProfileState, RefusalReason
from accord.apps.partnering.errors import NotToOneselfError
from accord.apps.partnering.models import Profile, ProfileVector, Refusal, Suggestion
from accord.apps.partnering.queries import suggestions as queries
from tests import make
from tests.apps.partnering import profiles
from tests.apps.partnering.profiles import Sides, profile
from tests.conftest import AsksAsOften
from tests.journeys.walking import do_the_work

pytestmark = pytest.mark.django_db

MEMBRANE = (
    "غشای سرامیکی ما نمک را از آب لب‌شور می‌گیرد. واحد آزمایشی در سه روستا آب آشامیدنی داده است. "
    "برای هر متر مکعب نصف انرژی روش‌های رایج لازم است."
)
PUMPS = (
    "Насосы высокого давления для нефтяных скважин с частотным приводом. Гарантия три года. "
    "Поставляем по всему миру с 1998 года."
)
DESALTING = (
    "Ищем способ опреснять солоноватую воду для питьевого снабжения посёлков. Важен низкий расход "
    "электроэнергии. Мощность от ста кубометров в сутки."
)
SEEDS = (
    "Ищем сорта пшеницы, устойчивые к засухе, для степной зоны. "
    "Нужны семена для посева на двухстах гектарах."
)


def said(text: str, language: str, **more: Any) -> dict[str, Any]:
    whole, empty = make.text(text, language), LocalizedText()
    return {
        "title": whole, "summary": empty, "description": empty,
        "advantages": empty, "specification": empty, "partner_role": empty, **more,
    }  # fmt: skip


def offer(of: Any, text: str, language: str, **more: Any) -> Profile:
    state = more.pop("state", ProfileState.PUBLISHED)
    more.setdefault("expires_on", date(2099, 1, 1))
    return profile(of, state, **said(text, language, **more))


def need(of: Any, text: str, language: str, **more: Any) -> Profile:
    return offer(of, text, language, kind=ProfileKind.TECHNOLOGY_REQUEST, **more)


def suggested(to: Profile) -> list[str]:
    rows = Suggestion.objects.filter(profile=to).order_by("-score")
    return [row.other.reference for row in rows]


def renewed() -> Job:
    job = Job.objects.create(
        kind=matching.KIND, subject=matching.SUBJECT, created_at=make.NOON, state=JobState.RUNNING,
        started_at=make.NOON, heartbeat_at=make.NOON, attempts=1,
    )  # fmt: skip
    matching.renew(Running(job))
    job.state = JobState.DONE
    job.save()
    return job


def test_a_persian_offer_finds_the_russian_request_that_it_answers() -> None:
    sides = Sides()
    water, pumps = offer(sides.vega, MEMBRANE, "fa"), offer(sides.vega, PUMPS, "ru")
    desalting, seeds = need(sides.mira, DESALTING, "ru"), need(sides.mira, SEEDS, "ru")

    renewed()

    assert suggested(water)[0] == desalting.reference
    assert suggested(desalting)[0] == water.reference
    assert set(suggested(seeds)) == {water.reference, pumps.reference}


def test_the_evidence_is_what_stands_below_the_title() -> None:
    sides = Sides()
    texts = said("غشای سرامیکی", "fa") | {"description": make.text(MEMBRANE, "fa")}
    water = profile(sides.vega, ProfileState.PUBLISHED, expires_on=date(2099, 1, 1), **texts)
    titled = offer(sides.vega, MEMBRANE, "fa")
    renewed()

    assert "غشای سرامیکی" not in ProfileVector.objects.get(profile=water).sentences
    assert ProfileVector.objects.get(profile=titled).sentences


def test_a_published_profile_enters_the_lists_of_others_at_once() -> None:
    sides = Sides()
    desalting = need(sides.mira, DESALTING, "ru")
    matching.match_profile(desalting.pk, make.NOON)
    assert suggested(desalting) == []

    water = offer(sides.vega, MEMBRANE, "fa")
    assert matching.match_profile(water.pk, make.NOON) == 1

    assert suggested(desalting) == [water.reference]
    assert suggested(water) == [desalting.reference]


def test_a_draft_gets_suggestions_and_is_suggested_to_nobody() -> None:
    sides = Sides()
    desalting = need(sides.mira, DESALTING, "ru")
    draft = offer(sides.vega, MEMBRANE, "fa", state=ProfileState.DRAFT)
    matching.match_profile(desalting.pk, make.NOON)

    matching.match_profile(draft.pk, make.NOON)

    assert suggested(draft) == [desalting.reference]
    assert suggested(desalting) == []


@pytest.mark.django_db(transaction=True)
def test_writing_a_profile_matches_it_in_the_background() -> None:
    sides = Sides()
    profiles.code()
    acting = make.spokesperson(sides.vega)
    desalting = need(sides.mira, DESALTING, "ru")
    matching.match_profile(desalting.pk, make.NOON)

    made = actions.begin_profile(
        acting,
        ProfileKind.TECHNOLOGY_OFFER,
        profiles.facts(**said(MEMBRANE, "fa")),
        organisation=sides.vega,
    )
    do_the_work()

    assert suggested(made) == [desalting.reference]


def test_words_are_read_again_only_when_they_are_others() -> None:
    sides = Sides()
    water = offer(sides.vega, MEMBRANE, "fa")
    matching.match_profile(water.pk, make.NOON)
    before = ProfileVector.objects.get(profile=water)

    later = make.NOON + timedelta(hours=1)
    matching.match_profile(water.pk, later)
    assert ProfileVector.objects.get(profile=water).made_at == before.made_at

    Profile.objects.filter(pk=water.pk).update(trl=3)
    matching.match_profile(water.pk, later)
    facts_changed = ProfileVector.objects.get(profile=water)
    assert facts_changed.facts["readiness"] == 3
    assert bytes(facts_changed.vector) == bytes(before.vector)

    Profile.objects.filter(pk=water.pk).update(title=make.text(PUMPS))
    matching.match_profile(water.pk, later)
    assert bytes(ProfileVector.objects.get(profile=water).vector) != bytes(before.vector)


@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.SHARED])
def test_nothing_is_suggested_that_people_of_the_side_may_not_read(visibility: Visibility) -> None:
    sides = Sides()
    far = make.party("FAR")
    other = make.organisation("Far Works", owner=type(sides.north_side).objects.get(pk=far.pk))
    desalting = need(sides.mira, DESALTING, "ru")
    offer(other, MEMBRANE, "fa", visibility=visibility)

    renewed()

    assert suggested(desalting) == []


def test_a_withdrawn_or_expired_profile_is_suggested_no_longer() -> None:
    sides = Sides()
    desalting, water = need(sides.mira, DESALTING, "ru"), offer(sides.vega, MEMBRANE, "fa")
    renewed()
    acting = make.spokesperson(sides.mira)
    assert [row.other for row in queries.suggestions_for(acting, desalting)] == [water]

    Profile.objects.filter(pk=water.pk).update(withdrawn_at=make.NOON)
    assert not queries.suggestions_for(acting, desalting).exists()
    assert matching.match_profile(water.pk, make.NOON) == 0
    renewed()
    assert suggested(desalting) == []


@pytest.mark.django_db(transaction=True)
def test_a_refused_suggestion_is_gone_until_it_is_taken_back() -> None:
    sides = Sides()
    desalting, water = need(sides.mira, DESALTING, "ru"), offer(sides.vega, MEMBRANE, "fa")
    pumps = offer(sides.vega, PUMPS, "ru")
    renewed()
    acting = make.spokesperson(sides.mira)

    def read() -> list[str]:
        return [row.other.reference for row in queries.suggestions_for(acting, desalting)]

    matching.refuse_suggestion(acting, desalting, water, reason=RefusalReason.EARLY)
    matching.refuse_suggestion(acting, desalting, water, reason=RefusalReason.MARKET)
    do_the_work()
    assert read() == [pumps.reference]
    assert Refusal.objects.get().reason == RefusalReason.MARKET

    assert matching.recall_refusal(acting, desalting, water)
    assert not matching.recall_refusal(acting, desalting, water)
    do_the_work()
    assert read() == [water.reference, pumps.reference]


@pytest.mark.django_db(transaction=True)
def test_what_resembles_a_refused_one_falls_behind() -> None:
    sides = Sides()
    desalting = need(sides.mira, DESALTING, "ru")
    water = offer(sides.vega, MEMBRANE, "fa")
    twin = offer(sides.vega, f"{MEMBRANE} {MEMBRANE}", "fa")
    renewed()
    before = Suggestion.objects.get(profile=desalting, other=twin).score
    acting = make.spokesperson(sides.mira)

    matching.refuse_suggestion(acting, desalting, water, reason=RefusalReason.CAPACITY)
    do_the_work()
    passing = Suggestion.objects.get(profile=desalting, other=twin).score
    matching.refuse_suggestion(acting, desalting, water, reason=RefusalReason.FIELD)
    do_the_work()

    assert passing == pytest.approx(before, abs=1e-6)
    assert Suggestion.objects.get(profile=desalting, other=twin).score < before - 0.1


def test_only_those_who_act_for_a_profile_refuse_what_is_suggested_to_it() -> None:
    sides = Sides()
    desalting, water = need(sides.mira, DESALTING, "ru"), offer(sides.vega, MEMBRANE, "fa")
    other_side = make.manager(sides.north_side, partners=[sides.south_side])
    own = make.manager(sides.south_side)

    with pytest.raises(NotAllowedError):
        matching.refuse_suggestion(other_side, desalting, water, reason=RefusalReason.EARLY)
    with pytest.raises(ReasonMissingError):
        matching.refuse_suggestion(own, desalting, water, reason=RefusalReason.OTHER, note="  ")
    with pytest.raises(NotToOneselfError):
        matching.refuse_suggestion(own, desalting, desalting, reason=RefusalReason.EARLY)
    assert not Refusal.objects.exists()


def test_a_stopped_renewal_keeps_what_it_has_and_goes_on_another_time() -> None:
    sides = Sides()
    desalting, water = need(sides.mira, DESALTING, "ru"), offer(sides.vega, MEMBRANE, "fa")
    job = Job.objects.create(
        kind=matching.KIND, subject=matching.SUBJECT, created_at=make.NOON, state=JobState.RUNNING,
        started_at=make.NOON, heartbeat_at=make.NOON, attempts=1, stop_requested=True,
    )  # fmt: skip
    matching.renew(Running(job))
    assert ProfileVector.objects.count() == 2
    assert not Suggestion.objects.exists()

    assert renewed().done == 4
    assert suggested(desalting) == [water.reference]


@pytest.mark.django_db(transaction=True)
def test_everybody_is_matched_anew_once_a_day_and_when_the_model_changes() -> None:
    sides = Sides()
    housekeeper = the_system(timezone.now())
    assert matching.renew_when_due(housekeeper) is None

    water = offer(sides.vega, MEMBRANE, "fa")
    assert matching.renew_when_due(housekeeper) is not None
    assert matching.renew_when_due(housekeeper) is None  # it waits for a worker already
    do_the_work()
    assert matching.renew_when_due(housekeeper) is None

    ProfileVector.objects.filter(profile=water).update(model="another")
    assert matching.renew_when_due(housekeeper) is not None


def test_pages_of_suggestions(client: Client) -> None:
    sides = Sides()
    desalting, water = need(sides.mira, DESALTING, "ru"), offer(sides.vega, MEMBRANE, "fa")
    renewed()
    client.force_login(sides.speaker(sides.mira))

    listed = client.get(f"/profiles/{desalting.reference}/suggestions/").content.decode()
    assert MEMBRANE in listed
    assert DESALTING in listed
    assert "%" not in listed.partition("<main")[2].partition("</main")[0]

    why = client.get(f"/profiles/{desalting.reference}/suggestions/{water.reference}/")
    assert "number 1 among your suggestions" in why.content.decode()
    assert water.reference in client.get("/profiles/suggestions/").content.decode()

    path = f"/profiles/{desalting.reference}/suggestions/{water.reference}"
    refused = client.post(f"{path}/refuse/", {"reason": "early"}, follow=True).content.decode()
    assert "too early" in refused
    nothing = client.post(f"{path}/refuse/", {"reason": "whatever"}, follow=True)
    assert "Please say why" in nothing.content.decode()
    client.post(f"{path}/recall/")
    assert not Refusal.objects.exists()


def test_somebody_missed_is_told_about(client: Client) -> None:
    sides = Sides()
    desalting = need(sides.mira, DESALTING, "ru")
    likewise = need(sides.vega, SEEDS, "ru")
    offer(sides.vega, MEMBRANE, "fa")
    renewed()
    client.force_login(sides.speaker(sides.mira))
    find = f"/profiles/{desalting.reference}/suggestions/find/"

    told = client.get(find, {"other": f" {likewise.reference.lower()} "}, follow=True)
    assert "Profiles of these kinds do not answer each other" in told.content.decode()
    missing = client.get(find, {"other": "TO-1999-0001"}, follow=True).content.decode()
    assert "There is no profile" in missing
    itself = client.get(find, {"other": desalting.reference}, follow=True)
    assert itself.status_code == 422


def test_strangers_read_no_suggestions(client: Client) -> None:
    sides = Sides()
    desalting, water = need(sides.mira, DESALTING, "ru"), offer(sides.vega, MEMBRANE, "fa")
    renewed()
    path = f"/profiles/{desalting.reference}/suggestions/"
    for stranger in (sides.speaker(sides.vega), make.role_holder(Role.MANAGER, sides.north)):
        client.force_login(stranger)
        assert client.get(path).status_code == 404
        assert client.get(f"{path}{water.reference}/").status_code == 404
        answer = client.post(f"{path}{water.reference}/refuse/", {"reason": "early"})
        assert answer.status_code == 404


def test_the_name_behind_an_anonymous_profile_is_not_told(client: Client) -> None:
    sides = Sides()
    desalting = need(sides.mira, DESALTING, "ru")
    offer(sides.vega, MEMBRANE, "fa", is_anonymous=True)
    renewed()
    client.force_login(sides.speaker(sides.mira))

    page = client.get(f"/profiles/{desalting.reference}/suggestions/").content.decode()

    assert "Vega Works" not in page
    assert "not named yet" in page


def test_lists_of_suggestions_ask_as_often_however_many_there_are(
    client: Client, asks_as_often: AsksAsOften
) -> None:
    sides = Sides()
    desalting = need(sides.mira, DESALTING, "ru")
    offer(sides.vega, MEMBRANE, "fa")
    renewed()
    client.force_login(sides.speaker(sides.mira))

    def grow() -> None:
        offer(sides.vega, f"{MEMBRANE} {MEMBRANE}", "fa")
        offer(sides.vega, PUMPS, "ru")
        renewed()

    def grow_again() -> None:
        need(sides.mira, SEEDS, "ru")
        need(sides.mira, f"{SEEDS} {SEEDS}", "ru")
        renewed()

    asks_as_often(client, f"/profiles/{desalting.reference}/suggestions/", grow)
    asks_as_often(client, "/profiles/suggestions/", grow_again)
