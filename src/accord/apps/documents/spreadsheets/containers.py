"""What kind of file some bytes are, checked before anything in them is trusted."""

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator

from accord.apps.documents.errors import (
    BrokenFileError,
    FileEmptyError,
    FileTooLargeError,
    MacrosError,
    NotASpreadsheetError,
    OldOrProtectedError,
    TooManySheetsError,
    UnpackedTooLargeError,
)
from accord.apps.documents.spreadsheets.shapes import Limits

_MOST_PARTS = 2_000
_SMALL_ENOUGH = 1_000_000  # below this a high ratio is an honest column of equal words
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_WORKBOOK, _SHEETS = "xl/workbook.xml", re.compile(r"xl/worksheets/[^/]+\.xml")
_MACROS = re.compile(r"vbaProject|macrosheets/|activeX/", re.IGNORECASE)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)
_ENTITY = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


def is_packed(content: bytes) -> bool:
    """Tell whether the bytes begin as a zip file does."""
    return content.startswith(b"PK\x03\x04")


def check_size(content: bytes, *, name: str, limits: Limits) -> None:
    """Refuse an empty file, one that is too large, and what is plainly something else."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff"):
        raise FileEmptyError(name=name)
    if len(content) > limits.file_bytes:
        raise FileTooLargeError(name=name, limit=limits.file_bytes // 1_000_000)
    if content.startswith(_OLE):
        raise OldOrProtectedError(name=name)
    if content.startswith(_OTHERS):
        raise NotASpreadsheetError(name=name)


def open_packed(content: bytes, *, name: str, limits: Limits) -> zipfile.ZipFile:
    """Return the zip file after it has been shown to be sound and of a sane size."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
    except _BROKEN as error:
        raise BrokenFileError(name=name) from error
    parts = packed.infolist()
    total = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or total > limits.unpacked_bytes:
        raise UnpackedTooLargeError(name=name)
    if total > _SMALL_ENOUGH and any(
        part.file_size > _SMALL_ENOUGH and part.file_size > limits.ratio * part.compress_size
        for part in parts
    ):
        raise UnpackedTooLargeError(name=name)
    if any(part.flag_bits & 1 for part in parts):
        raise OldOrProtectedError(name=name)
    _check_parts(packed, name=name)
    return packed


def check_workbook(packed: zipfile.ZipFile, *, name: str, limits: Limits) -> None:
    """Refuse a zip file that is no plain Excel workbook."""
    names = packed.namelist()
    if any(_MACROS.search(part) for part in names):
        raise MacrosError(name=name)
    if _WORKBOOK not in names:
        raise NotASpreadsheetError(name=name)
    if sum(1 for part in names if _SHEETS.fullmatch(part)) > limits.sheets:
        raise TooManySheetsError(name=name, limit=limits.sheets)


def is_workbook(packed: zipfile.ZipFile) -> bool:
    """Tell whether the zip file is laid out as an Excel workbook."""
    return "[Content_Types].xml" in packed.namelist()


def text_files(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Yield the CSV files of a zip file, by name."""
    for part in sorted(packed.namelist()):
        is_hidden = part.startswith("__MACOSX/") or part.rsplit("/", 1)[-1].startswith(".")
        if part.lower().endswith((".csv", ".tsv", ".txt")) and not is_hidden:
            yield part.rsplit("/", 1)[-1], packed.read(part)


def _check_parts(packed: zipfile.ZipFile, *, name: str) -> None:
    """Unpack everything once, in pieces: a part that lies about its size does not pass.

    Python stops at the declared size and compares the checksum; what the faster reader
    does with a part of another size is not ours to find out.
    """
    for part in packed.infolist():
        try:
            with packed.open(part) as stream:
                first = stream.read(65_536)
                while stream.read(1_048_576):
                    pass
        except _BROKEN as error:
            raise BrokenFileError(name=name) from error
        if part.filename.endswith((".xml", ".rels")) and _ENTITY.search(first):
            raise BrokenFileError(name=name)
