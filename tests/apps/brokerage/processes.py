"""Real processes on a database of their own, to be killed."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

PATIENCE_SECONDS = 60
CSRF = "c" * 32
BOUNDARY = "----accord"

REQUEUE = """
from datetime import timedelta
from django.utils import timezone
from accord.apps.core import jobs

print(jobs.requeue_lost_jobs(timezone.now() + timedelta(minutes=1)))
"""


@dataclass(frozen=True)
class Instance:
    """A database, the files beside it, and the programs that work on them."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "accord.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "ACCORD_VAR": str(self.folder),
            "ACCORD_DATABASE": f"sqlite:///{self.database}",
            "ACCORD_SECRET_KEY": "k" * 50,
            "DJANGO_SETTINGS_MODULE": "accord.site.settings",
        }

    @cached_property
    def port(self) -> int:
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            return int(free.getsockname()[1])

    def run(self, code: str) -> str:
        """Run code in a process of its own, and return what it printed."""
        program = f"import django; django.setup()\n{code}"
        done = subprocess.run(  # noqa: S603 -- our own program
            [sys.executable, "-c", program],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
        return done.stdout.strip()

    def tell(self, code: str) -> Any:
        """Run code, and return what it printed as JSON."""
        return json.loads(self.run(code))

    def manage(self, *arguments: str) -> None:
        subprocess.run(  # noqa: S603 -- our own program
            _command(*arguments), env=self.environment, check=True, timeout=PATIENCE_SECONDS
        )

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start one of Django's commands; the process leads a group of its own."""
        return subprocess.Popen(  # noqa: S603 -- our own program
            _command(*arguments), env=self.environment, start_new_session=True
        )

    def serve(self) -> subprocess.Popen[bytes]:
        """Start the web server, and wait until it answers; a killed one has ended by then."""
        wait_for(lambda: not self._answers())
        where = ["--host", "127.0.0.1", "--port", str(self.port), "--interface", "wsgi"]
        server = subprocess.Popen(  # noqa: S603 -- our own program
            [sys.executable, "-m", "granian", *where, "--no-ws", "accord.site.wsgi:application"],
            env=self.environment,
            start_new_session=True,
        )
        wait_for(self._answers)
        return server

    def _answers(self) -> bool:
        with closing(socket.socket()) as tried:
            return tried.connect_ex(("127.0.0.1", self.port)) == 0

    def is_being_written(self) -> bool:
        """Tell whether somebody writes for longer than a blink."""
        with closing(sqlite3.connect(self.database, timeout=0.3)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
            connection.rollback()
        return False

    def ask(self, address: str, session: str, body: bytes, *, sent: int) -> HTTPConnection:
        """Send so many bytes of the body of a form."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        connection.putrequest("POST", address)
        connection.putheader("Cookie", f"accord_session={session}; accord_csrf={CSRF}")
        connection.putheader("X-CSRFToken", CSRF)
        connection.putheader("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        connection.send(body[:sent])
        return connection

    def post(self, address: str, session: str, body: bytes) -> tuple[int, str]:
        """Send a form; return the status, and where it leads."""
        with closing(self.ask(address, session, body, sent=len(body))) as connection:
            response = connection.getresponse()
            response.read()
            return response.status, response.headers.get("Location", "")


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process, and those that it started, without a word."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def form(fields: dict[str, str], file: bytes = b"") -> bytes:
    """Return a form, and perhaps a workbook, as browsers send it."""
    start = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="'
    parts = [f'{start}{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    if file:
        parts.append(f'{start}file"; filename="event.xlsx"\r\n\r\n'.encode() + file + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def wait_for(happens: Callable[[], bool]) -> None:
    """Wait until something happens."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not happens():
        assert time.monotonic() < until, "It did not happen."
        time.sleep(0.002)


def _command(*arguments: str) -> list[str]:
    start = "import sys; from django.core.management import execute_from_command_line as run"
    return [sys.executable, "-c", f"{start}; run(sys.argv)", *arguments]
