"""How the demo tells what it does: a progress bar, then a summary."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from accord.site.demo.story import Story, tell
from accord.site.people import operator

CHAPTERS = {
    "world": "Parties, programme, code lists",
    "workbook": "Importing the event workbook",
    "profiles": "Writing and reviewing profiles",
    "plan": "Planning the meetings",
    "papers": "Writing agendas and cards",
}


def told_story(at: datetime, *, seconds: int) -> Story:
    """Load the demo behind a progress bar."""
    columns = (TextColumn("{task.description:32}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn()) as progress:
        bars = {
            key: progress.add_task(label, total=None, start=False)
            for key, label in CHAPTERS.items()
        }

        def watch(chapter: str, done: int, total: int) -> None:
            progress.start_task(bars[chapter])
            progress.update(bars[chapter], completed=done, total=total)

        return tell(operator(at), watch, seconds=seconds)


def summarise(story: Story) -> None:
    """Print what was made, how good it is, and where the files are."""
    console, figures = Console(), story.figures
    console.print(
        f"\n[bold]{story.event.title.in_language('en')}[/bold]  ({story.event.reference})"
    )
    console.print(
        f"{figures['organisations']} organisations, {figures['wishes']} wishes that ask for "
        f"{figures['requests']} meetings: {figures['meetings']} placed, "
        f"{figures['unplaced']} not, each with its reason."
    )
    console.print(
        f"{figures['profiles']} profiles of what they offer and seek, {figures['published']} of "
        f"them published; {figures['interests']} expressions of interest. Once the site is "
        "served they are read and matched; suggestions follow within a minute."
    )
    gap = 100 * (figures["bound"] - figures["weight"]) / max(1, figures["bound"])
    console.print(
        f"The plan is worth {figures['weight']} points; no plan can be worth more than "
        f"{figures['bound']} (gap {gap:.1f} %)."
    )
    times = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in story.seconds.items())
    console.print(f"Time: {times}; {sum(story.seconds.values()):.1f} s in all.")
    console.print(f"Workbook: {shown(story.workbook)}")
    if story.papers:
        console.print(f"Papers: {len(story.papers)} files in {shown(story.papers[0].parent)}")
    console.print("\n[bold]People who can sign in[/bold]")
    for one in story.sign_ins:
        console.print(f"  {one.title} · {one.name}", highlight=False)
        console.print(f"    {one.email}  {one.password}", highlight=False)


def shown(path: Path) -> str:
    """Return the path as it is shortest to type."""
    root = Path(settings.ROOT)
    return str(path.relative_to(root) if path.is_relative_to(root) else path)
