"""Compile the message catalogues, and tell whether they are complete.

Usage: python tools/catalogues.py compile | check
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "accord"
LANGUAGES = ("fa", "ru")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def rooms() -> list[Path]:
    """Return the folders that have a catalogue of their own."""
    return sorted(path.parent for path in SOURCE.glob("**/locale") if path.is_dir())


def catalogue(path: Path) -> Catalog:
    """Return what a .po file holds."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def compile_all() -> int:
    """Write a .mo beside every .po that changed since."""
    for source in SOURCE.glob("**/locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with target.open("wb") as file:
                write_mo(file, catalogue(source))
    return 0


def complaints() -> Iterator[str]:
    """Yield what is untranslated, doubtful, stale or of other placeholders."""
    for room in rooms():
        wanted = _messages_of(room)
        for language in LANGUAGES:
            path = room / "locale" / language / "LC_MESSAGES" / "django.po"
            name = path.relative_to(ROOT)
            if not path.exists():
                yield f"{name}: missing"
                continue
            found = {message.id: message for message in catalogue(path) if message.id}
            for key in wanted - {_key(identity) for identity in found}:
                yield f"{name}: not in the catalogue: {key}"
            for identity, message in found.items():
                yield from _faults(f"{name}", identity, message)


def disagreements() -> Iterator[str]:
    """Yield what two contexts translate differently: at run time only one of them is heard."""
    for language in LANGUAGES:
        heard: dict[tuple[str | None, str], dict[str, list[str]]] = {}
        for room in rooms():
            path = room / "locale" / language / "LC_MESSAGES" / "django.po"
            if not path.exists():
                continue
            for message in catalogue(path):
                if message.id and message.string:
                    said = heard.setdefault((message.context, _key(message.id)), {})
                    said.setdefault(str(message.string), []).append(room.name)
        for (_context, key), said in heard.items():
            if len(said) > 1:
                told = "; ".join(f"{', '.join(who)}: {text}" for text, who in said.items())
                yield f"{language}: “{key}” is translated in two ways ({told})"


def _faults(name: str, identity: object, message: object) -> Iterator[str]:
    texts = getattr(message, "string", "")
    versions = texts if isinstance(texts, list | tuple) else [texts]
    if getattr(message, "fuzzy", False):
        yield f"{name}: fuzzy: {identity}"
    if not all(versions):
        yield f"{name}: not translated: {identity}"
        return
    allowed = set(PLACEHOLDER.findall(str(identity)))
    for version in versions:
        if not set(PLACEHOLDER.findall(version)) <= allowed:
            yield f"{name}: other placeholders: {identity}"
    last = versions[-1]
    if not isinstance(identity, tuple) and set(PLACEHOLDER.findall(last)) != allowed:
        yield f"{name}: placeholders missing: {identity}"


def _key(identity: object) -> str:
    return str(identity[0] if isinstance(identity, list | tuple) else identity)


def _messages_of(room: Path) -> set[str]:
    """Return the messages that stand in the room's code, extracted afresh."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / room.name
        shutil.copytree(room, copy, ignore=shutil.ignore_patterns("locale", "static", "apps"))
        (copy / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "-l", "ru", "--no-location"]
        subprocess.run(command, cwd=copy, check=True, capture_output=True)
        path = copy / "locale" / "ru" / "LC_MESSAGES" / "django.po"
        if not path.exists():
            return set()
        with path.open("rb") as file:
            return {_key(message.id) for message in read_po(file) if message.id}


def check() -> int:
    """Print every complaint; return 1 when there is one."""
    found = sorted({*complaints(), *disagreements()})
    print("\n".join(found) if found else "message catalogues: complete")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit({"compile": compile_all, "check": check}[sys.argv[1]]())
