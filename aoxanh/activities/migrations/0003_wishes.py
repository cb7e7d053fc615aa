import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0002_withdrawn_before_it_was_open"),
        ("people", "0007_consents_of_guardians"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ("request_id", models.UUIDField(unique=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("why", models.CharField(blank=True, max_length=40)),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="wishes", to="people.person")),
                ("shift", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="wishes", to="activities.shift")),
                (
                    "signup",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="wish", to="activities.signup"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "wishes",
                "indexes": [models.Index(condition=models.Q(("settled_at", None)), fields=["person"], name="open_wishes")],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("settled_at", None)), fields=("shift", "person"), name="one_wish_a_shift")
                ],
            },
        ),
    ]
