"""What is counted against guessing and haste is counted by all processes together."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.test import override_settings

from accord.site import environment

# Somebody else's process tries to sign in three times; it says what the last answer says.
GUESSES = """
import json, django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0, interactive=False)
guess = {"login": "sara@example.org", "password": "not this one"}
for _ in range(3):
    page = Client().post("/accounts/login/", guess).content.decode()
print(json.dumps("Too many failed attempts" in page))
"""


def guesses(var: Path) -> bool:
    """Guess three times in a process of its own; return whether it was too often."""
    known = {key: value for key, value in os.environ.items() if key != "ACCORD_DATABASE"}
    known |= {"ACCORD_VAR": str(var), "DJANGO_SETTINGS_MODULE": "accord.site.settings"}
    answer = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", GUESSES], env=known, capture_output=True, text=True, check=True
    )
    said: bool = json.loads(answer.stdout.splitlines()[-1])
    return said


def test_two_processes_count_the_same_guesser(tmp_path: Path) -> None:
    told = [guesses(tmp_path) for _process in range(2)]

    assert told == [False, True]


@pytest.mark.parametrize(
    ("engine", "backend"),
    [
        ("django.db.backends.sqlite3", "FileBasedCache"),
        ("django.db.backends.postgresql", "DatabaseCache"),
    ],
)
@pytest.mark.django_db
def test_either_store_counts(tmp_path: Path, engine: str, backend: str) -> None:
    store: dict[str, Any] = environment.counters(engine, tmp_path)

    with override_settings(CACHES={"default": store}):
        call_command("createcachetable", verbosity=0)
        first, second = caches.create_connection("default"), caches.create_connection("default")
        first.set("attempts", 1, timeout=60)
        second.incr("attempts")

        assert (type(first).__name__, first.get("attempts")) == (backend, 2)
