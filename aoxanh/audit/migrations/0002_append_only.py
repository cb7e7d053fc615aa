"""The database itself refuses to change or remove an audit line."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION audit_line_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit lines are append-only'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_line
FOR EACH ROW EXECUTE FUNCTION audit_line_is_append_only();
"""

ALLOW = "DROP TRIGGER append_only ON audit_line; DROP FUNCTION audit_line_is_append_only();"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_line")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
