"""Where PostgreSQL counts attempts and requests; elsewhere there is nothing to make."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def make_table(apps: Any, schema_editor: Any) -> None:
    """Make the cache's table if this instance keeps its cache in the database."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_audit_is_append_only")]

    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
