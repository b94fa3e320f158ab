"""People are found by their names and references, never by an address that was kept before."""

from typing import Any

from django.db import migrations

from accord.engine.text import fold

BATCH = 500


def forget_addresses(apps: Any, schema_editor: Any) -> None:
    """Work out again what every person is found by."""
    Person = apps.get_model("directory", "Person")
    changed = []
    for person in Person.objects.prefetch_related("names").iterator(chunk_size=BATCH):
        texts = (*person.name.texts.values(), *(row.text for row in person.names.all()))
        parts = (fold(part) for part in (*texts, person.reference))
        found_by = "\n".join(dict.fromkeys(part for part in parts if part))
        if found_by != person.search_text:
            person.search_text = found_by
            changed.append(person)
        if len(changed) >= BATCH:
            Person.objects.bulk_update(changed, ["search_text"])
            changed = []
    Person.objects.bulk_update(changed, ["search_text"])


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]

    operations = [migrations.RunPython(forget_addresses, migrations.RunPython.noop)]
