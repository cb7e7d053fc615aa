"""The table behind `kit.limits`."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_extensions_and_public_version")]
    operations = [
        migrations.RunSQL(
            "CREATE UNLOGGED TABLE kit_tries (key text PRIMARY KEY, since timestamptz NOT NULL, count integer NOT NULL)",
            "DROP TABLE kit_tries",
        ),
    ]
