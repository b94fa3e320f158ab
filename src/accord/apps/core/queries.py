"""Questions about what every context shares."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from accord.apps.core.acting import Acting
from accord.apps.core.enums import DeedBase, JobState, Visibility
from accord.apps.core.models import Approval, AuditEntry, Job, Note, Side

SEAL = "core.record"
SEAL_LASTS = timedelta(hours=12)
WHOM = ("participant", "left", "right", "person")  # facts of deeds that name somebody
MISSED_SIGNS_OF_LIFE = timedelta(seconds=10)


def seen_by(acting: Acting) -> Q:
    """Return the condition under which a shared record may be seen through its sides.

    What a context adds for its own reasons (the company's own record, the
    participants of an event) it joins with ``|``.
    """
    if acting.is_administrator:
        return Q()
    return (
        Q(visibility=Visibility.PUBLIC)
        | Q(visibility=Visibility.SHARED, owner__in=acting.partners)
        | Q(owner__in=acting.sides)
    )


def running_on(day: date) -> Q:
    """Return the condition of what runs on a day: a role, a membership; the last day is out."""
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gt=day)
    return begun & not_over


def sides_by_code() -> dict[str, Side]:
    """Return every side under its code."""
    return {side.code: side for side in Side.objects.order_by("code")}


def notes_visible_to(acting: Acting, subject: str) -> QuerySet[Note]:
    """Return the notes of the person's own sides about a record, newest first."""
    return (
        Note.objects.filter(subject=subject, side__in=acting.sides)
        .select_related("side")
        .order_by("-at", "pk")
    )


def approvals_of(subjects: Iterable[str]) -> QuerySet[Approval]:
    """Return who approved the records, on each side."""
    return (
        Approval.objects.filter(subject__in=list(subjects))
        .select_related("side")
        .order_by("side__code")
    )


def history_of(acting: Acting, subject: str) -> QuerySet[AuditEntry]:
    """Return what was done to a record, newest first, less other sides' own business."""
    own = Q(side__isnull=True) | Q(side__in=acting.sides)
    return AuditEntry.objects.filter(own, subject=subject).order_by("-at", "-pk")


def jobs_visible_to(acting: Acting) -> QuerySet[Job]:
    """Return the work that the person started, or all of it for an administrator."""
    return Job.objects.all() if acting.is_administrator else Job.objects.filter(who=acting.who)


def unfinished_jobs(kind: str, subject: str) -> QuerySet[Job]:
    """Return the work of that kind under way on a record, oldest first."""
    states = [JobState.QUEUED, JobState.RUNNING]
    return Job.objects.filter(kind=kind, subject=subject, state__in=states).order_by("created_at")


def unfinished_job(kind: str, subject: str) -> Job | None:
    """Return the oldest work of that kind under way on a record, if any."""
    return unfinished_jobs(kind, subject).first()


def lost_jobs(*, silent_since: datetime) -> QuerySet[Job]:
    """Return running jobs whose worker has not been heard of since that moment."""
    return Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=silent_since)


def is_silent(job: Job, at: datetime) -> bool:
    """Tell whether a running job's worker missed several of its signs of life."""
    heard_at = job.heartbeat_at
    return (
        job.state == JobState.RUNNING
        and heard_at is not None
        and heard_at < at - MISSED_SIGNS_OF_LIFE
    )


def own_sides_of(acting: Acting) -> QuerySet[Side]:
    """Return the sides on which the person holds a role."""
    return Side.objects.filter(pk__in=acting.sides).order_by("code")


def sealed(acting: Acting, subject: str) -> str:
    """Return the reference of a record that the person sees, sealed for them alone.

    Core cannot ask another context whether a record may be seen. A page that shows the
    record hands out the seal; without one nobody reads a history or writes a note.
    """
    return signing.dumps([acting.who, subject], salt=SEAL)


def unsealed(acting: Acting, seal: str) -> str | None:
    """Return the reference in a seal that was made for the person; None for any other."""
    try:
        who, subject = signing.loads(seal, salt=SEAL, max_age=SEAL_LASTS)
    except signing.BadSignature:
        return None
    return str(subject) if who == acting.who else None


@cache
def sentences() -> Mapping[str, str | Promise]:
    """Return the sentence of every deed in every context's register."""
    registers = DeedBase.__subclasses__()
    return {deed.value: deed.sentence for register in registers for deed in register}


def sentence_of(deed: str) -> str:
    """Return what was done, in the current language; the code of a deed no longer known."""
    return str(sentences().get(deed, deed))


def told(entries: Iterable[AuditEntry]) -> list[tuple[AuditEntry, str]]:
    """Return each entry with its sentence, and whom it was about."""
    return [(entry, sentence_of(entry.deed) + _whom(entry.facts)) for entry in entries]


def _whom(facts: Mapping[str, object]) -> str:
    """Return in brackets whom a deed was about, by the codes and references in its facts."""
    whom = [str(facts[name]) for name in WHOM if facts.get(name)]
    return f" (\u2068{' – '.join(whom)}\u2069)" if whom else ""
