"""A record whose use is restricted, and one that goes because nobody was ever seen again."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("people", "0007_consents_of_guardians")]
    operations = [
        migrations.AddField("person", "restricted_at", models.DateTimeField(null=True)),
        migrations.AddField("person", "forget_on", models.DateField(null=True)),
        migrations.AddIndex("person", models.Index(name="people_to_forget", fields=["forget_on"], condition=Q(forget_on__isnull=False))),
    ]
