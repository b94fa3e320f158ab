"""Deeds, actions, refusals, settings: what is registered is used, and the other way round."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from accord.apps.core.enums import DeedBase
from accord.apps.core.errors import DomainError

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "accord"
CONTEXTS = SOURCE / "apps"

# Public functions of the rooms for actions that leave no deed, and why.
QUIET = {
    "directory.actions.importing.plan_import": "a plan is read; nothing is written",
    "partnering.actions.importing.plan_import": "a plan is read; nothing is written",
}


def registers() -> list[type[DeedBase]]:
    assert apps.ready  # every context's enums are loaded with its models
    return DeedBase.__subclasses__()


def modules(pattern: str) -> Iterator[tuple[str, ast.Module]]:
    """Return the dotted name and the tree of every module in a context's room."""
    for context in sorted(path for path in CONTEXTS.iterdir() if path.is_dir()):
        for path in sorted(context.glob(pattern)):
            name = ".".join(path.relative_to(CONTEXTS).with_suffix("").parts)
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def all_modules() -> Iterator[ast.Module]:
    for path in sorted(CONTEXTS.rglob("*.py")):
        if "migrations" not in path.parts and path.stem != "enums":
            yield ast.parse(path.read_text(encoding="utf-8"))


def subclasses(parent: type) -> Iterator[type]:
    children: list[type] = parent.__subclasses__()
    for child in children:
        yield child
        yield from subclasses(child)


def test_every_deed_has_a_sentence_and_a_code_of_its_context() -> None:
    for register in registers():
        context = register.__module__.split(".")[2]
        for deed in register:
            assert re.fullmatch(rf"{context}\.[a-z-]+\.[a-z-]+", deed.value), deed
            assert str(deed.sentence), deed
            assert not str(deed.sentence).endswith("."), deed


def test_no_two_deeds_share_a_code() -> None:
    codes = Counter(deed.value for register in registers() for deed in register)

    assert [code for code, count in codes.items() if count > 1] == []


def test_every_deed_is_recorded_somewhere() -> None:
    used = {
        node.attr
        for tree in all_modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id.endswith("Deed")
    }
    registered = {deed.name for register in registers() for deed in register}

    assert registered - used == set()


def test_every_action_records_a_deed_or_says_why_not() -> None:
    silent = set(actions_without_deed())

    assert silent - set(QUIET) == set()
    assert set(QUIET) - silent == set(), "these record a deed now: take them off the list"


def actions_without_deed() -> Iterator[str]:
    """Return the public actions that record nothing, themselves or through what they call."""
    rooms = [*modules("actions.py"), *modules("actions/*.py"), *modules("jobs.py")]
    calls: dict[str, set[str]] = {}
    for _name, tree in rooms:
        for function in functions(tree):
            calls.setdefault(function.name, set()).update(called(function))
    recording = {"audit.record"}
    while more := {name for name, inner in calls.items() if inner & recording} - recording:
        recording |= more
    for name, tree in rooms:
        if not name.endswith("jobs"):
            for function in functions(tree):
                is_action = function.args.args and function.args.args[0].arg == "acting"
                is_public = not function.name.startswith("_")
                if is_action and is_public and function.name not in recording:
                    yield f"{name}.{function.name}"


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in tree.body if isinstance(node, ast.FunctionDef))


def called(function: ast.FunctionDef) -> Iterator[str]:
    """Return the names that a function calls or hands on; ``audit.record`` under that name."""
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute):
            is_audit = ast.unparse(node).startswith("audit.record")
            yield "audit.record" if is_audit else node.attr
        elif isinstance(node, ast.Name):
            yield node.id


def test_every_refusal_has_its_own_code_and_a_whole_sentence() -> None:
    refusals = [
        refusal
        for refusal in subclasses(DomainError)
        if refusal.__module__.startswith("accord.") and "code" in vars(refusal)
    ]
    codes = Counter(refusal.code for refusal in refusals)  # type: ignore[attr-defined]  # -- a DomainError

    assert [code for code, count in codes.items() if count > 1] == []
    for refusal in refusals:
        context = refusal.__module__.split(".")[2]
        message = str(refusal.message)  # type: ignore[attr-defined]  # -- a DomainError
        assert re.fullmatch(rf"{context}\.[a-z-]+", refusal.code), refusal  # type: ignore[attr-defined]  # -- the same
        assert message.endswith((".", "%(problem)s", "%(reason)s")), refusal
        assert "%s" not in message, refusal
        assert "{" not in message, refusal


def test_every_variable_of_the_environment_is_documented() -> None:
    page = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    read = {
        name
        for path in (SOURCE / "site").glob("*.py")
        for name in re.findall(r"[\"'](ACCORD_[A-Z_]+)[\"']", path.read_text(encoding="utf-8"))
    }
    read = {name.removesuffix("_FILE") for name in read}
    documented = set(re.findall(r"`(ACCORD_[A-Z_]+)`", page))

    assert documented == read
