"""The database itself refuses to edit or remove an entry of service hours."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION attendance_hours_are_added_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'service hours are added, never edited'; END $$;
CREATE TRIGGER added_only BEFORE UPDATE OR DELETE ON attendance_servicehours
FOR EACH ROW EXECUTE FUNCTION attendance_hours_are_added_only();
"""

ALLOW = "DROP TRIGGER added_only ON attendance_servicehours; DROP FUNCTION attendance_hours_are_added_only();"


class Migration(migrations.Migration):
    dependencies = [("attendance", "0002_a_turn_counts_once")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
