"""Fetch the front-end parts we stand on and write them, with a manifest, into the ui context.

Run by whoever brings a part up to date: ``python tools/vendor.py``. It needs ``npm`` on the path
and network; nobody else does, because the result is committed.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src/accord/apps/ui/static/vendor"

SVG = "http://www.w3.org/2000/svg"
# Every icon that a template may name; the tag {% icon %} refuses others.
ICONS = (ROOT / "tools/vendor_icons.txt").read_text(encoding="utf-8").split()


@dataclass(frozen=True, slots=True)
class Part:
    """One package, the files we take from it, and what a file is called here."""

    name: str
    version: str
    licence: str
    folder: str
    files: tuple[tuple[str, str], ...]


TABLER = Part(
    "@tabler/core",
    "1.6.1",
    "MIT",
    "tabler",
    (
        ("dist/css/tabler.min.css", "tabler.min.css"),
        ("dist/css/tabler.rtl.min.css", "tabler.rtl.min.css"),
    ),
)
TABLER_ICONS = Part("@tabler/icons", "3.51.0", "MIT", "tabler-icons", (("LICENSE", "LICENSE"),))
HTMX = Part(
    "htmx.org",
    "2.0.11",
    "0BSD",
    "htmx",
    (("dist/htmx.min.js", "htmx.min.js"), ("LICENSE", "LICENSE")),
)
INTER = Part(
    "@fontsource-variable/inter",
    "5.3.0",
    "OFL-1.1",
    "inter",
    (
        ("files/inter-latin-wght-normal.woff2", "inter-latin.woff2"),
        ("files/inter-latin-ext-wght-normal.woff2", "inter-latin-ext.woff2"),
        ("files/inter-cyrillic-wght-normal.woff2", "inter-cyrillic.woff2"),
        ("files/inter-cyrillic-ext-wght-normal.woff2", "inter-cyrillic-ext.woff2"),
        ("LICENSE", "LICENSE"),
    ),
)
VAZIRMATN = Part(
    "@fontsource-variable/vazirmatn",
    "5.3.0",
    "OFL-1.1",
    "vazirmatn",
    (
        ("files/vazirmatn-arabic-wght-normal.woff2", "vazirmatn-arabic.woff2"),
        ("LICENSE", "LICENSE"),
    ),
)
PARTS = (TABLER, TABLER_ICONS, HTMX, INTER, VAZIRMATN)


def main() -> None:
    """Fetch every part, write the files, the icon sprite, the font faces and the manifest."""
    if shutil.which("npm") is None:
        sys.exit("npm is needed to fetch front-end parts, and it is not on the path.")
    shutil.rmtree(VENDOR, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch:
        sources = {part: _fetch(part, Path(scratch)) for part in PARTS}
        for part, source in sources.items():
            for theirs, ours in part.files:
                _write(part, ours, (source / theirs).read_bytes())
        _write(TABLER_ICONS, "sprite.svg", _sprite(sources[TABLER_ICONS]))
        faces = "\n".join([*_faces(INTER, sources[INTER]), *_faces(VAZIRMATN, sources[VAZIRMATN])])
        (VENDOR / "fonts.css").write_text(faces, encoding="utf-8")
    _write_manifest()
    print(f"Wrote {sum(1 for _ in _files())} files to {VENDOR.relative_to(ROOT)}.")


def _fetch(part: Part, scratch: Path) -> Path:
    """Return the folder of an unpacked package."""
    target = scratch / part.folder
    target.mkdir()
    subprocess.run(
        ["npm", "pack", "--silent", f"{part.name}@{part.version}"], cwd=target, check=True
    )
    (archive,) = target.glob("*.tgz")
    with tarfile.open(archive) as packed:
        packed.extractall(target, filter="data")
    return target / "package"


def _write(part: Part, name: str, content: bytes) -> None:
    path = VENDOR / part.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.replace(b"\r\n", b"\n") if path.suffix != ".woff2" else content)


def _sprite(source: Path) -> bytes:
    """Return one SVG with a symbol for every icon we use."""
    ET.register_namespace("", SVG)
    sprite = ET.Element(f"{{{SVG}}}svg")
    for name in ICONS:
        drawing = ET.parse(source / "icons/outline" / f"{name}.svg").getroot()  # noqa: S314 -- a pinned package of our own choice
        symbol = ET.SubElement(sprite, f"{{{SVG}}}symbol", id=name, viewBox="0 0 24 24")
        for shape in drawing:
            if shape.get("stroke") != "none":
                shape.tail = None
                symbol.append(shape)
    return ET.tostring(sprite, encoding="utf-8") + b"\n"


def _faces(part: Part, source: Path) -> Iterator[str]:
    """Yield an ``@font-face`` per file, each loaded only for the letters it holds."""
    names = {Path(theirs).name: ours for theirs, ours in part.files}
    style = (source / "wght.css").read_text(encoding="utf-8")
    for face in re.findall(r"@font-face\s*{[^}]*}", style):
        found = re.search(r"url\(\./files/([^)]+)\)", face)
        letters = re.search(r"unicode-range:\s*([^;]+);", face)
        if found is None or letters is None or found.group(1) not in names:
            continue
        yield (
            f'@font-face{{font-family:"{part.folder.title()}";font-style:normal;'
            "font-weight:100 900;font-display:swap;"
            f'src:url("{part.folder}/{names[found.group(1)]}") format("woff2");'
            f"unicode-range:{letters.group(1)}}}"
        )


def _files() -> Iterator[Path]:
    yield from sorted(path for path in VENDOR.rglob("*") if path.is_file())


def _write_manifest() -> None:
    """Write down what was taken, under which licence, and the fingerprint of each file."""
    prints = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in _files()
    }
    parts = [
        {
            "name": part.name,
            "version": part.version,
            "licence": part.licence,
            "files": {
                name: mark for name, mark in prints.items() if name.startswith(f"{part.folder}/")
            },
        }
        for part in PARTS
    ]
    manifest = {"parts": parts, "made": {"fonts.css": prints["fonts.css"]}, "icons": ICONS}
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (VENDOR / "MANIFEST.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
