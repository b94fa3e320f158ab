"""Fetch the fonts of printed pages and write them, with a manifest, into the documents context.

Run by whoever brings a font up to date: ``python tools/vendor_fonts.py``. It needs ``npm`` on the
path and network; nobody else does, because the result is committed. Web fonts are packed in a
way that the typesetter does not read, so these are separate files.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent / "src/accord/apps/documents/fonts"
MANIFEST = "MANIFEST.json"


@dataclass(frozen=True, slots=True)
class Family:
    """One family, the package it comes in, and what its files are called here."""

    name: str
    package: str
    version: str
    files: tuple[tuple[str, str], ...]


FAMILIES = (
    Family(
        "Inter",
        "@expo-google-fonts/inter",
        "0.4.2",
        (
            ("400Regular/Inter_400Regular.ttf", "Inter-Regular.ttf"),
            ("700Bold/Inter_700Bold.ttf", "Inter-Bold.ttf"),
            ("LICENSE_FONT", "OFL-Inter.txt"),
        ),
    ),
    Family(
        "Vazirmatn NL",  # without Latin letters: those come from Inter on every page
        "vazirmatn",
        "33.0.3",
        (
            ("misc/Non-Latin/fonts/ttf/Vazirmatn-NL-Regular.ttf", "Vazirmatn-NL-Regular.ttf"),
            ("misc/Non-Latin/fonts/ttf/Vazirmatn-NL-Bold.ttf", "Vazirmatn-NL-Bold.ttf"),
            ("OFL.txt", "OFL-Vazirmatn.txt"),
        ),
    ),
)


def main() -> None:
    """Fetch every family, write its files and the manifest."""
    if shutil.which("npm") is None:
        sys.exit("npm is needed to fetch fonts, and it is not on the path.")
    FONTS.mkdir(parents=True, exist_ok=True)
    described = [_fetched(family) for family in FAMILIES]
    text = json.dumps({"families": described}, indent=2) + "\n"
    (FONTS / MANIFEST).write_text(text, encoding="utf-8")
    print(f"Wrote {len(described)} families to {FONTS.name}.")


def _fetched(family: Family) -> dict[str, object]:
    """Write the family's files and return its entry in the manifest."""
    hashes = {}
    with tempfile.TemporaryDirectory() as scratch:
        package = f"{family.package}@{family.version}"
        subprocess.run(["npm", "pack", "--silent", package], cwd=scratch, check=True)
        (archive,) = Path(scratch).glob("*.tgz")
        with tarfile.open(archive) as packed:
            packed.extractall(scratch, filter="data")
        for theirs, ours in family.files:
            content = (Path(scratch) / "package" / theirs).read_bytes()
            written = content.replace(b"\r\n", b"\n") if ours.endswith(".txt") else content
            (FONTS / ours).write_bytes(written)
            hashes[ours] = hashlib.sha256(written).hexdigest()
    return {
        "name": family.name,
        "package": family.package,
        "version": family.version,
        "licence": "OFL-1.1",
        "files": hashes,
    }


if __name__ == "__main__":
    main()
