"""What all papers of an issue say is frozen with it, a dead job is found again, and a form has one version at work."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recognition", "0006_record_papers_stay")]

    operations = [
        migrations.AddField(model_name="issue", name="facts", field=models.JSONField(default=dict)),
        migrations.AddField(model_name="issue", name="touched_at", field=models.DateTimeField(default=django.utils.timezone.now)),
        migrations.AddIndex(
            model_name="issueline",
            index=models.Index(
                condition=models.Q(("certificate", None), ("problem", "")), fields=["issue", "order"], name="lines_without_certificate"
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "approved"), _negated=True), fields=("template",), name="one_open_certificate_form_version"
            ),
        ),
    ]
