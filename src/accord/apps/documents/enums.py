"""Closed sets of documents."""

from django.utils.translation import gettext_lazy as _

from accord.apps.core.enums import DeedBase


class Deed(DeedBase):
    """What can be read in the audit trail about documents."""

    FILE_STORED = "documents.file.stored", _("stored a file")
    ORPHAN_PURGED = "documents.orphan.purged", _("deleted data that belonged to no file")
    FILE_PURGED = "documents.file.purged", _("deleted a file whose time was over")
