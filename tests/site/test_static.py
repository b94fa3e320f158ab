"""Static files under names that change with their content."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.test import override_settings

from accord.site.static import StaticFiles


def collected(storage: StaticFiles, folder: Path, content: str) -> str:
    """Have a style sheet collected, and return the address under which it is served."""
    (folder / "one.css").write_text(content, encoding="utf-8")
    dict.fromkeys(storage.post_process({"one.css": (FileSystemStorage(folder), "one.css")}))
    return storage.url("one.css")


def test_an_address_changes_with_the_content_of_its_file(tmp_path: Path) -> None:
    with override_settings(DEBUG=False):
        storage = StaticFiles(location=tmp_path)
        first = collected(storage, tmp_path, "a { color: red }")
        again = storage.url("one.css")
        second = collected(storage, tmp_path, "a { color: blue }")

    assert first.startswith(f"{settings.STATIC_URL}one.")
    assert (again, second != first) == (first, True)


def test_a_file_that_was_never_collected_has_no_address(tmp_path: Path) -> None:
    storage = StaticFiles(location=tmp_path)

    with override_settings(DEBUG=False), pytest.raises(ValueError, match=r"missing\.css"):
        storage.url("missing.css")
