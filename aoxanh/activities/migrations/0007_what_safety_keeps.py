import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0006_answers_links_contracts_at_a_time"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("announcement", "texts", models.PositiveIntegerField(default=0)),
        migrations.AddField(
            "handout",
            "back_by",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField("incident", "concerns_minors", models.BooleanField(default=False)),
        migrations.AddField("incident", "contact", models.CharField(blank=True, max_length=30)),
        migrations.AddConstraint(
            "handout",
            models.UniqueConstraint(condition=models.Q(("back_at", None)), fields=("equipment", "signup"), name="holds_a_thing_once"),
        ),
    ]
