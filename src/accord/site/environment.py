"""Typed readers of the environment; ``NAME_FILE`` names a file that holds a secret."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from accord.site.instance import PUBLIC_URL_FILE

LOCAL_URL = "http://localhost:8000"
KEY_OF_DEVELOPMENT = "insecure-key-of-development-" + "0" * 40


def text(name: str, default: str = "") -> str:
    """Return the variable, or what the file named by ``NAME_FILE`` holds."""
    if (path := os.environ.get(f"{name}_FILE")) is not None:
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def secret_key(var: Path) -> str:
    """Return the key of signatures: the environment's, else the instance's own file.

    ``accord serve`` writes that file at its first start; only tests and tools go without.
    """
    if (key := text("ACCORD_SECRET_KEY")) != "":
        return key
    file = var / "secret_key"
    return file.read_text(encoding="utf-8").strip() if file.exists() else KEY_OF_DEVELOPMENT


def public_url(var: Path) -> str:
    """Return the address that people type: the environment's, else where the server last was."""
    if (address := text("ACCORD_PUBLIC_URL")) != "":
        return address.rstrip("/")
    file = var / PUBLIC_URL_FILE
    return file.read_text(encoding="utf-8").strip() if file.exists() else LOCAL_URL


def flag(name: str, *, default: bool = False) -> bool:
    """Return whether the variable says yes (1, true, yes, on)."""
    value = text(name, "yes" if default else "no").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"", "0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is “{value}”; write yes or no.")


def whole(name: str, default: int) -> int:
    """Return the variable as a whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is “{value}”; write a whole number.") from error


def address(name: str) -> str:
    """Return the variable as an address of the web, without a slash at its end; or nothing."""
    value = text(name).rstrip("/")
    if value and urlsplit(value).scheme not in {"http", "https"}:
        raise ImproperlyConfigured(f"{name} is “{value}”; write an address with http or https.")
    return value


def choice(name: str, *allowed: str) -> str:
    """Return the variable, one of a few words; the first where it is not set."""
    value = text(name) or allowed[0]
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is “{value}”; write {' or '.join(allowed)}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """Return the variable split at commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def counters(engine: str, var: Path) -> dict[str, object]:
    """Return Django's settings of the cache in which attempts and requests are counted.

    Processes of several machines meet in PostgreSQL. On SQLite, with its one writer, a
    request must not wait for an import to be counted: there it is a folder.
    """
    entries = {"MAX_ENTRIES": 20_000}
    if engine.endswith("postgresql"):
        backend = "django.core.cache.backends.db.DatabaseCache"
        return {"BACKEND": backend, "LOCATION": "core_counters", "OPTIONS": entries}
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    return {"BACKEND": backend, "LOCATION": str(var / "counters"), "OPTIONS": entries}


def database(url: str) -> dict[str, object]:
    """Return Django's settings for ``sqlite:///PATH`` or ``postgresql://user@host/name``."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            "OPTIONS": {
                # A writer waits for its turn instead of failing in the middle.
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                    "PRAGMA mmap_size=268435456; PRAGMA cache_size=-65536;"
                ),
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": parts.port or "",
            "CONN_MAX_AGE": 60,
        }
    raise ImproperlyConfigured(
        f"ACCORD_DATABASE begins with “{parts.scheme}”; write sqlite:///PATH or postgresql://…"
    )
