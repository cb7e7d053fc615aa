import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_skill_groups"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="consent", name="one_standing_consent_per_text"),
        migrations.RemoveConstraint(model_name="guardianship", name="consent_has_a_giver"),
        migrations.AddField(
            model_name="guardianship",
            name="seen_by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=Q(withdrawn_at=None),
                fields=("person", "purpose", "version", "by"),
                name="one_standing_consent_a_giver",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="guardianship",
            constraint=models.CheckConstraint(
                condition=Q(("consented_at", None), ("user__isnull", False), ("seen_by__isnull", False), _connector="OR"),
                name="consent_has_a_giver_or_a_witness",
            ),
        ),
        migrations.AddConstraint(
            model_name="guardianship",
            constraint=models.CheckConstraint(
                condition=Q(("consented_at", None), ("declined_at", None), _connector="OR"), name="answered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="guardianship",
            constraint=models.CheckConstraint(
                condition=Q(("withdrawn_at", None), ("consented_at__isnull", False), _connector="OR"), name="withdrawn_after_consent"
            ),
        ),
    ]
