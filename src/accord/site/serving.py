"""Running an instance: the web server, the worker, and what a first start needs."""

import itertools
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import click
from django.conf import settings
from django.core import checks
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from accord.apps.accounts import queries as accounts
from accord.apps.core import jobs
from accord.apps.core.acting import the_system
from accord.apps.directory.actions.code_lists import load_code_lists
from accord.apps.documents import actions as documents
from accord.apps.partnering.actions import life, matching
from accord.engine.scheduling.warming import compile_ahead
from accord.site import environment, people
from accord.site.instance import PUBLIC_URL_FILE

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 10
LOOKS_BETWEEN_PURGES = 360
SECONDS_TO_END = 10
SECONDS_BETWEEN_STARTS = 2
# What to call, where “everywhere” is listened on.
LOOPBACK = {
    "localhost": "localhost",
    "127.0.0.1": "127.0.0.1",
    "0.0.0.0": "127.0.0.1",  # noqa: S104 -- compared, not bound
    "::": "::1",
}


def is_behind() -> bool:
    """Tell whether the database lacks tables that this version needs."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_new() -> bool:
    """Tell whether the database has no tables of ours at all."""
    return "django_migrations" not in connection.introspection.table_names()


def complaints() -> list[str]:
    """Return why the settings do not go with the database, each with what helps."""
    found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    return [f"{one.msg} {one.hint or ''}".rstrip() for one in found if one.is_serious()]


def migrate() -> None:
    """Bring the database, and the code lists in it, up to this version."""
    call_command("migrate", interactive=False, verbosity=0)
    load_code_lists(people.operator(timezone.now()))


def can_anybody_sign_in() -> bool:
    """Tell whether there is an open account; whoever was only invited has none yet."""
    everybody = accounts.users_visible_to(people.operator(timezone.now()))
    return everybody.filter(is_active=True).exists()


def gather_static_files() -> None:
    """Put every page's style and script, hashed and compressed, where the server finds them.

    A process of its own does it: which storage is right is settled when settings are read.
    """
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    command = [*_accord("manage"), "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(command, check=True, env=_environment())  # noqa: S603 -- our own command


def work() -> None:
    """Do queued work until told to stop; now and then look for lost work and what is over."""
    over = threading.Event()
    compiling = compile_ahead()  # so that the first plan need not wait for it
    watch = threading.Thread(target=_look_for_lost_work, args=(over,), daemon=True)
    watch.start()
    try:
        call_command("db_worker", verbosity=0, interval=0.5, startup_delay=False, reload=False)
    finally:
        over.set()
        compiling.kill()
        compiling.wait()


def _look_for_lost_work(over: threading.Event) -> None:
    for look in itertools.count():
        try:
            jobs.requeue_lost_jobs(timezone.now())
            if look % LOOKS_BETWEEN_PURGES == 0:
                housekeeper = the_system(timezone.now())
                documents.purge_files(housekeeper)
                documents.purge_orphans(housekeeper)
                life.keep_time(housekeeper)
                matching.renew_when_due(housekeeper)
        except Exception:  # the outermost loop: a busy database is asked again
            logger.warning("the worker's round was not finished", exc_info=True)
        finally:
            connection.close()
        if over.wait(SECONDS_BETWEEN_LOOKS):
            return


def serve(*, host: str, port: int, with_worker: bool) -> int:
    """Run the web server, and the worker beside it, until one is told to stop.

    Returns
    -------
    int
        The exit code of the web server.
    """
    site = Site(host, port)
    site.note(settings.VAR)
    wanted = {"web": _web(host, port)}
    if with_worker:
        wanted["worker"] = _accord("worker")
    return _Keeper(wanted, site, environment=_environment(host, port)).keep()


@dataclass(frozen=True, slots=True)
class Site:
    """Where the web server listens."""

    host: str
    port: int

    @property
    def address(self) -> str:
        """What people on this machine type."""
        known = "localhost" if self.host in LOOPBACK else self.host
        return f"http://[{known}]:{self.port}" if ":" in known else f"http://{known}:{self.port}"

    def answers(self) -> bool:
        """Tell whether it takes calls."""
        place = (LOOPBACK.get(self.host, self.host), self.port)
        try:
            socket.create_connection(place, timeout=1).close()
        except OSError:
            return False
        return True

    def note(self, var: Path) -> None:
        """Keep the address for commands in other windows, unless the settings name one."""
        file = var / PUBLIC_URL_FILE
        if environment.text("ACCORD_PUBLIC_URL"):
            file.unlink(missing_ok=True)
        else:
            file.write_text(self.address, encoding="utf-8")


def _accord(*words: str) -> list[str]:
    return [sys.executable, "-c", "from accord.site.cli import main; main()", *words]


def _web(host: str, port: int) -> list[str]:
    where = ["--host", host, "--port", str(port), "--interface", "wsgi"]
    effort = ["--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    return [sys.executable, "-m", "granian", *where, *effort, "accord.site.wsgi:application"]


def _environment(host: str = "", port: int = 0) -> dict[str, str]:
    known = {"ACCORD_PUBLIC_URL": Site(host, port).address} if port else {}
    if host and host not in LOOPBACK:
        known["ACCORD_HOSTS"] = f"localhost,127.0.0.1,[::1],{host}"
    return {**known, **os.environ, "DJANGO_SETTINGS_MODULE": "accord.site.settings"}


class _Keeper:
    """Several processes that end together; a worker that dies is started again."""

    def __init__(
        self, wanted: dict[str, list[str]], site: Site, *, environment: dict[str, str]
    ) -> None:
        self.wanted = wanted
        self.site = site
        self.is_reached = False
        self.environment = environment
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.is_over = False

    def keep(self) -> int:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        for name in self.wanted:
            self._start(name)
        try:
            while not self.is_over and (code := self.running["web"].poll()) is None:
                self._see_to_worker()
                self._see_to_web()
                time.sleep(0.2)
        finally:
            self._end_all()
        return 0 if self.is_over else int(code or 0)

    def _start(self, name: str) -> None:
        self.running[name] = subprocess.Popen(self.wanted[name], env=self.environment)  # noqa: S603 -- our own commands

    def _see_to_worker(self) -> None:
        worker = self.running.get("worker")
        if worker is not None and worker.poll() is not None and not self.is_over:
            logger.warning("worker ended code=%s; starting it again", worker.returncode)
            time.sleep(SECONDS_BETWEEN_STARTS)
            self._start("worker")

    def _see_to_web(self) -> None:
        """Say that the site is there once it takes calls."""
        if not self.is_reached and self.site.answers():
            self.is_reached = True
            click.echo(f"Accord is at {self.site.address}/")
            click.echo("Press Ctrl+C to end.")

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_over = True

    def _end_all(self) -> None:
        processes = list(self.running.values())
        for process in processes:
            if process.poll() is None:
                process.terminate()
        for process in processes:
            try:
                process.wait(timeout=SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                process.kill()
