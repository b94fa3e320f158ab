"""Where a served site is, and when that is said."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from accord.site import environment, serving
from accord.site.serving import Site
from tests import make

ACCORD = [sys.executable, "-c", "from accord.site.cli import main; main()"]


def known(var: Path) -> dict[str, str]:
    """Return an environment that names a folder and no address."""
    names = {"ACCORD_DATABASE", "ACCORD_PUBLIC_URL"}
    kept = {key: value for key, value in os.environ.items() if key not in names}
    return {**kept, "ACCORD_VAR": str(var), "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    """Return a port that the system has to spare."""
    with socket.create_server(("127.0.0.1", 0)) as spare:
        return int(spare.getsockname()[1])


def test_the_address_is_said_when_it_answers_and_links_begin_with_it(tmp_path: Path) -> None:
    port = free_port()
    serve = [*ACCORD, "serve", "--port", str(port), "--no-worker"]
    add = [*ACCORD, "user", "add", "sara@example.org"]
    with subprocess.Popen(  # noqa: S603 -- our own command
        serve, env=known(tmp_path), stdout=subprocess.PIPE, text=True
    ) as site:
        assert site.stdout is not None
        said = next(line for line in site.stdout if line.startswith("Accord is at"))
        # It was said, so it answers.
        with urllib.request.urlopen(f"http://localhost:{port}/accounts/login/") as page:
            status = page.status
        told = subprocess.run(  # noqa: S603 -- our own command
            add, env=known(tmp_path), capture_output=True, text=True, check=True
        )
        site.send_signal(signal.SIGTERM)

    assert (said, status) == (f"Accord is at http://localhost:{port}/\n", 200)
    assert told.stdout.splitlines()[1].startswith(f"http://localhost:{port}/account/invitation/")


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://localhost:81"),
        ("0.0.0.0", "http://localhost:81"),  # noqa: S104 -- told, not bound
        ("192.168.1.5", "http://192.168.1.5:81"),
        ("::1", "http://[::1]:81"),
    ],
)
def test_the_address_is_what_people_type(host: str, address: str) -> None:
    assert Site(host, 81).address == address


def test_an_address_that_was_set_is_believed_before_the_noted_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ACCORD_PUBLIC_URL", raising=False)
    addresses = [environment.public_url(tmp_path)]
    Site("127.0.0.1", 81).note(tmp_path)
    addresses.append(environment.public_url(tmp_path))
    monkeypatch.setenv("ACCORD_PUBLIC_URL", "https://accord.example.org/")
    addresses.append(environment.public_url(tmp_path))
    Site("127.0.0.1", 81).note(tmp_path)

    assert addresses == [
        "http://localhost:8000",
        "http://localhost:81",
        "https://accord.example.org",
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_nobody_can_sign_in_until_an_account_is_open() -> None:
    said = [serving.can_anybody_sign_in()]
    invited = make.user(is_staff=True)
    invited.is_active = False
    invited.save()
    said.append(serving.can_anybody_sign_in())
    make.user()
    said.append(serving.can_anybody_sign_in())

    assert said == [False, False, True]
