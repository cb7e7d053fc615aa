"""The database itself refuses to change an approved version of a form: what was issued with it keeps it for ever."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION recognition_version_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'an approved version of a form stays'; END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON recognition_version FOR EACH ROW WHEN (OLD.status = 'approved')
EXECUTE FUNCTION recognition_version_stays();
"""

ALLOW = "DROP TRIGGER stays ON recognition_version; DROP FUNCTION recognition_version_stays();"


class Migration(migrations.Migration):
    dependencies = [("recognition", "0007_issues_come_back_to_life")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
