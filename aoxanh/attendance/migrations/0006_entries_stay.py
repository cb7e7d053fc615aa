"""The database itself refuses to edit or remove an entry of service hours; only whose it is may follow a merged person."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION attendance_hours_are_added_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(OLD) - 'person_id' - 'signup_id' = to_jsonb(NEW) - 'person_id' - 'signup_id' THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'service hours are added, never edited';
END $$;
CREATE TRIGGER added_only BEFORE UPDATE OR DELETE ON attendance_servicehours
FOR EACH ROW EXECUTE FUNCTION attendance_hours_are_added_only();
"""
ALLOW = "DROP TRIGGER added_only ON attendance_servicehours; DROP FUNCTION attendance_hours_are_added_only();"


class Migration(migrations.Migration):
    dependencies = [("attendance", "0005_devices_rules_claims_feedback")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
