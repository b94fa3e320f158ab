"""What every test stands on: a database whose tests can clean up, and no network."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client, override_settings
from hypothesis import settings
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker
from pytest_socket import socket_allow_hosts

# The same tree answers alike whenever it is tried; `--hypothesis-profile=exploring` looks further.
settings.register_profile("repeatable", derandomize=True)
settings.register_profile("exploring", print_blob=True)
settings.load_profile("repeatable")


def pytest_runtest_setup() -> None:
    """Let nothing out: a live server and a database on this machine are all there is."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001 -- goes first
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Keep an SQLite test database in a file: threads cannot wait for one in memory."""
    if connection.vendor == "sqlite":
        place = tmp_path_factory.mktemp("database") / "accord.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(place)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,  # noqa: ARG001 -- asks for the fixture it extends
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """Let tests that commit clean up after themselves.

    On SQLite they do so by DELETE, which the audit trail's trigger refuses. The trigger
    stands again in the test that proves it (tests/apps/core/test_audit.py).
    """
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("DROP TRIGGER IF EXISTS audit_is_never_deleted")


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the network that reads texts lies, converted once for all tests."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(autouse=True)
def _quick_and_apart(tmp_path: Path, models: Path) -> Iterator[None]:
    """Hash passwords quickly, and keep files away from a real instance's."""
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        MEDIA_ROOT=tmp_path / "media",
        MODELS=models,
        CACHES={
            "default": {
                "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
                "LOCATION": str(tmp_path / "counters"),
            }
        },
        WHITENOISE_AUTOREFRESH=True,
        WHITENOISE_USE_FINDERS=True,
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    ):
        yield


AsksAsOften = Callable[[Client, str, Callable[[], object]], str]
MOST_QUERIES = 25


@pytest.fixture
def asks_as_often(django_assert_max_num_queries: DjangoAssertNumQueries) -> AsksAsOften:
    """Hold a page to as many queries when there is more to show; return the later page."""

    def check(client: Client, path: str, grow: Callable[[], object]) -> str:
        assert client.get(path).status_code == 200  # what is read once for all is read here
        with django_assert_max_num_queries(MOST_QUERIES) as one:
            client.get(path)
        grow()
        with django_assert_max_num_queries(MOST_QUERIES) as three:
            page = client.get(path)
        assert len(three.captured_queries) == len(one.captured_queries)
        return page.content.decode()

    return check
