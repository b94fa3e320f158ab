"""Things people do with files."""

import hashlib
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction

from accord.apps.core import audit
from accord.apps.core.acting import Acting
from accord.apps.documents import policies, queries
from accord.apps.documents.enums import Deed
from accord.apps.documents.errors import FileEmptyError, FileTooLargeError
from accord.apps.documents.models import FOLDER, StoredFile
from accord.engine.text import clean

ORPHAN_AGE = timedelta(days=1)
_LONGEST_SUBJECT = 64
LARGEST_BYTES = 20_000_000
_LONGEST_NAME = 200
# What a file's first bytes say it is; what a sender calls it is not believed.
_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"BEGIN:VCALENDAR", "text/calendar"),
)
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def store_file(
    acting: Acting,
    name: str,
    content: bytes,
    *,
    owner: UUID | None = None,
    purge_on: date | None = None,
) -> StoredFile:
    """Keep a file that somebody sent; who sees it is the side and who stored it.

    Parameters
    ----------
    name
        What the file was called; shown again when it is downloaded, never used as a path.
    owner
        The side whose file it is.
    purge_on
        The day on which it goes.

    Raises
    ------
    FileEmptyError, FileTooLargeError
        When there is nothing in it, or more than 20 MB.
    """
    policies.may_store(acting, owner).require()
    shown = _shown(name)
    if not content:
        raise FileEmptyError(name=shown)
    if len(content) > LARGEST_BYTES:
        raise FileTooLargeError(name=shown, limit=LARGEST_BYTES // 1_000_000)
    return store_made_file(acting, shown, content, owner=owner, purge_on=purge_on)


def store_made_file(
    acting: Acting,
    name: str,
    content: bytes,
    *,
    owner: UUID | None = None,
    purge_on: date | None = None,
) -> StoredFile:
    """Keep a file that was made here, however large, with its hash; else as ``store_file``."""
    policies.may_store(acting, owner).require()
    with transaction.atomic():
        stored = StoredFile(
            name=_shown(name),
            media_type=media_type_of(content),
            size_bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            owner_id=owner,
            stored_by=acting.who,
            stored_at=acting.at,
            purge_on=purge_on,
        )
        stored.content.save(f"{uuid.uuid4().hex}.bin", ContentFile(content), save=False)
        stored.save()
        audit.record(acting, Deed.FILE_STORED, str(stored.pk), side=owner, size_bytes=len(content))
    return stored


def purge_files(acting: Acting) -> int:
    """Delete the files whose day has come; return how many there were."""
    due = list(queries.files_due(on=acting.at.date()))
    for stored in due:
        # The bytes go first: were the row gone and the bytes not, nobody would find them again.
        stored.content.delete(save=False)
        with transaction.atomic():
            audit.record(acting, Deed.FILE_PURGED, str(stored.pk), side=stored.owner_id)
            stored.delete()
    return len(due)


def purge_orphans(acting: Acting) -> int:
    """Delete bytes that belong to no file and have lain there for a day; return how many.

    They are left by whoever was killed between the bytes and the row. What is younger may
    be about to get its row.
    """
    storage = StoredFile._meta.get_field("content").storage  # noqa: SLF001 -- Django's name for it
    purged = 0
    for folder, names in _folders(storage, FOLDER):
        paths = [f"{folder}/{name}" for name in names]
        kept = queries.names_kept(paths)
        for path in paths:
            if path in kept or storage.get_modified_time(path) > acting.at - ORPHAN_AGE:
                continue
            storage.delete(path)
            audit.record(acting, Deed.ORPHAN_PURGED, path[-_LONGEST_SUBJECT:])
            purged += 1
    return purged


def _folders(storage: Storage, folder: str) -> Iterator[tuple[str, list[str]]]:
    """Yield every folder from this one downwards with the names of what lies in it."""
    if not storage.exists(folder):
        return
    folders, names = storage.listdir(folder)
    yield folder, names
    for each in folders:
        yield from _folders(storage, f"{folder}/{each}")


def media_type_of(content: bytes) -> str:
    """Return what the bytes are, by themselves."""
    for signature, media_type in _SIGNATURES:
        if content.startswith(signature):
            return media_type
    if content.startswith(b"PK\x03\x04"):
        return _WORKBOOK if b"xl/workbook.xml" in content else "application/zip"
    return "text/plain" if _is_text(content) else "application/octet-stream"


def _shown(name: str) -> str:
    return clean(name).replace("/", " ").replace("\\", " ").strip()[-_LONGEST_NAME:] or "file"


def _is_text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False
