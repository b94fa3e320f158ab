"""The prover seen from the planner: started, watched, and stopped when it is of no more use."""

import json
import os
import queue
import subprocess
import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from accord.engine.scheduling.exchange import problem_to_json
from accord.engine.scheduling.grid import Grid


class Proof:
    """A prover at work on one problem; use it with ``with``, so that it never outlives us."""

    def __init__(self, grid: Grid, fewest: int | None) -> None:
        self._answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "accord.engine.scheduling.prover"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        document = {"problem": problem_to_json(grid.problem), "fewest": fewest}
        self._reader = threading.Thread(target=self._read, args=(json.dumps(document),))
        self._reader.start()
        self.is_over = False
        self.has_failed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def answers(self, seconds: float) -> list[dict[str, Any]]:
        """Return what the prover said since the last look, waiting up to so long for the first."""
        found: list[dict[str, Any]] = []
        wait = seconds
        while not self.is_over:
            try:
                answer = self._answers.get(timeout=wait) if wait else self._answers.get_nowait()
            except queue.Empty:
                break
            wait = 0
            if answer is None:
                self.is_over = True
                self.has_failed = self._process.wait() != 0
            else:
                found.append(answer)
        return found

    def _read(self, document: str) -> None:
        """Hand the problem over and gather the answers; the end is said by ``None``."""
        process = self._process
        # A prover that ends in the middle is noticed by how it ends, not by what it leaves.
        with suppress(BrokenPipeError, json.JSONDecodeError):
            if process.stdin is not None and process.stdout is not None:
                with process.stdin as way_in:
                    way_in.write(document)
                for line in process.stdout:
                    self._answers.put(json.loads(line))
        self._answers.put(None)
