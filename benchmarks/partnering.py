"""Profiles and their suggestions: saving to matched, renewal, an event, and the pages.

Usage: ./accord bench partnering [--profiles N] [--guests N] [--runs N] [--database URL]

The profiles are those of the golden scenario, varied. Baselines in the same run: for matching,
what reading the words alone costs; for pages, a bare answer through the same middleware.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from benchmarks import pages
from benchmarks.machine import machine, spread

if TYPE_CHECKING:
    from accord.apps.core.models import Job
    from accord.apps.partnering.models import Profile
    from accord.engine.matching import Document
    from benchmarks.addresses import Address
    from benchmarks.world import World

MOST_SECONDS = 1.0  # from saving to matched
CHANGED = 20  # profiles changed and matched one by one


def main(arguments: list[str]) -> int:
    """Print what each part costs; return how many bars are broken."""
    options = _options(arguments)
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        pages.ready(folder, options.database)
        world, profiles = _world(options)
        for line in _renewal(len(profiles)):
            print(line, flush=True)
        broken = _changes(profiles)
        _event(world, options.guests)
        measured = pages.measured(list(_addresses(world, profiles)), options.runs)
    return broken + pages.told(measured)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="accord bench partnering")
    parser.add_argument("--profiles", type=int, default=3_000)
    parser.add_argument("--guests", type=int, default=1_000, help="half of each side")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--database", default="", help="postgresql://… instead of SQLite")
    return parser.parse_args(arguments)


def _world(options: argparse.Namespace) -> "tuple[World, list[Profile]]":
    from django.utils import timezone  # noqa: PLC0415 -- settings first

    from accord.apps.core.acting import Acting  # noqa: PLC0415 -- settings first
    from accord.apps.core.enums import Door  # noqa: PLC0415 -- settings first
    from accord.apps.core.jobs import renew_statistics  # noqa: PLC0415 -- settings first
    from accord.apps.directory.actions import code_lists  # noqa: PLC0415 -- settings first
    from accord.apps.directory.models import Organisation  # noqa: PLC0415 -- settings first
    from benchmarks.pools.profiles import add_profiles  # noqa: PLC0415 -- settings first
    from benchmarks.world import Size, make_world  # noqa: PLC0415 -- settings first

    system = Acting(who="system", at=timezone.now(), door=Door.CLI)
    code_lists.load_code_lists(system)
    size = Size(options.profiles, options.profiles, options.guests, meetings=0)
    world = make_world(size)
    organisations = list(Organisation.objects.order_by("reference"))
    profiles = add_profiles(organisations)
    renew_statistics()
    return world, profiles


def _renewal(count: int) -> Iterator[str]:
    """Read and match everybody; then match everybody again, when nobody has to be read."""
    from accord.apps.partnering.actions import matching  # noqa: PLC0415 -- settings first
    from accord.apps.partnering.models import Suggestion  # noqa: PLC0415 -- settings first

    for label in ("whole renewal, all words read", "the same, no words changed"):
        clock, processor = _spent(lambda: _worked(matching.KIND, matching.renew))
        each = 1000 / count
        yield (
            f"{label:<42}{clock:>8.1f} s, {processor:.1f} s of CPU; a thousand profiles: "
            f"{each * clock:.1f} s, {each * processor:.1f} s of CPU"
        )
    yield f"{'suggestions found':<42}{Suggestion.objects.count():>8}"


def _changes(profiles: "list[Profile]") -> int:
    """Change profiles one by one; return 1 when matching one takes longer than it may."""
    from django.utils import timezone  # noqa: PLC0415 -- settings first

    from accord.apps.core.localised import LocalizedText  # noqa: PLC0415 -- settings first
    from accord.apps.partnering.actions.matching import match_profile  # noqa: PLC0415 -- the same
    from accord.apps.partnering.adapters import matching as words  # noqa: PLC0415 -- the same

    clocks, worked, reading = list[float](), list[float](), list[float]()
    for number, profile in enumerate(profiles[:: max(1, len(profiles) // CHANGED)][:CHANGED]):
        language = profile.description.source
        said = f"{profile.description.in_language(language)} {number + 1}."
        profile.description = LocalizedText.of(said, language)
        profile.save(update_fields=["description"])
        alone = _spent(partial(_read, words.document_of(profile)))
        clock, processor = _spent(partial(match_profile, profile.pk, timezone.now()))
        clocks.append(clock)
        worked.append(processor)
        reading.append(alone[1])
    print(
        f"{'saving → matched, ms (bar 1,000)':<42}{_ms(clocks)} by the clock; {_ms(worked)} of CPU"
    )
    print(f"{'  of it (baseline): reading the words':<42}{_ms(reading)} of CPU")
    return int(statistics.median(clocks) > MOST_SECONDS)


def _read(document: "Document") -> None:
    """Have the model read a text and its sentences, and do nothing with it."""
    from accord.apps.partnering.adapters.encoding import encoder  # noqa: PLC0415 -- settings first
    from accord.engine.matching import encoded, passages  # noqa: PLC0415 -- the same

    encoded([document], encoder())
    passages([document], encoder())


def _event(world: "World", guests: int) -> None:
    from accord.apps.brokerage.actions import matching  # noqa: PLC0415 -- settings first

    payload = {"event": str(world.event.pk)}
    clock, processor = _spent(
        lambda: _worked(
            matching.KIND, matching.match, subject=world.event.reference, payload=payload
        )
    )
    label = f"an event of {guests // 2} × {guests - guests // 2}, vectors ready"
    print(f"{label:<42}{clock:>8.1f} s, {processor:.1f} s of CPU")


def _addresses(world: "World", profiles: "list[Profile]") -> "Iterator[Address]":
    from django.urls import reverse  # noqa: PLC0415 -- settings first

    from accord.apps.brokerage.models import Attendance  # noqa: PLC0415 -- settings first
    from accord.apps.partnering.models import Suggestion  # noqa: PLC0415 -- settings first
    from benchmarks.addresses import Address  # noqa: PLC0415 -- settings first

    yield Address("(baseline) a day read", reverse("ui:read-day"), world.manager)
    own = profiles[0]
    other = Suggestion.objects.filter(profile=own).latest("score").other
    distant = Suggestion.objects.exclude(other__in=own.suggestions.values("other")).first()
    assert distant is not None  # noqa: S101 -- thousands of profiles
    guest = Attendance.objects.get(event=world.event, organisation=own.organisation)
    at_event = (world.event.reference, guest.code)
    for who, user in (("company", world.spokesperson), ("manager", world.manager)):
        for label, name, parts in (
            ("published profiles", "partnering:profile-list", ()),
            ("one profile", "partnering:profile", (own.reference,)),
            ("suggestions of a profile", "partnering:suggestions", (own.reference,)),
            ("why this?", "partnering:compare", (own.reference, other.reference)),
            ("why not?", "partnering:compare", (own.reference, distant.other.reference)),
            ("own suggestions", "partnering:own-suggestions", ()),
            ("suggestions at the event", "brokerage:suggestions", at_event),
        ):
            yield Address(f"{label}, {who}", reverse(name, args=parts), user)
    coverage = reverse("brokerage:coverage", args=[world.event.reference])
    yield Address("evenness at the event, manager", coverage, world.manager)


def _worked(kind: str, handler: Callable[..., None], **how: object) -> "Job":
    """Do a piece of work as a worker does."""
    from django.utils import timezone  # noqa: PLC0415 -- settings first

    from accord.apps.core.jobs import Running  # noqa: PLC0415 -- settings first
    from accord.apps.core.models import Job  # noqa: PLC0415 -- settings first

    now = timezone.now()
    stand = {"subject": "profiles", "state": "running", "attempts": 1}
    job = Job.objects.create(
        kind=kind, created_at=now, started_at=now, heartbeat_at=now, **stand | how
    )
    handler(Running(job))
    Job.objects.filter(pk=job.pk).update(state="done", ended_at=timezone.now())
    return job


def _spent(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that work takes by the clock and of the processor."""
    began, worked = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - worked


def _ms(seconds: list[float]) -> str:
    return spread([1000 * each for each in seconds])
