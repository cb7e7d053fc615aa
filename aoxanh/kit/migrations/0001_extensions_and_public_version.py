"""Extensions that constraints need, and the sequence behind `kit.versions`."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL("CREATE SEQUENCE kit_public_version", "DROP SEQUENCE kit_public_version"),
    ]
