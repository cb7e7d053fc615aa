"""The database itself refuses to change what a certificate says, or to remove one; only who holds it may follow a merged person."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION recognition_certificate_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(OLD) - 'person_id' - 'signup_id' = to_jsonb(NEW) - 'person_id' - 'signup_id' THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'what a certificate says stays';
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON recognition_certificate FOR EACH ROW EXECUTE FUNCTION recognition_certificate_stays();
"""

ALLOW = "DROP TRIGGER stays ON recognition_certificate; DROP FUNCTION recognition_certificate_stays();"


class Migration(migrations.Migration):
    dependencies = [("recognition", "0002_what_the_letterhead_said")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
