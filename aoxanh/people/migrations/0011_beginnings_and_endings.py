"""Names, phones and mails are found by how they begin, whatever the database's order of letters; names by how they end, too."""

import django.contrib.postgres.indexes
from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Reverse

BEGINNINGS = [("people_by_phone", "phone", ~Q(phone="")), ("people_by_email", "email", ~Q(email="")), ("people_by_key", "search_key", None)]


class Migration(migrations.Migration):
    dependencies = [("people", "0010_births_without_the_table")]
    operations = [
        *[migrations.RemoveIndex(model_name="person", name=name) for name, _, _ in BEGINNINGS],
        *[
            migrations.AddIndex(
                model_name="person",
                index=models.Index(name=name, fields=[field], opclasses=["varchar_pattern_ops"], condition=condition),
            )
            for name, field, condition in BEGINNINGS
        ],
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass(Reverse("search_key"), name="text_pattern_ops"), name="people_by_ending"
            ),
        ),
    ]
