"""A device that was signed in stays so: Django's table of sessions is copied, each with its account, and dropped."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations


def carry_over(apps, schema_editor):
    connection, Session = schema_editor.connection, apps.get_model("accounts", "Session")
    with connection.cursor() as cursor:
        if "django_session" not in connection.introspection.table_names(cursor):
            return
        cursor.execute("SELECT session_key, session_data, expire_date FROM django_session WHERE expire_date > now()")
        rows = [
            Session(session_key=key, session_data=data, expire_date=until, user_id=SessionStore().decode(data).get(SESSION_KEY))
            for key, data, until in cursor.fetchall()
        ]
        Session.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
        cursor.execute("DROP TABLE django_session")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_addresses_and_sessions"),
    ]

    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
