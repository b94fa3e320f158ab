"""Check the rules of this house that no linter knows.

Usage: python tools/house_rules.py [FOLDER ...]
"""

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

MODULE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 400, 50, 150
INTERFACES = {"views", "api", "tasks", "forms", "cli"}
SUPPRESSION = re.compile(r"#\s*(noqa|type:\s*ignore)(?!.*--\s*\S)")
LATER = re.compile(r"\b(TODO|FIXME|XXX|coming soon|lorem ipsum)\b", re.IGNORECASE)
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE
)
PHYSICAL = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)"
    r"|(?:left|right)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)"
    r"|border-(?:top|bottom)-(?:left|right)-radius)"
)
OUTSIDE = re.compile(r"(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE)

Complaint = tuple[int, str]
Rule = Callable[[Path, str], Iterator[Complaint]]


def sizes(path: Path, text: str) -> Iterator[Complaint]:
    """A file that no longer fits on a few screens holds two things."""
    limit = {".html": TEMPLATE_LINES, ".py": MODULE_LINES}.get(path.suffix)
    lines = text.count("\n")
    if limit is not None and lines > limit:
        yield 1, f"{lines} lines, over {limit}"


def suppressions(path: Path, text: str) -> Iterator[Complaint]:
    """A silenced linter says why, after two dashes."""
    if path.suffix == ".py":
        for number, line in _lines_with(SUPPRESSION, text):
            yield number, f"a suppression without a reason: {line.strip()}"


def functions(path: Path, text: str) -> Iterator[Complaint]:
    """A function fits on a screen."""
    for node in _nodes(path, text):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield node.lineno, f"{node.name} has {lines} lines, over {FUNCTION_LINES}"


def interfaces(path: Path, text: str) -> Iterator[Complaint]:
    """Interfaces ask queries and actions; they do not touch the database."""
    if not INTERFACES & {path.stem, path.parent.name} or "tests" in path.parts:
        return
    for node in _nodes(path, text):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "save", "bulk_create"}:
            yield node.lineno, f".{node.attr} in an interface"


def translations(path: Path, text: str) -> Iterator[Complaint]:
    """Translators see trimmed sentences."""
    if path.suffix == ".html":
        for number, line in enumerate(text.splitlines(), 1):
            if "{% blocktranslate" in line and "trimmed" not in line:
                yield number, "blocktranslate without trimmed"


def nothing_inline(path: Path, text: str) -> Iterator[Complaint]:
    """Browsers are told to refuse inline scripts, styles and handlers, and other hosts."""
    if path.suffix == ".html":
        for pattern in (INLINE, OUTSIDE):
            for number, line in _lines_with(pattern, text):
                yield number, f"inline or from elsewhere: {line.strip()[:60]}"


def logical_styles(path: Path, text: str) -> Iterator[Complaint]:
    """Styles speak of start and end, so that both directions are one sheet."""
    if path.suffix == ".css":
        for number, line in _lines_with(PHYSICAL, text):
            yield number, f"left or right: {line.strip()}"


def nothing_left_for_later(path: Path, text: str) -> Iterator[Complaint]:
    """What is left to do is an issue, not a comment."""
    if path.name != "house_rules.py" and "test_house_rules" not in path.name:
        for number, line in _lines_with(LATER, text):
            yield number, f"left for later: {line.strip()[:60]}"


RULES: tuple[Rule, ...] = (
    sizes,
    suppressions,
    functions,
    interfaces,
    translations,
    nothing_inline,
    logical_styles,
    nothing_left_for_later,
)


def complaints(paths: Iterable[Path]) -> Iterator[str]:
    """Yield every broken rule as ``path:line: what. why``."""
    for path in paths:
        text = path.read_text(encoding="utf-8")
        for rule in RULES:
            for line, what in rule(path, text):
                yield f"{path}:{line}: {what}. {rule.__doc__}"


def _lines_with(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if pattern.search(line):
            yield number, line


def _nodes(path: Path, text: str) -> Iterable[ast.AST]:
    return ast.walk(ast.parse(text)) if path.suffix == ".py" else ()


def files_under(roots: Iterable[Path]) -> list[Path]:
    """Return the files that the rules are about: ours, not generated, not vendored."""
    found = (p for root in roots for kind in ("*.py", "*.html", "*.css") for p in root.rglob(kind))
    return sorted(p for p in found if not {"migrations", "vendor"} & set(p.parts))


def main(arguments: list[str]) -> int:
    """Print every complaint; return 1 when there is one."""
    roots = [Path(argument) for argument in arguments] or [
        Path(name) for name in ("src", "tests", "tools", "benchmarks") if Path(name).exists()
    ]
    found = list(complaints(files_under(roots)))
    print("\n".join(found) if found else "house rules: kept")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
