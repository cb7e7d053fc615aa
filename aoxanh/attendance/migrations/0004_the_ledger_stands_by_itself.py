"""An entry of hours names its person, unit and activity itself, so that hours without a turn can stand in the ledger."""

import django.db.models.deletion
from django.db import migrations, models

DROP = "DROP TRIGGER added_only ON attendance_servicehours; DROP FUNCTION attendance_hours_are_added_only();"
REFUSE_ALL = """
CREATE FUNCTION attendance_hours_are_added_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'service hours are added, never edited'; END $$;
CREATE TRIGGER added_only BEFORE UPDATE OR DELETE ON attendance_servicehours
FOR EACH ROW EXECUTE FUNCTION attendance_hours_are_added_only();
"""
FILL = """
UPDATE attendance_servicehours h
SET person_id = s.person_id, unit_id = a.unit_id, activity_id = a.id, starts_at = c.at,
    ends_at = greatest(c.at, coalesce(o.at, sh.ends_at))
FROM activities_signup s
JOIN activities_shift sh ON sh.id = s.shift_id
JOIN activities_activity a ON a.id = sh.activity_id
JOIN attendance_checkin c ON c.signup_id = s.id
LEFT JOIN attendance_checkout o ON o.check_in_id = c.id
WHERE s.id = h.signup_id
"""


def link(to: str, *, null: bool) -> models.Field:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="service_hours", to=to, null=null)


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0009_swaps_calendar_keys_late_reasons"),
        ("attendance", "0003_hours_are_added_only"),
        ("org", "__first__"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.RunSQL(DROP, REFUSE_ALL),
        migrations.AddField("servicehours", "person", link("people.person", null=True)),
        migrations.AddField("servicehours", "unit", link("org.unit", null=True)),
        migrations.AddField("servicehours", "activity", link("activities.activity", null=True)),
        migrations.AddField("servicehours", "starts_at", models.DateTimeField(null=True)),
        migrations.AddField("servicehours", "ends_at", models.DateTimeField(null=True)),
        migrations.RunSQL([FILL, "SET CONSTRAINTS ALL IMMEDIATE"], migrations.RunSQL.noop),
        migrations.AlterField("servicehours", "person", link("people.person", null=False)),
        migrations.AlterField("servicehours", "unit", link("org.unit", null=False)),
    ]
