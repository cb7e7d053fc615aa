"""The database itself refuses to change what a paper of a record says: its contents may only go, with the person, and it may be withdrawn."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION recognition_record_paper_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF TG_OP = 'UPDATE' AND NEW.contents IN (OLD.contents, '{}'::jsonb) THEN
    IF to_jsonb(OLD) - 'person_id' - 'contents' - 'withdrawn_at' = to_jsonb(NEW) - 'person_id' - 'contents' - 'withdrawn_at' THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'what a paper of a record says stays';
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON recognition_recordpaper FOR EACH ROW EXECUTE FUNCTION recognition_record_paper_stays();
"""

ALLOW = "DROP TRIGGER stays ON recognition_recordpaper; DROP FUNCTION recognition_record_paper_stays();"


class Migration(migrations.Migration):
    dependencies = [("recognition", "0005_papers_shares_boards")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
