"""Where an instance keeps its things; settled before the settings are read."""

import os
import secrets
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
MARK = "this-is-a-demo"
PUBLIC_URL_FILE = "public_url"  # written by the server, for links that commands print
LENGTH_OF_KEY = 64
PRIVATE = 0o700  # the database, files and mail in it are for the instance's own user


class NotADemoError(Exception):
    """The folder holds something else than a demo; the demo would delete it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The folder {folder} holds something that is not a demo, and a new demo would "
            "delete it. Choose another folder with ACCORD_VAR, or empty this one."
        )


def folder_of(name: str) -> Path:
    """Return where the instance of that name keeps its things, unless the environment says."""
    # Set to nothing it says nothing: the folder that one happens to stand in is nobody's choice.
    return Path(os.environ.get("ACCORD_VAR") or ROOT / "var" / name)


def has_key(var: Path) -> bool:
    """Tell whether signatures of this instance have a key of their own."""
    named = "ACCORD_SECRET_KEY" in os.environ or "ACCORD_SECRET_KEY_FILE" in os.environ
    return named or (var / "secret_key").exists()


def make_key(var: Path) -> None:
    """Write a key that only the instance's own user can read, unless there is one."""
    if has_key(var):
        return
    var.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    descriptor = os.open(var / "secret_key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(LENGTH_OF_KEY))


def begin_demo(var: Path) -> None:
    """Empty the demo's folder and point the settings at it.

    Raises
    ------
    NotADemoError
        When the folder holds something that no demo put there.
    """
    var = var.resolve()
    if var.exists() and any(var.iterdir()):
        if not (var / MARK).exists():
            raise NotADemoError(var)
        shutil.rmtree(var)
    var.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    (var / MARK).touch()
    os.environ["ACCORD_VAR"] = str(var)
    os.environ["ACCORD_DATABASE"] = f"sqlite:///{var / 'accord.sqlite3'}"
    os.environ["ACCORD_DEMO"] = "yes"
    make_key(var)


def prepare(arguments: list[str]) -> None:
    """Settle what the command's settings will read: its folder, and the key of signatures."""
    command = next((word for word in arguments if not word.startswith("-")), "")
    if not command or "--help" in arguments or "-h" in arguments:
        return
    if command == "demo":
        begin_demo(folder_of("demo"))
    else:
        make_key(folder_of("local"))
