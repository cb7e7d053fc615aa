"""Skills get a degree and a proof: the rows of the plain link move into the new table."""

from django.db import migrations, models

COPY = """
INSERT INTO people_personskill (id, person_id, skill_id, degree, proof)
SELECT gen_random_uuid(), person_id, skill_id, 2, '' FROM people_person_skills
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_people_over_time")]
    operations = [
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveField("person", "skills"),
        migrations.AddField(
            "person", "skills", models.ManyToManyField(blank=True, related_name="people", through="people.PersonSkill", to="people.skill")
        ),
    ]
