"""Stored files."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accord.apps.core.models import Row, Side

FOLDER = "files"


class StoredFile(Row):
    """Bytes with a name, a hash, an owner and a date after which they go."""

    name = models.CharField(_("name"), max_length=255)
    media_type = models.CharField(max_length=127)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    content = models.FileField(upload_to=f"{FOLDER}/%Y/%m/", max_length=255)
    owner = models.ForeignKey(Side, models.PROTECT, related_name="+", null=True)
    stored_by = models.CharField(max_length=64)
    stored_at = models.DateTimeField()
    purge_on = models.DateField(null=True)
