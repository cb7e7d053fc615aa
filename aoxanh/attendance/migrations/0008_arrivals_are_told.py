"""The database says when somebody came or left, once for each activity and statement; the live figures hear it."""

from django.db import migrations

ARRIVALS = "JOIN activities_signup s ON s.id = changed.signup_id"
LEAVINGS = "JOIN attendance_checkin c ON c.id = changed.check_in_id JOIN activities_signup s ON s.id = c.signup_id"
EVENTS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}


def tell(table: str, join: str) -> str:
    function = f"""
    CREATE FUNCTION {table}_tells() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      PERFORM pg_notify('attendance', activity::text) FROM (
        SELECT DISTINCT h.activity_id AS activity FROM changed {join} JOIN activities_shift h ON h.id = s.shift_id
      ) told;
      RETURN NULL;
    END $$;
    """  # noqa: S608 -- constants
    triggers = [
        f"CREATE TRIGGER {table}_tells_{event.lower()} AFTER {event} ON {table} REFERENCING {rows} TABLE AS changed "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_tells();"
        for event, rows in EVENTS.items()
    ]
    return function + "\n".join(triggers)


def be_silent(table: str) -> str:
    return "\n".join([*(f"DROP TRIGGER {table}_tells_{event.lower()} ON {table};" for event in EVENTS), f"DROP FUNCTION {table}_tells();"])


TABLES = {"attendance_checkin": ARRIVALS, "attendance_checkout": LEAVINGS}


class Migration(migrations.Migration):
    dependencies = [("attendance", "0007_hidden_words_heeded_answers")]
    operations = [migrations.RunSQL(tell(table, join), be_silent(table)) for table, join in TABLES.items()]
