"""Names are kept whole: nothing ever filled their parts, which not every culture has."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_search_without_addresses")]

    operations = [
        migrations.RemoveField(model_name="personname", name="given"),
        migrations.RemoveField(model_name="personname", name="family"),
    ]
