"""Refusals of documents."""

from django.utils.translation import gettext_lazy as _

from accord.apps.core.errors import DomainError


class FileEmptyError(DomainError):
    """Nothing is in the file."""

    code = "documents.file-empty"
    message = _("The file “%(name)s” is empty. Please choose another one.")
    status = 422


class FileTooLargeError(DomainError):
    """The file is larger than what is taken in."""

    code = "documents.file-too-large"
    message = _(
        "The file “%(name)s” is larger than %(limit)s MB. "
        "Please split it, or take pictures out of it."
    )
    status = 413


class FileRefusedError(DomainError):
    """The file is not what its reader can take."""

    status = 422


class NotASpreadsheetError(FileRefusedError):
    """The content is neither a workbook nor CSV text."""

    code = "documents.not-a-spreadsheet"
    message = _(
        "“%(name)s” is neither an Excel workbook (.xlsx) nor a CSV file. "
        "Please save it as .xlsx and choose it again."
    )


class OldOrProtectedError(FileRefusedError):
    """The file is in the old binary format, or opens only with a password."""

    code = "documents.old-or-protected"
    message = _(
        "“%(name)s” is in the old Excel format or protected by a password. "
        "Please save it as .xlsx without a password."
    )


class MacrosError(FileRefusedError):
    """The workbook holds programs."""

    code = "documents.macros"
    message = _("“%(name)s” holds macros, which Accord does not accept. Please save it as .xlsx.")


class BrokenFileError(FileRefusedError):
    """The file is damaged or was made to look like what it is not."""

    code = "documents.broken-file"
    message = _(
        "“%(name)s” is damaged and cannot be read. "
        "Please open it in your spreadsheet program, save it as .xlsx and try again."
    )


class BrokenObjectsError(FileRefusedError):
    """The file begins like JSON and is none, or its records have too many members."""

    code = "documents.broken-objects"
    message = _(
        "“%(name)s” cannot be read as a JSON file. "
        "Please check it with the program that wrote it, or send an Excel workbook."
    )


class UnpackedTooLargeError(FileRefusedError):
    """The file would unpack to far more than it looks like."""

    code = "documents.unpacked-too-large"
    message = _(
        "“%(name)s” unpacks to more than Accord accepts. "
        "Please copy the cells you need into a new workbook."
    )


class TooManySheetsError(FileRefusedError):
    """The workbook has more sheets than are read."""

    code = "documents.too-many-sheets"
    message = _("“%(name)s” has more than %(limit)s sheets. Please split it.")


class FarCellError(FileRefusedError):
    """A cell stands outside of what is read."""

    code = "documents.far-cell"
    message = _(
        "“%(name)s” has a filled cell at %(cell)s. Accord reads up to %(rows)s rows and column "
        "%(column)s. Please split the file, or delete what stands far away."
    )


class UnreadableEncodingError(FileRefusedError):
    """The letters of a text file cannot be made out."""

    code = "documents.unreadable-encoding"
    message = _(
        "The letters of “%(name)s” cannot be made out. Please save it as “CSV UTF-8” or as .xlsx."
    )


class NoKnownSheetError(FileRefusedError):
    """Nothing in the file looks like what was asked for."""

    code = "documents.no-known-sheet"
    message = _(
        "No sheet of “%(name)s” is one that Accord knows here. Wanted: %(wanted)s. "
        "Please begin with the template."
    )


class TooManyRowsError(FileRefusedError):
    """The file has more rows than are read at once."""

    code = "documents.too-many-rows"
    message = _("“%(name)s” has more than %(limit)s rows. Please split it.")
