from django.db import migrations

AS_PLANNED = """
UPDATE records_record r SET model_id = a.model_id FROM activities_activity a
WHERE a.id = r.activity_id AND r.model_id IS NULL AND a.model_id IS NOT NULL
"""


class Migration(migrations.Migration):
    """Records of before say which model was applied as their activities planned it."""

    dependencies = [("records", "0003_closing_reopening_and_reminders")]

    operations = [migrations.RunSQL(AS_PLANNED, migrations.RunSQL.noop)]
