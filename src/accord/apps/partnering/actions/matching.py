"""Match profiles with one another, and say which suggestions do not suit."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accord.apps.core import audit, outbox
from accord.apps.core import queries as core
from accord.apps.core.acting import Acting
from accord.apps.core.enums import Visibility
from accord.apps.core.errors import ReasonMissingError
from accord.apps.core.jobs import Running, start_job
from accord.apps.core.models import Job
from accord.apps.partnering import policies
from accord.apps.partnering.adapters import matching, pools
from accord.apps.partnering.adapters.encoding import current_means, current_model, encoder
from accord.apps.partnering.enums import Deed, RefusalReason
from accord.apps.partnering.errors import NotToOneselfError
from accord.apps.partnering.events import SuggestionsJudged
from accord.apps.partnering.models import Profile, ProfileVector, Refusal, Suggestion
from accord.apps.partnering.queries import suggestions as queries
from accord.engine.matching import Encoder, Pair, encoded, passages

KIND = "partnering.match"
SUBJECT = "profiles"
KEPT = queries.SHOWN
TOLD = 200  # others whose own lists a new profile may enter
AT_ONCE = 50  # profiles read, and matched, in one transaction


def match_profile(key: UUID, at: datetime) -> int:
    """Read one profile and renew its suggestions, and where others read it its place in theirs.

    Nothing is recomputed that did not change: its words are read by the model again only when
    they are others, and no other pair is touched.

    Returns
    -------
    int
        How many suggestions it has.
    """
    profile = queries.profile_to_match(key)
    if profile is None:
        return 0
    (row,) = _read([profile], encoder(), at)
    row.profile = profile
    held, day = pools.held_on(at.date()), at.date()
    is_told = profile.is_valid_on(day) and profile.visibility != Visibility.PRIVATE
    others = held.pairs(row, top=TOLD, day=day) if is_told else ()
    with transaction.atomic():
        Profile.objects.select_for_update().get(pk=key)
        Suggestion.objects.filter(other=key).delete()
        Suggestion.objects.bulk_create(_told_to_others(key, others, at))
        return _renew_list(held, row, at)


def match_list(key: UUID, at: datetime) -> int:
    """Renew the suggestions of one profile alone; return how many it has."""
    row = queries.vectors_by_profile([key], current_model()).select_related("profile").first()
    if row is None:
        return match_profile(key, at)
    held = pools.held_on(at.date())
    with transaction.atomic():
        Profile.objects.select_for_update().get(pk=key)
        return _renew_list(held, row, at)


def renew(running: Running) -> None:
    """Read what the current model has not read, then match everybody anew; repeatable."""
    keys = list(queries.profiles_to_match().values_list("pk", flat=True))
    total = 2 * len(keys)
    running.report(0, total)
    making = encoder()
    for first in range(0, len(keys), AT_ONCE):
        part = keys[first : first + AT_ONCE]
        _read(list(queries.profiles_to_match().filter(pk__in=part)), making, running.now)
        if not running.report(first + len(part), total):
            return
    held = pools.held_on(running.now.date())
    for first in range(0, len(keys), AT_ONCE):
        part = keys[first : first + AT_ONCE]
        with transaction.atomic():
            _match(held, part, running.now)
            goes_on = running.report(len(keys) + first + len(part), total)
        if not goes_on:
            return


def read_unread(keys: Sequence[UUID], running: Running) -> bool:
    """Have the current model read what it has not of these profiles; return whether to go on."""
    unread = queries.unread_among(keys, current_model(), current_means())
    for first in range(0, len(unread), AT_ONCE):
        part = unread[first : first + AT_ONCE]
        _read(list(queries.profiles_to_match().filter(pk__in=part)), encoder(), running.now)
        if not running.report(first + len(part), len(unread)):
            return False
    return True


def start_renewal(acting: Acting) -> Job:
    """Have everybody matched anew in the background."""
    policies.may_match_everybody(acting).require()
    return start_job(acting, KIND, SUBJECT, payload={})


def renew_when_due(acting: Acting) -> Job | None:
    """Have everybody matched anew when a model was changed, and once a day."""
    policies.may_keep_time(acting).require()
    if core.unfinished_job(KIND, SUBJECT) is not None:
        return None
    last = queries.last_renewal(KIND)
    is_old = last is None or last.created_at.date() < acting.at.date()
    if queries.has_unread(current_model(), current_means()) or (is_old and queries.has_work()):
        return start_job(acting, KIND, SUBJECT, payload={})
    return None


def refuse_suggestion(
    acting: Acting, profile: Profile, other: Profile, *, reason: RefusalReason, note: str = ""
) -> Refusal:
    """Say that a suggestion does not suit, and why; said again, the last word counts.

    Raises
    ------
    NotToOneselfError
        When the two are one.
    ReasonMissingError
        When the reason is “another one” and nothing is noted.
    """
    policies.may_refuse(acting, profile).require()
    if profile.pk == other.pk:
        raise NotToOneselfError
    if reason == RefusalReason.OTHER and not note.strip():
        raise ReasonMissingError
    with transaction.atomic():
        refusal, _is_new = Refusal.objects.update_or_create(
            profile=profile,
            other=other,
            defaults={
                "reason": reason,
                "note": note.strip()[:500],
                "by": acting.name,
                "at": acting.at,
            },
        )
        audit.record(
            acting, Deed.SUGGESTION_REFUSED, profile.reference,
            other=other.reference, reason=reason.value,
        )  # fmt: skip
        _match_again(acting, profile)
    return refusal


def recall_refusal(acting: Acting, profile: Profile, other: Profile) -> bool:
    """Take a suggestion back into view; return whether it had been refused."""
    policies.may_refuse(acting, profile).require()
    with transaction.atomic():
        count, _by_model = Refusal.objects.filter(profile=profile, other=other).delete()
        if count:
            audit.record(
                acting, Deed.SUGGESTION_RECALLED, profile.reference, other=other.reference
            )
            _match_again(acting, profile)
    return bool(count)


def _match_again(acting: Acting, profile: Profile) -> None:
    """Let the next suggestions know of it."""
    outbox.announce(SuggestionsJudged(at=acting.at, profile=str(profile.pk)))


def _read(profiles: Sequence[Profile], making: Encoder, at: datetime) -> list[ProfileVector]:
    """Return the rows of profiles as they are now; the model reads words that it has not yet."""
    known = queries.vectors_by_profile([profile.pk for profile in profiles], making.model)
    rows = {row.profile_id: row for row in known}
    changed = [
        row
        for profile in profiles
        if (row := _brought_up_to_date(rows.get(profile.pk), profile, making.model)) is not None
    ]
    _encode([row for row in changed if not row.vector], making)
    for row in changed:
        row.made_at = at
    ProfileVector.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["profile", "model"],
        update_fields=[
            "means", "language", "text", "facts", "vector", "sentences", "sentence_vectors",
            "made_at",
        ],
    )  # fmt: skip
    rows |= {row.profile_id: row for row in changed}
    return [rows[profile.pk] for profile in profiles]


def _brought_up_to_date(
    row: ProfileVector | None, profile: Profile, model: str
) -> ProfileVector | None:
    """Return the row as it has to be written, without vectors where words are new; or None."""
    document, means = matching.document_of(profile), current_means()
    facts = matching.facts_from(matching.statement_of(profile))
    if row is not None and _words_of(row) == (document.text, document.language, means):
        if row.facts == facts:
            return None
        row.facts = facts
        return row
    return ProfileVector(
        profile=profile,
        model=model,
        means=means,
        language=document.language,
        text=document.text,
        facts=facts,
    )


def _words_of(row: ProfileVector) -> tuple[str, str, str]:
    return row.text, row.language, row.means


def _encode(rows: Sequence[ProfileVector], making: Encoder) -> None:
    documents = [matching.document_from(row) for row in rows]
    if not documents:
        return
    batch = encoded(documents, making)
    apart = passages([matching.without_title(document) for document in documents], making)
    for row, vector, pieces in zip(rows, batch.vectors, apart, strict=True):
        row.vector = matching.written_down(vector)
        row.sentences = list(pieces.sentences)
        row.sentence_vectors = matching.sentences_written_down(pieces)


def _renew_list(held: pools.Held, row: ProfileVector, at: datetime) -> int:
    unlike = queries.refused_as_unlike(row.profile_id)
    pairs = held.pairs(row, top=KEPT, day=at.date(), unlike=unlike)
    Suggestion.objects.filter(profile=row.profile_id).delete()
    Suggestion.objects.bulk_create(_suggestions(row.profile_id, pairs, at))
    return len(pairs)


def _match(held: pools.Held, keys: Sequence[UUID], at: datetime) -> None:
    """Replace the suggestions of these profiles."""
    read = queries.vectors_by_profile(keys, held.pool.model).select_related("profile")
    for row in read:
        _renew_list(held, row, at)


def _suggestions(key: UUID, pairs: Iterable[Pair], at: datetime) -> list[Suggestion]:
    return [
        Suggestion(profile_id=key, other_id=UUID(pair.key), score=pair.score, found_at=at)
        for pair in pairs
    ]


def _told_to_others(key: UUID, pairs: Sequence[Pair], at: datetime) -> list[Suggestion]:
    """Return its place in the lists of those for whom it is good enough."""
    lists = queries.lowest_scores([UUID(pair.key) for pair in pairs])
    rows: list[Suggestion] = []
    for pair in pairs:
        count, least = lists.get(UUID(pair.key), (0, 0.0))
        if count < KEPT or pair.score > least:
            rows.append(
                Suggestion(profile_id=UUID(pair.key), other_id=key, score=pair.score, found_at=at)
            )
    return rows
