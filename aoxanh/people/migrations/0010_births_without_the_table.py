"""The index of births carries the id: who was born on a day is compared without touching the table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0009_words_of_names")]
    operations = [
        migrations.RemoveIndex(model_name="person", name="people_by_birth"),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(name="people_by_birth", fields=["birth_date", "search_key"], include=("id",)),
        ),
    ]
