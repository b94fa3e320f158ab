"""The audit trail can be added to and read; the database itself refuses the rest."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = {
    "UPDATE": (
        "CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON core_auditentry "
        "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
    ),
    "DELETE": (
        "CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON core_auditentry "
        "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
    ),
}
POSTGRESQL = (
    "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$",
    "CREATE TRIGGER audit_is_never_touched BEFORE UPDATE OR DELETE ON core_auditentry "
    "FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()",
)
UNDO = {
    "sqlite": (
        "DROP TRIGGER audit_is_never_changed",
        "DROP TRIGGER audit_is_never_deleted",
    ),
    "postgresql": (
        "DROP TRIGGER audit_is_never_touched ON core_auditentry",
        "DROP FUNCTION audit_is_append_only()",
    ),
}


def guard(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    for statement in SQLITE.values() if vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unguard(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
