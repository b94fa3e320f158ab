"""The compiler's door: Python functions over arrays become machine code, kept between runs."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import numba

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

HERE = Path(__file__).parent
SOURCES = ("compiling", "memory", "kernel", "chains", "insertion", "annealing")


def _folder() -> Path:
    """Return where machine code is kept: beside the modules, or in the user's cache.

    The name holds a hash of all compiled sources, for the compiler looks at a function's own
    module alone and would go on using machine code of callees that changed.
    """
    texts = b"".join((HERE / f"{name}.py").read_bytes() for name in SOURCES)
    name = f"compiled-{hashlib.sha256(texts).hexdigest()[:16]}"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "accord"
    for parent in (HERE / "__pycache__", cache):
        try:
            (parent / name).mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(parent / name, os.W_OK):
            return parent / name
    return Path(tempfile.gettempdir()) / f"accord-{os.getuid()}" / name


numba.config.CACHE_DIR = str(_folder())  # type: ignore[attr-defined]  # -- made at run time


def compiled(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Compile a function on its first call and keep the machine code on disk.

    Compiled functions leave the interpreter's lock alone, so that a watcher goes on watching.
    """
    made: Callable[Given, Answer] = numba.njit(cache=True, nogil=True, error_model="numpy")(
        function
    )
    return made
