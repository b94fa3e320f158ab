from django.db import migrations, models


class Migration(migrations.Migration):
    """An interpreter's meetings in a run are counted on every page of interpreters."""

    dependencies = [("brokerage", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["run", "interpreter"], name="meeting_by_interpreter"),
        ),
    ]
