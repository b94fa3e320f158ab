"""The compiler's door: Python functions over arrays become machine code, kept between runs."""

import atexit
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, get_origin, get_type_hints

import numba
import numpy as np

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

HERE = Path(__file__).parent
SOURCES = (
    "compiling",
    "memory",
    "kernel",
    "chains",
    "insertion",
    "closing",
    "annealing",
    "evening",
)
OPTIONS: Any = {
    "cache": True,
    "nogil": True,
    "no_cfunc_wrapper": True,
    "error_model": "numpy",
}
NUMBERS = {bool: numba.boolean, int: numba.int64, float: numba.float64}


def _folder() -> Path:
    """Return where machine code is kept: beside the modules, or in the user's cache.

    Where neither can be written it is a folder of this process alone, for code found in a
    place that others can write would be run. The name holds a hash of all compiled sources,
    for the compiler looks at a function's own module alone and would go on using machine code
    of callees that changed.
    """
    texts = b"".join((HERE / f"{name}.py").read_bytes() for name in SOURCES)
    name = f"compiled-{hashlib.sha256(texts).hexdigest()[:16]}"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "accord"
    for parent in (HERE / "__pycache__", cache):
        try:
            (parent / name).mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(parent / name, os.W_OK):
            return parent / name
    own = Path(tempfile.mkdtemp(prefix="accord-"))
    atexit.register(shutil.rmtree, own, ignore_errors=True)
    return own


FOLDER = _folder()
numba.config.CACHE_DIR = str(FOLDER)  # type: ignore[attr-defined]  # -- made at run time


def compiled(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Compile a function on its first call and keep the machine code on disk.

    Compiled functions leave the interpreter's lock alone, so that a watcher goes on watching.
    One compiled function calls another with the types that are declared: left to itself the
    compiler makes a version for each mixture of narrow and wide numbers, twice the work.
    """
    made: Any = numba.njit(**OPTIONS)(function)
    *given, _answer = get_type_hints(function).values()
    types, template = tuple(map(_in_machine, given)), made.get_call_template
    made.get_call_template = lambda _types, names: template(types, names)
    answering: Callable[Given, Answer] = made
    return answering


def _in_machine(declared: Any) -> numba.types.Type:
    """Return the compiler's type of a declared one: a number, a row of numbers or a record."""
    if declared in NUMBERS:
        return NUMBERS[declared]
    if get_origin(declared) is np.ndarray:
        return numba.int32[::1]
    fields = map(_in_machine, get_type_hints(declared).values())
    return numba.types.NamedTuple(fields, declared)  # type: ignore[no-untyped-call]  # -- numba
